package farm

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server/pubitems"
	"github.com/rasapi/specgen/rest"
)

// published serves the folders, applications and desktops of RD Session Hosts in area PubItems.
type published struct {
	pubitems.Unimplemented
	*farm
}

func (p published) ListPubItems(context.Context, pubitems.ListPubItemsParams) ([]model.PubItem, error) {
	out := []model.PubItem{}
	for _, v := range p.folders.list() {
		out = append(out, model.PubItem{ID: v.ID, Name: v.Name, Type: v.Type, ParentID: v.ParentID, EnabledMode: v.EnabledMode})
	}
	for _, v := range p.apps.list() {
		out = append(out, model.PubItem{ID: v.ID, Name: v.Name, Type: v.Type, ParentID: v.ParentID, EnabledMode: v.EnabledMode})
	}
	for _, v := range p.desktops.list() {
		out = append(out, model.PubItem{ID: v.ID, Name: v.Name, Type: v.Type, ParentID: v.ParentID, EnabledMode: v.EnabledMode})
	}
	return out, nil
}

func (p published) CreatePubFolder(_ context.Context, body model.CreatePubFolder) (model.PubFolder, error) {
	p.pending = true
	id := p.id()
	p.folders.set(id, model.PubFolder{
		ID: &id, Name: body.Name, Type: new(model.PubItemTypeFolder), ParentID: parent(body.ParentID), AdminOnly: new(false),
		EnabledMode: enabled(body.EnabledMode),
	})
	return p.folders.get(id)
}

// CreatePubRDSApp creates an application with the default values of the vendor's sample. The response also contains the member launchOrder, which the
// document does not declare.
func (p published) CreatePubRDSApp(_ context.Context, body model.CreatePubRDSApp) (model.PubRDSApp, error) {
	if folder := rest.Value(body.ParentID); folder != 0 {
		if _, err := p.folders.get(folder); err != nil {
			return model.PubRDSApp{}, rest.Errorf(http.StatusConflict, "there is no folder %d", folder)
		}
	}
	p.pending = true
	id := p.id()
	p.apps.set(id, model.PubRDSApp{
		ID: &id, Name: body.Name, Description: body.Description, Type: new(model.PubItemTypeRDSApp), ParentID: parent(body.ParentID),
		PreviousID: new(int32(0)), EnabledMode: enabled(body.EnabledMode), PublishToSite: []int32{1}, Target: body.Target,
		Parameters: body.Parameters, WinType: new(int32(0)), PublishFrom: new(rest.Value(body.PublishFrom)),
		PublishFromServer: body.PublishFromServerIDs, ColorDepth: new(model.PubColorDepthClientSpecified),
		WaitForPrintersTimeout: new(int32(20)), LicenseLimitNotify: new(int32(0)),
		AdditionalProperties: map[string]json.RawMessage{"launchOrder": json.RawMessage("9007199254740993")},
	})
	return p.apps.get(id)
}

func (p published) GetPubRDSApp(_ context.Context, id int32) (model.PubRDSApp, error) {
	return p.apps.get(id)
}

func (p published) UpdatePubRDSApp(_ context.Context, id int32, body model.UpdatePubRDSApp) error {
	p.pending = true
	return p.apps.update(id, body)
}

func (p published) CreatePubRDSDesktop(_ context.Context, body model.CreatePubRDSDesktop) (model.PubRDSDesktop, error) {
	p.pending = true
	id := p.id()
	p.desktops.set(id, model.PubRDSDesktop{
		ID: &id, Name: body.Name, Type: new(model.PubItemTypeRDSDesktop), ParentID: parent(body.ParentID), EnabledMode: enabled(body.EnabledMode),
		PublishFrom: new(rest.Value(body.PublishFrom)), PublishFromServer: body.PublishFromServerIDs,
	})
	return p.desktops.get(id)
}

func (p published) DeletePubItem(_ context.Context, id int32) error {
	p.pending = true
	if p.apps.remove(id) == nil || p.desktops.remove(id) == nil || p.folders.remove(id) == nil {
		return nil
	}
	return rest.Errorf(http.StatusNotFound, "there is no published resource %d", id)
}

// maxIcon is the maximum size of an icon in bytes.
const maxIcon = 1 << 20

// UploadPubItemIcon stores the icon of a published application. It returns an error with status 404 if the application does not exist, and with
// status 413 if the icon is larger than maxIcon.
func (p published) UploadPubItemIcon(_ context.Context, id int32, body io.Reader) error {
	if _, err := p.apps.get(id); err != nil {
		return err
	}
	icon, err := io.ReadAll(io.LimitReader(body, maxIcon+1)) // WithMaxBodyBytes does not limit a stream
	if err != nil {
		return err
	}
	if len(icon) > maxIcon {
		return rest.Errorf(http.StatusRequestEntityTooLarge, "the icon is larger than %d bytes", maxIcon)
	}
	p.icons[id] = icon
	return nil
}

// DownloadPubItemIcon returns the uploaded icon. It ignores the requested format.
func (p published) DownloadPubItemIcon(_ context.Context, id int32, _ pubitems.DownloadPubItemIconParams) (*rest.File, error) {
	icon, ok := p.icons[id]
	if !ok {
		return nil, rest.Errorf(http.StatusNotFound, "published resource %d has no icon", id)
	}
	return rest.NewFile("icon.ico", "image/x-icon", bytes.NewReader(icon)), nil
}

func parent(id *int32) *int32 { return new(rest.Value(id)) }

func enabled(mode *model.PubResourceEnabledMode) *model.PubResourceEnabledMode {
	if mode == nil {
		return new(model.PubResourceEnabledModeEnabled)
	}
	return mode
}
