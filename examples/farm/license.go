package farm

import (
	"context"
	"net/http"

	"github.com/rasapi/specgen/generated/model"
	"github.com/rasapi/specgen/generated/server/license"
	"github.com/rasapi/specgen/rest"
)

// licenses serves area License.
type licenses struct {
	license.Unimplemented
	*farm
}

// trial returns the license of a new farm. As in a real farm, dates and counts are strings.
func trial() model.License {
	return model.License{
		LicenseType: new("Trial"), Type: new(model.LicenseTypeNormalTrial), ExpiryDate: new("21/02/2027"), InstalledUsers: new("10"),
		UsersPeak: new("1"), NeedsAttention: new(false),
	}
}

func (l licenses) GetLicense(context.Context, license.GetLicenseParams) (model.License, error) {
	return l.license, nil
}

func (l licenses) ActivateLicense(_ context.Context, body model.ActivateLicense) error {
	if rest.Value(body.Password) != Password {
		return badRequest("The email address or the password is wrong")
	}
	l.license = model.License{
		LicenseType: new("Subscription"), LicenseKey: body.Key, Type: new(model.LicenseTypePostPaid), ExpiryDate: new("21/02/2028"),
		InstalledUsers: new("250"), UsersPeak: new("1"), NeedsAttention: new(false),
	}
	return nil
}

func (l licenses) DeactivateLicense(_ context.Context, body model.DeactivateLicense) error {
	if rest.Value(body.Password) != Password {
		return badRequest("The email address or the password is wrong")
	}
	l.license = trial()
	return nil
}

// badRequest returns an error whose body has the members code and msg, as in the vendor's samples for these operations.
func badRequest(msg string) error {
	return &rest.Error{Status: http.StatusBadRequest, Body: struct {
		Code int    `json:"code"`
		Msg  string `json:"msg"`
	}{Msg: msg}}
}
