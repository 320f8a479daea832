// Command publishing publishes an application in a folder, and a desktop of an RD Session Host. It uploads an icon for the application, sets the
// application to maintenance mode, and deletes the application.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/pubitems"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "publishing:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Publishing")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		return err
	}

	folder, err := farm.PubItems.CreatePubFolder(ctx, model.CreatePubFolder{Name: new("Office")})
	if err != nil {
		return err
	}
	app, err := publish(ctx, out, farm, folder.JSON201.ID)
	if err != nil {
		return err
	}
	desktop, err := farm.PubItems.CreatePubRDSDesktop(ctx, model.CreatePubRDSDesktop{
		Name: new("Desktop"), PublishFrom: new(model.PublishFromHost), PublishFromServerIDs: []int32{1},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "desktop %d: from %v\n", rest.Value(desktop.JSON201.ID), rest.Value(desktop.JSON201.PublishFrom))

	if err := icon(ctx, out, farm, app); err != nil {
		return err
	}
	if err := maintain(ctx, out, farm, app); err != nil {
		return err
	}
	items, err := farm.PubItems.ListPubItems(ctx, pubitems.ListPubItemsParams{})
	if err != nil {
		return err
	}
	for _, item := range items.JSON200 {
		fmt.Fprintf(out, "item %d: %v %q in folder %d, %v\n",
			rest.Value(item.ID), rest.Value(item.Type), rest.Value(item.Name), rest.Value(item.ParentID), rest.Value(item.EnabledMode))
	}
	deleted, err := farm.PubItems.DeletePubItem(ctx, app)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "delete: %d\n", deleted.Status)
	return farm.Close(ctx)
}

// publish publishes an application with a name and a target, and returns its ID. The response also contains members with default values. Undeclared
// members keep their bytes, so that large numbers keep all digits.
func publish(ctx context.Context, out io.Writer, farm *ras.Farm, folder *int32) (int32, error) {
	created, err := farm.PubItems.CreatePubRDSApp(ctx,
		model.CreatePubRDSApp{Name: new("Notepad"), Target: new("notepad.exe"), ParentID: folder})
	if err != nil {
		return 0, err
	}
	app := created.JSON201
	fmt.Fprintf(out, "publish: %d, %v %d, %v, from %v, wait %d s for printers, sites %v\n",
		created.Status, rest.Value(app.Type), rest.Value(app.ID),
		rest.Value(app.ColorDepth), rest.Value(app.PublishFrom), rest.Value(app.WaitForPrintersTimeout), app.PublishToSite)
	for name, value := range app.AdditionalProperties {
		fmt.Fprintf(out, "not documented: %s is %s\n", name, value)
	}
	return rest.Value(app.ID), nil
}

// icon uploads an icon, and downloads it again. The client streams both bodies, so that it never holds the whole icon in memory.
func icon(ctx context.Context, out io.Writer, farm *ras.Farm, app int32) error {
	uploaded, err := farm.PubItems.UploadPubItemIcon(ctx, app, strings.NewReader(strings.Repeat("icon", 16<<10))) // a real program would open a file
	if err != nil {
		return err
	}
	downloaded, err := farm.PubItems.DownloadPubItemIcon(ctx, app, pubitems.DownloadPubItemIconParams{Format: new(model.IconFormatICO)})
	if err != nil {
		return err
	}
	file := downloaded.File200
	defer file.Close()
	n, err := io.Copy(io.Discard, file)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "icon: up %d; down %d, %s, %s, %d bytes\n", uploaded.Status, downloaded.Status, file.Name, file.MediaType, n)
	return nil
}

// maintain sets an application to maintenance mode with a message.
func maintain(ctx context.Context, out io.Writer, farm *ras.Farm, app int32) error {
	_, err := farm.PubItems.UpdatePubRDSApp(ctx, app, model.UpdatePubRDSApp{
		EnabledMode: new(model.PubResourceEnabledModeMaintenance), MaintenanceMessageEnUS: new("Back at noon."),
	})
	if err != nil {
		return err
	}
	got, err := farm.PubItems.GetPubRDSApp(ctx, app)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "maintenance: %q is %v, target %s as before\n",
		rest.Value(got.JSON200.Name), rest.Value(got.JSON200.EnabledMode), rest.Value(got.JSON200.Target))
	return nil
}
