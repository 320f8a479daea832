// Command onearea prints the license of a farm. Of the generated packages, it imports only the client of area License. The program therefore does not
// contain the other 78 areas, and builds faster.
//
//	RAS_URL=https://ras.example.com:20443 RAS_TOKEN=... onearea
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/rasapi/specgen/generated/client/license"
	"github.com/rasapi/specgen/rest"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Getenv("RAS_URL"), os.Getenv("RAS_TOKEN")); err != nil {
		fmt.Fprintln(os.Stderr, "onearea:", err)
		os.Exit(1)
	}
}

// run prints the license of the farm at url to out. token must be the token of a session.
func run(ctx context.Context, out io.Writer, url, token string) error {
	conn, err := rest.NewConn(url, rest.WithToken(token))
	if err != nil {
		return err
	}
	got, err := license.New(conn).GetLicense(ctx, license.GetLicenseParams{UseCache: new(true)})
	if err != nil {
		return err
	}
	l := got.JSON200
	fmt.Fprintf(out, "%v, %s users, until %s\n", rest.Value(l.Type), rest.Value(l.InstalledUsers), rest.Value(l.ExpiryDate))
	if rest.Value(l.NeedsAttention) {
		fmt.Fprintln(out, "the license needs attention:", rest.Value(l.AlertMessage))
	}
	return nil
}
