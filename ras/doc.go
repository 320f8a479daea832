// Package ras is an SDK for the REST API of Parallels RAS. [Open] logs on to a farm and returns a [Farm]. A Farm has a field for each area of the
// generated client:
//
//	farm, err := ras.Open(ctx, "https://farm.example:20443", ras.WithPassword("admin", password), ras.WithCA(authority))
//	if err != nil {
//		return err
//	}
//	defer farm.Close(ctx)
//	created, err := farm.MFA.CreateEmailOTP(ctx, model.CreateEmailOTP{Name: new("Code by email"), DisplayName: new("Email")})
//
// A Farm logs on again when its session has ended. By default, it sends at most 50 requests in 10 s, retries requests as [rest.Retry] describes, and
// follows no redirects. [WaitFor] and [Farm.WaitForAgent] wait until an object of the farm has a given state. [With] accepts every option of package
// rest, such as [rest.WithLogger].
//
// The Farm writes neither the password nor the token to logs or errors. If a response repeats a secret of its request, the text of the error contains
// REDACTED in its place.
package ras
