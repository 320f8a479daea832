// Package ras is an SDK for the REST API of Parallels RAS. [Open] logs on to a farm and returns a [Farm], which has a field per area of the generated
// client:
//
//	farm, err := ras.Open(ctx, "https://farm.example:20443", ras.WithPassword("admin", password), ras.WithCA(authority))
//	if err != nil {
//		return err
//	}
//	defer farm.Close(ctx)
//	created, err := farm.MFA.CreateEmailOTP(ctx, model.CreateEmailOTP{Name: new("Code by email"), DisplayName: new("Email")})
//
// A Farm logs on again when its session has ended, sends at most 50 requests in 10 s, repeats requests as [rest.Retry] describes, and follows no
// redirects. [WaitFor] and [Farm.WaitForAgent] wait for a state. [With] accepts every option of package rest, such as [rest.WithLogger].
//
// No error and no log contains the password or the token.
package ras
