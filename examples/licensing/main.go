// Command licensing activates the license of a farm. It also tries to activate and to deactivate the license with a wrong password. The farm then
// responds with errors that have the members code and msg instead of the members of ProblemDetails. The client returns a *rest.Error for both forms.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	demo "github.com/rasapi/specgen/examples/farm"
	"github.com/rasapi/specgen/generated/client/license"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/ras"
	"github.com/rasapi/specgen/rest"
)

const email = "admin@example.com"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "licensing:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out.
func run(ctx context.Context, out io.Writer) error {
	server, err := demo.Start("Licensing")
	if err != nil {
		return err
	}
	defer server.Close()
	farm, err := ras.Open(ctx, server.URL, ras.WithPassword(demo.Username, demo.Password))
	if err != nil {
		return err
	}

	_, err = farm.License.ActivateLicense(ctx, model.ActivateLicense{Email: new(email), Password: new("mistyped"), Key: new("AAAA-BBBB")})
	if err := expectBadRequest(out, "activate", err); err != nil {
		return err
	}
	account := model.ActivateLicense{Email: new(email), Password: new(demo.Password), Key: new("AAAA-BBBB")}
	activated, err := farm.License.ActivateLicense(ctx, account)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "activate: %d\n", activated.Status)

	got, err := farm.License.GetLicense(ctx, license.GetLicenseParams{})
	if err != nil {
		return err
	}
	l := got.JSON200
	fmt.Fprintf(out, "license %s: %v, %s users, until %s\n", // the farm sends dates and counts as strings
		rest.Value(l.LicenseKey), rest.Value(l.Type), rest.Value(l.InstalledUsers), rest.Value(l.ExpiryDate))
	switch rest.Value(l.Type) {
	case model.LicenseTypeExtTrial, model.LicenseTypeLegacyTrial, model.LicenseTypeNormalTrial:
		fmt.Fprintln(out, "it is a trial")
	default:
		fmt.Fprintln(out, "it is not a trial")
	}

	_, err = farm.License.DeactivateLicense(ctx, model.DeactivateLicense{Email: new(email), Password: new("mistyped")})
	if err := expectBadRequest(out, "deactivate", err); err != nil {
		return err
	}
	return farm.Close(ctx)
}

// expectBadRequest prints the error for a request with a wrong password. If the status of the error is not 400, expectBadRequest returns an error.
func expectBadRequest(out io.Writer, step string, err error) error {
	failed, ok := errors.AsType[*rest.Error](err)
	if !ok || failed.Status != http.StatusBadRequest {
		return fmt.Errorf("%s with a wrong password: got error %v, want status 400", step, err)
	}
	fmt.Fprintf(out, "%s: status %d, code %s, %q; on the wire: %s\n", step, failed.Status, failed.Code, failed.Detail, failed.Raw)
	return nil
}
