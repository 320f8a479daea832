// Command onearea asks a farm for its license, and uses the client of that one area: no facade, so that nothing of the other 78 areas is
// built or linked. It suits a small probe that is built often and sits in an image of its own.
//
//	RAS_URL=https://ras.example.com:20443 RAS_TOKEN=... onearea
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
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

// run writes the license of the farm at url to out. The token is that of a session.
func run(ctx context.Context, out io.Writer, url, token string) error {
	conn, err := rest.NewConn(url, rest.WithToken(token), rest.WithAuthorization(func(r *http.Request, token string) {
		r.Header.Set("auth_token", token) // what the facade would do
	}))
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
		fmt.Fprintln(out, "it needs attention:", rest.Value(l.AlertMessage))
	}
	return nil
}
