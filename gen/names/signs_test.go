package names_test

import (
	"testing"

	"github.com/rasapi/specgen/gen/names"
)

func TestField(t *testing.T) {
	name := names.Field(names.Namer([]string{"ID"}))
	for in, want := range map[string]string{
		"_id": "UnderscoreID", "id": "ID", "__id": "UnderscoreUnderscoreID", "-name": "MinusName", "+1": "Plus1", "-1": "Minus1", "$top": "Top",
		"@type": "Type", "a_b": "AB", "1st": "N1st", "_": "Underscore", "$": "DollarSign", "": "X", "_名前": "UnderscoreX名前", "UnderscoreID": "UnderscoreID",
		"_$next": "UnderscoreNext", "-$name": "MinusName", "_$1": "Underscore1", "_ 1": "Underscore1", "_N1": "UnderscoreN1", "_$": "UnderscoreX",
	} {
		if got := name(in); got != want {
			t.Errorf("Field(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEnumMember(t *testing.T) {
	name := names.Namer(nil)
	values := []string{"", " ", "-1", "+1", "1", "<", "<=", ">=", "!=", "*", "**", ">=5", "-name", "a b", "_all", "*.txt", "/", "日本", "  ", "\n", "😀", "😀!"}
	want := []string{
		"Empty", "Space", "Minus1", "Plus1", "N1", "LessThan", "LessThanOrEqual", "GreaterThanOrEqual", "NotEqual", "Asterisk", "AsteriskAsterisk",
		"GreaterThanOrEqual5", "Name", "AB", "All", "AsteriskTxt", "Slash", "X日本", "SpaceSpace", "U000A", "U1F600", "U1F600Not",
	}
	for i, value := range values {
		if got := name(names.EnumMember("", value)); got != want[i] {
			t.Errorf("EnumMember of value %q: got name %s, want %s", value, got, want[i])
		}
	}
}

func TestDistinct(t *testing.T) {
	name := names.Namer(nil)
	for _, test := range []struct{ in, want []string }{
		{[]string{"name", "-name"}, []string{"Name", "MinusName"}},
		{[]string{"Etc/GMT+1", "Etc/GMT-1"}, []string{"EtcGMT1", "EtcGMTMinus1"}},
		{[]string{"A", "a"}, []string{"A", "ALower"}},
		{[]string{"desc", "DESC", "Desc", "dEsc", "DeSc"}, []string{"Desc", "DESC", "DescTitle", "DEsc", "DeSc"}},
		{[]string{"X-Y", "XY", "xY", "x_y"}, []string{"XY", "XYUpper", "XYCamel", "XUnderscoreY"}},
		{[]string{"1", "1 ", "1\u200b"}, []string{"N1", "N1Space", "N1U200B"}},
		{[]string{"a", "a😀", "a😁"}, []string{"A", "AU1F600", "AU1F601"}},
		{[]string{"a<b", "a>b"}, []string{"AB", "AGreaterThanB"}},
		{[]string{"a5", "a<=-5"}, []string{"A5", "ALessThanOrEqualMinus5"}},
		{[]string{"_a", "a"}, []string{"UnderscoreA", "A"}},
		{[]string{"_a", "-a", "a", "a_"}, []string{"UnderscoreA", "MinusA", "A", "AUnderscore"}},
		{[]string{"_a", "-a"}, []string{"A", "MinusA"}},
		{[]string{"a", "A", "a2"}, []string{"A", "AUpper", "A2"}},
	} {
		for i, got := range names.DistinctAll(test.in, name) {
			if got != test.want[i] {
				t.Errorf("DistinctAll: for %q got %s, want %s", test.in[i], got, test.want[i])
			}
		}
	}
}

func TestLowerFirst(t *testing.T) {
	for in, want := range map[string]string{
		"IDs": "ids", "ID": "id", "IDsOf": "idsOf", "URLs": "urls", "MFAServer": "mfaServer", "AsOf": "asOf", "IssueID": "issueID", "XY": "xy", "": "",
	} {
		if got := names.LowerFirst(in); got != want {
			t.Errorf("LowerFirst(%q) = %q, want %q", in, got, want)
		}
	}
}
