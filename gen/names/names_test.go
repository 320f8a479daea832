package names_test

import (
	"go/token"
	"testing"

	"github.com/rasapi/specgen/gen/names"
)

func TestNamer(t *testing.T) {
	name := names.Namer([]string{"ID", "URL", "IP", "IPv4", "OS", "MFA", "OTP", "AD", "iOS", "macOS", "FSLogix", "HALB", "RADIUS", "MAC"})
	for in, want := range map[string]string{
		"siteId": "SiteID", "siteIDs": "SiteIDs", "ids": "IDs", "iPv4s": "IPv4s", "urLs": "URLs", "oSs": "OSs", "iPs": "IPs",
		"iOS": "IOS", "createEmailOTP": "CreateEmailOTP", "allowURLAndMailRedirection": "AllowURLAndMailRedirection",
		"bindIPv4Addresses": "BindIPv4Addresses", "isADomain": "IsADomain", "adSettings": "ADSettings", "fsLogix": "FSLogix",
		"halBs": "HALBs", "auth_token": "AuthToken", "SOME_CONST": "SomeConst", "SITE_ID": "SiteID", "N-1": "N1", "200": "N200",
		"": "X", "名前": "X名前", "listMFA": "ListMFA", "enableMacOSClient": "EnableMacOSClient", "mac": "MAC", "a.b/c": "ABC",
		"asOf": "AsOf", "radiusAttr": "RADIUSAttr", "x509Certificate": "X509Certificate",
		"admin\u3164": "Admin", "\u115f\u1160\uffa0": "X",
	} {
		if got := name(in); got != want {
			t.Errorf("name(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNamer(f *testing.F) {
	for _, s := range []string{"siteId", "iPv4s", "", "9", "*/\n", "\xff", "ß", "ǆ", "a\u0301", "type"} {
		f.Add(s)
	}
	name := names.Namer([]string{"ID", "IPv4", "ß"})
	f.Fuzz(func(t *testing.T, s string) {
		got := name(s)
		if !token.IsIdentifier(got) || !token.IsExported(got) {
			t.Errorf("name(%q) = %q, want an exported identifier", s, got)
		}
	})
}
