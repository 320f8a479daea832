// Command quickstart calls an in-memory farm over HTTP with the generated client. It logs on, creates, changes and deletes an email OTP provider,
// and logs off. The farm (farm.go) implements the generated server interfaces. To call a real farm, replace the URL and the credentials.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/client/session"
	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/rest"
)

const password = "secret"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run performs the steps and prints their results to out. It returns an error if a call does not have the expected result.
func run(ctx context.Context, out io.Writer) error {
	handler, err := newFarm()
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	farm, err := client.New(server.URL, client.WithHTTPClient(&http.Client{Timeout: 10 * time.Second}))
	if err != nil {
		return err
	}
	say := func(step, format string, args ...any) {
		fmt.Fprintf(out, "%-12s %s\n", step, fmt.Sprintf(format, args...))
	}

	opened, err := farm.Session.LogOn(ctx, session.LogOnParams{}, model.LogOn{Username: new("admin"), Password: new(password)})
	if err != nil {
		return err
	}
	farm.SetToken(rest.Value(opened.JSON200.AuthToken)) // all areas use this token
	say("log on", "%d, farm %q", opened.Status, rest.Value(opened.JSON200.FarmName))

	provider := model.CreateEmailOTP{
		Name: new("Code by email"), DisplayName: new("Email"), UserEnrollment: new(model.UserEnrollmentAllow), OTPLength: new(int32(6)),
	}
	created, err := farm.MFA.CreateEmailOTP(ctx, provider)
	if err != nil {
		return err
	}
	id := rest.Value(created.JSON201.ID)
	say("create", "%d, provider %d, type %v; on the wire: %s", created.Status, id, rest.Value(created.JSON201.Type), member(created.Raw, "type"))

	_, err = farm.MFA.CreateEmailOTP(ctx, provider)
	if rest.Status(err) != http.StatusConflict {
		return fmt.Errorf("a second provider with the same name: got error %v, want status 409", err)
	}
	say("create again", "%v", err)

	read, err := farm.MFA.GetMFA(ctx, id)
	if err != nil {
		return err
	}
	say("read", "%d, name %q, enabled %t", read.Status, rest.Value(read.JSON200.Name), rest.Value(read.JSON200.Enabled))

	updated, err := farm.MFA.UpdateEmailOTP(ctx, id, model.UpdateEmailOTP{Enabled: new(true)}) // an update does not change any other member
	if err != nil {
		return err
	}
	if read, err = farm.MFA.GetMFA(ctx, id); err != nil {
		return err
	}
	say("update", "%d, name %q, enabled %t", updated.Status, rest.Value(read.JSON200.Name), rest.Value(read.JSON200.Enabled))

	deleted, err := farm.MFA.DeleteMFA(ctx, id)
	if err != nil {
		return err
	}
	say("delete", "%d", deleted.Status)

	gone, err := farm.Session.LogOff(ctx)
	if err != nil {
		return err
	}
	say("log off", "%d, %s", gone.Status, rest.Value(gone.JSON200))

	_, err = farm.MFA.GetMFA(ctx, id)
	if rest.Status(err) != http.StatusUnauthorized {
		return fmt.Errorf("call after log off: got error %v, want status 401", err)
	}
	say("read again", "%v", err)
	return nil
}

// member returns the JSON text of a member with its name, such as "type":11. It returns "absent" if the object does not have the member.
func member(raw []byte, name string) string {
	at := strings.Index(string(raw), `"`+name+`":`)
	if at < 0 {
		return "absent"
	}
	text, _, _ := strings.Cut(string(raw[at:]), ",")
	return strings.TrimRight(text, "}")
}
