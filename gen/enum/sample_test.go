package enum_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/rasapi/specgen/gen/enum/testdata/model"
	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

func TestFmtVerbs(t *testing.T) {
	cases := []struct {
		format string
		v      any
		want   string
	}{
		{"%v", model.MFATypeEmailOTP, "EmailOTP"},
		{"%s", model.MFATypeEmailOTP, "EmailOTP"},
		{"%q", model.MFATypeEmailOTP, `"EmailOTP"`},
		{"%d", model.MFATypeEmailOTP, "11"},
		{"%b", model.MFATypeEmailOTP, "1011"},
		{"%05d", model.MFATypeEmailOTP, "00011"},
		{"%10s|", model.MFATypeEmailOTP, "  EmailOTP|"},
		{"%#v", model.MFATypeEmailOTP, "model.MFATypeEmailOTP"},
		{"%v", model.MFAType(42), "MFAType(42)"},
		{"%d", model.MFAType(-1), "-1"},
		{"%#v", model.MFAType(-1), "model.MFAType(-1)"},
		{"%v", []model.MFAType{0, 11}, "[None EmailOTP]"},
		{"%#v", model.CasingInProgress, "model.CasingInProgress"},
		{"%v", model.CasingInProgress, "in progress"},
		{"%v", model.SparseLowest, "Lowest"},
		{"%v", model.Sparse(1), "Sparse(1)"},
		{"%#v", model.SparseBeyondFloat, "model.SparseBeyondFloat"},
		{"%d", model.UnsignedEverything, "18446744073709551615"},
		{"%v", model.Unsigned(math.MaxUint64 - 1), "Unsigned(18446744073709551614)"},
		{"%v", model.WeekdaysMonday | model.WeekdaysFriday, "Monday|Friday"},
		{"%v", model.WeekdaysWorkdays, "Workdays"},
		{"%v", model.WeekdaysWorkdays | model.WeekdaysSunday, "Monday|Tuesday|Wednesday|Thursday|Friday|Sunday"},
		{"%v", model.WeekdaysMonday | 0x300, "Monday|0x300"},
		{"%v", model.Weekdays(0x100), "0x100"},
		{"%v", model.Weekdays(0), "0"},
		{"%#v", model.Weekdays(0), "model.Weekdays(0)"},
		{"%#v", model.WeekdaysMonday | model.WeekdaysFriday | 0x100, "model.WeekdaysMonday|model.WeekdaysFriday|model.Weekdays(256)"},
		{"%d", model.WeekdaysMonday | model.WeekdaysFriday, "17"},
		{"%v", model.Permissions(0), "None"},
		{"%v", model.PermissionsAudit | model.PermissionsRead, "Read|Audit"},
		{"%v", model.Permissions(16), "0x10"},
		{"%v", model.MaskHigh | model.MaskLow, "Low|High"},
		{"%v", model.Mask(-1), "Low|High|0x7ffffffe"},
		{"%v", model.ColorLightGreen, "light-green"},
		{"%#v", model.ColorLightGreen, "model.ColorLightGreen"},
		{"%#v", model.Color("puce"), `model.Color("puce")`},
	}
	for _, c := range cases {
		if got := fmt.Sprintf(c.format, c.v); got != c.want {
			t.Errorf("Sprintf(%q, %T %d) = %q, want %q", c.format, c.v, c.v, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	mfa := func(s string) (any, error) { v, err := model.ParseMFAType(s); return int64(v), err }
	small := func(s string) (any, error) { v, err := model.ParseNegative(s); return int64(v), err }
	sparse := func(s string) (any, error) { v, err := model.ParseSparse(s); return int64(v), err }
	unsigned := func(s string) (any, error) { v, err := model.ParseUnsigned(s); return uint64(v), err }
	days := func(s string) (any, error) { v, err := model.ParseWeekdays(s); return int64(v), err }
	mask := func(s string) (any, error) { v, err := model.ParseMask(s); return int64(v), err }
	color := func(s string) (any, error) { v, err := model.ParseColor(s); return string(v), err }
	cases := []struct {
		parse func(string) (any, error)
		text  string
		want  any    // expected value; nil if an error is expected
		fault string // part of the text of the expected error
	}{
		{mfa, "EmailOTP", int64(11), ""},
		{mfa, "emailotp", int64(11), ""},
		{mfa, "EMAILOTP", int64(11), ""},
		{mfa, "11", int64(11), ""},
		{mfa, "+11", int64(11), ""},
		{mfa, "-7", int64(-7), ""},
		{mfa, "42", int64(42), ""},
		{mfa, "11 = EmailOTP", int64(11), ""},
		{mfa, "11=emailOTP", int64(11), ""},
		{mfa, "MFAType(42)", int64(42), ""},
		{mfa, "MFAType(-42)", int64(-42), ""},
		{mfa, "2147483647", int64(math.MaxInt32), ""},
		{mfa, "-2147483648", int64(math.MinInt32), ""},
		{mfa, "2147483648", nil, `MFAType: "2147483648" is out of range`},
		{mfa, "99999999999999999999999", nil, "out of range"},
		{mfa, "10 = EmailOTP", nil, "has the name of a member with another number"},
		{mfa, "99 = EmailOTP", nil, "has the name of a member with another number"},
		{mfa, "42 = Other", nil, "is not a member"},
		{mfa, "EmialOTP", nil, `MFAType: "EmialOTP" is not a member; did you mean EmailOTP?`},
		{mfa, "Email", nil, "did you mean EmailOTP?"},
		{mfa, "zzz", nil, "want one of None, SMS, Push, TOTP, HardToken, EmailOTP"},
		{mfa, "", nil, `MFAType: "" is not a member`},
		{mfa, " SMS", nil, "did you mean SMS?"},
		{mfa, "-", nil, "is not a member"},
		{mfa, "0x0B", nil, "is not a member"},
		{mfa, "MFAType()", nil, "is not a member"},
		{mfa, "MFAType(x)", nil, "is not a member"},
		{mfa, "=", nil, "is not a member"},
		{small, "127", int64(127), ""},
		{small, "-128", int64(-128), ""},
		{small, "128", nil, "out of range"},
		{small, "-129", nil, "out of range"},
		{small, "256", nil, "out of range"},
		{sparse, "-9223372036854775808", int64(math.MinInt64), ""},
		{sparse, "9223372036854775807", int64(math.MaxInt64), ""},
		{sparse, "9223372036854775808", nil, "out of range"},
		{sparse, "-9223372036854775809", nil, "out of range"},
		{sparse, "18446744073709551615", nil, "out of range"},
		{sparse, "beyondfloat", int64(9007199254740993), ""},
		{unsigned, "18446744073709551615", uint64(math.MaxUint64), ""},
		{unsigned, "18446744073709551616", nil, "out of range"},
		{unsigned, "-1", nil, "out of range"},
		{unsigned, "-0", uint64(0), ""},
		{days, "Monday", int64(1), ""},
		{days, "monday|FRIDAY", int64(17), ""},
		{days, "Monday, Friday", int64(17), ""},
		{days, "Monday | Friday", int64(17), ""},
		{days, "Workdays|Sunday", int64(95), ""},
		{days, "Monday|0x300", int64(0x301), ""},
		{days, "0", int64(0), ""},
		{days, "0XFF", nil, "is not a member"},
		{days, "17", int64(17), ""},
		{days, "4 = Wednesday|Friday", int64(20), ""},
		{days, "3 = Wednesday", nil, "has the name of a member with another number"},
		{days, "Monday|Fryday", nil, `Weekdays: "Fryday" is not a member; did you mean Friday`},
		{days, "", nil, "is not a member"},
		{days, "Monday|", nil, "is not a member"},
		{days, "0x", nil, "is not a member"},
		{days, "0x1ffffffff", nil, "out of range"},
		{days, "0x11111111111111111", nil, "out of range"},
		{mask, "High", int64(math.MinInt32), ""},
		{mask, "0x80000000", int64(math.MinInt32), ""},
		{mask, "Low|High|0x7ffffffe", int64(-1), ""},
		{color, "red", "red", ""},
		{color, "Red", "red", ""},
		{color, "RED", "red", ""},
		{color, "LightGreen", "light-green", ""},
		{color, "", "", ""},
		{color, "blue", "Blue", ""},
		{color, "light-gren", nil, `Color: "light-gren" is not a member; did you mean light-green?`},
	}
	for _, c := range cases {
		got, err := c.parse(c.text)
		if c.want == nil {
			if err == nil || !strings.Contains(err.Error(), c.fault) || !errors.Is(err, rest.ErrUnknownMember) {
				t.Errorf("parse %q: got %v, error %v; want an ErrUnknownMember with %q", c.text, got, err, c.fault)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("parse %q: got %v, error %v; want %v", c.text, got, err, c.want)
		}
	}
}

func TestParseErrorNamesNearest(t *testing.T) {
	_, err := model.ParseSessionState("lokked")
	e, ok := errors.AsType[*rest.EnumError](err)
	if !ok || e.Type() != "SessionState" || e.Text != "lokked" {
		t.Fatalf("ParseSessionState(%q): got error %#v, want a *rest.EnumError with this text", "lokked", err)
	}
	if got := slices.Collect(e.Choices()); !slices.Equal(got, []string{"Active", "Idle", "Locked", "Ended"}) {
		t.Errorf("Choices: got %q, want Active, Idle, Locked and Ended", got)
	}
	_, err = model.ParseSessionState(strings.Repeat("x", 10_000))
	if len(err.Error()) > 300 {
		t.Errorf("text of the error: got %d bytes, want at most 300", len(err.Error()))
	}
}

func TestValuesNamesAndCount(t *testing.T) {
	if got, want := slices.Collect(model.NegativeValues()), []model.Negative{-2, -1, 0, 1}; !slices.Equal(got, want) {
		t.Errorf("NegativeValues: got %d, want %d", got, want)
	}
	e := rest.EnumOf[model.MFAType]()
	if e.Len() != 6 || e.Name() != "MFAType" {
		t.Errorf("EnumOf: got %d members of %q, want 6 of MFAType", e.Len(), e.Name())
	}
	if got, want := slices.Collect(e.Names()), []string{"None", "SMS", "Push", "TOTP", "HardToken", "EmailOTP"}; !slices.Equal(got, want) {
		t.Errorf("names of MFAType = %q, want %q", got, want)
	}
	for v := range e.Values() {
		if back, err := e.Parse(v.String()); err != nil || back != v || !v.Valid() {
			t.Errorf("Parse(%q) = %v, error %v; want %v", v.String(), back, err, v)
		}
	}
	if got, want := slices.Collect(rest.EnumOf[model.Color]().Names()), []string{"Red", "LightGreen", "Empty", "Blue"}; !slices.Equal(got, want) {
		t.Errorf("names of Color = %q, want %q", got, want)
	}
	for range model.NegativeValues() {
		break // a caller may stop the iteration early
	}
}

func TestValid(t *testing.T) {
	cases := []struct {
		v    interface{ Valid() bool }
		want bool
	}{
		{model.MFAType(0), true}, {model.MFAType(4), true}, {model.MFAType(5), false}, {model.MFAType(11), true}, {model.MFAType(-1), false},
		{model.Sparse(math.MinInt64), true}, {model.Sparse(1), false}, {model.Unsigned(math.MaxUint64), true}, {model.Unsigned(2), false},
		{model.Weekdays(0), true}, {model.Weekdays(127), true}, {model.Weekdays(128), false}, {model.Mask(-1), false}, {model.Mask(math.MinInt32), true},
		{model.Permissions(16), true}, {model.Color("red"), true}, {model.Color("Red"), false},
	}
	for _, c := range cases {
		if c.v.Valid() != c.want {
			t.Errorf("%#v: Valid() = %v, want %v", c.v, !c.want, c.want)
		}
	}
}

func TestFlags(t *testing.T) {
	days := model.WeekdaysMonday.With(model.WeekdaysWeekend)
	if !days.Has(model.WeekdaysSunday) || days.Has(model.WeekdaysMonday|model.WeekdaysFriday) || !days.Has(0) {
		t.Errorf("Has of %v: got another result, want true for Sunday and 0, and false for Monday|Friday", days)
	}
	if got := days.Without(model.WeekdaysSunday); got != model.WeekdaysMonday|model.WeekdaysSaturday {
		t.Error("Without(Sunday): want Monday and Saturday, got", got)
	}
	want := []model.Weekdays{model.WeekdaysMonday, model.WeekdaysSaturday, model.WeekdaysSunday}
	each := (days | 0x100).Each()
	for range 2 { // a caller may use an iterator several times
		if got := slices.Collect(each); !slices.Equal(got, want) {
			t.Errorf("Each: got %v, want %v", got, want)
		}
	}
	if got, want := slices.Collect(model.Permissions(48|1).Each()), []model.Permissions{1, 48}; !slices.Equal(got, want) {
		t.Errorf("Each: got %v, want %v", got, want)
	}
	for day := range days.Each() {
		if day != model.WeekdaysMonday {
			t.Errorf("first value of Each: got %v, want %v", day, model.WeekdaysMonday)
		}
		break
	}
}

func TestDescription(t *testing.T) {
	if got := model.MFATypeEmailOTP.Description(); got != "A code sent by e-mail." {
		t.Errorf("description of MFATypeEmailOTP: got %q, want \"A code sent by e-mail.\"", got)
	}
	if got := model.MFAType(42).Description() + model.SessionStateIdle.Description() + model.ColorBlue.Description(); got != "" {
		t.Errorf("Description of values without a description: got %q, want none", got)
	}
	if got := model.ColorRed.Description(); got != "Stop." {
		t.Errorf("description of ColorRed: got %q, want Stop.", got)
	}
}

func TestAppendTo(t *testing.T) {
	b := []byte("is ")
	b = model.MFATypeSMS.AppendTo(b)
	b = (model.WeekdaysMonday | 0x80).AppendTo(append(b, ' '))
	b = model.ColorRed.AppendTo(append(b, ' '))
	if got := string(b); got != "is SMS Monday|0x80 red" {
		t.Errorf("AppendTo: got %q, want \"is SMS Monday|0x80 red\"", got)
	}
}

func TestFlagPackage(t *testing.T) {
	factor, days := model.MFATypeSMS, model.Weekdays(0)
	set := flag.NewFlagSet("x", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Var(&factor, "factor", "second factor")
	set.Var(&days, "days", "days")
	if err := set.Parse([]string{"-factor", "emailOTP", "-days", "Monday|Sunday"}); err != nil {
		t.Fatal(err)
	}
	if factor != model.MFATypeEmailOTP || days != 65 {
		t.Errorf("Parse of flags: got factor %v and days %v, want EmailOTP and Monday|Sunday", factor, days)
	}
	if err := set.Parse([]string{"-factor", "nothing"}); err == nil || factor != model.MFATypeEmailOTP {
		t.Errorf("Parse of an unknown member: got value %v and error %v, want the old value and an error", factor, err)
	}
	if factor.Type() != "MFAType" {
		t.Errorf("Type: got %q, want MFAType", factor.Type())
	}
}

func TestSlog(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("logon", "factor", model.MFATypeEmailOTP, "other", model.MFAType(42), "all", model.UnsignedEverything, "color", model.ColorRed)
	want := "level=INFO msg=logon factor.name=EmailOTP factor.number=11 other.name=MFAType(42) other.number=42 " +
		"all.name=Everything all.number=18446744073709551615 color=red\n"
	if b.String() != want {
		t.Errorf("log line: got  %swant %s", b.String(), want)
	}
}

// TestJSONHasNumbers checks that integer enums are JSON numbers, or numbers in strings as keys of an object. Decoding must preserve unknown numbers.
func TestJSONHasNumbers(t *testing.T) {
	type body struct {
		Factor  model.MFAType            `json:"factor"`
		Maybe   *model.MFAType           `json:"maybe,omitempty"`
		List    []model.MFAType          `json:"list"`
		ByType  map[model.MFAType]string `json:"byType"`
		Any     any                      `json:"any"`
		Days    model.Weekdays           `json:"days"`
		Big     model.Sparse             `json:"big"`
		Largest model.Unsigned           `json:"largest"`
	}
	in := body{
		Factor: 42, Maybe: new(model.MFATypeNone), List: []model.MFAType{11, -1}, ByType: map[model.MFAType]string{11: "mail", -42: "?"},
		Any: model.MFATypeSMS, Days: 0x101, Big: math.MinInt64, Largest: math.MaxUint64,
	}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"factor":42,"maybe":0,"list":[11,-1],"byType":{"-42":"?","11":"mail"},"any":1,"days":257,"big":-9223372036854775808,"largest":18446744073709551615}`
	if string(b) != want {
		t.Errorf("Marshal: got\n%s\nwant\n%s", b, want)
	}
	var out body
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	out.Any = in.Any
	if !reflect.DeepEqual(in, out) {
		t.Errorf("Unmarshal: got %+v, want %+v", out, in)
	}
}

// TestNoTextMarshaller checks that the enums of the sample implement no marshaler interface of packages encoding and encoding/json. encoding/json
// would call a text marshaler, and write names instead of numbers.
func TestNoTextMarshaller(t *testing.T) {
	values := []any{
		new(model.MFAType), new(model.SessionState), new(model.Sparse), new(model.Negative), new(model.Single), new(model.Unsigned),
		new(model.Casing), new(model.Weekdays), new(model.Permissions), new(model.Mask), new(model.Color),
	}
	for _, v := range values {
		_, a := v.(encoding.TextMarshaler)
		_, b := v.(encoding.TextUnmarshaler)
		_, c := v.(encoding.TextAppender)
		_, d := v.(json.Marshaler)
		_, e := v.(json.Unmarshaler)
		_, f := v.(encoding.BinaryMarshaler)
		if a || b || c || d || e || f {
			t.Errorf("type %T: got a marshaler or an unmarshaler, want neither", v)
		}
	}
}

func TestSQL(t *testing.T) {
	cases := []struct {
		v     driver.Valuer
		want  driver.Value
		again sql.Scanner
	}{
		{model.MFATypeEmailOTP, int64(11), new(model.MFAType)},
		{model.MFAType(-42), int64(-42), new(model.MFAType)},
		{model.SparseLowest, int64(math.MinInt64), new(model.Sparse)},
		{model.UnsignedEverything, "18446744073709551615", new(model.Unsigned)},
		{model.WeekdaysWeekend, int64(96), new(model.Weekdays)},
		{model.ColorLightGreen, "light-green", new(model.Color)},
		{rest.NamedOf(model.MFATypeEmailOTP), "EmailOTP", new(rest.Named[model.MFAType])},
		{rest.NamedOf(model.MFAType(42)), "42", new(rest.Named[model.MFAType])},
		{rest.NamedOf(model.WeekdaysWeekend | 0x100), "Saturday|Sunday|0x100", new(rest.Named[model.Weekdays])},
	}
	for _, c := range cases {
		stored, err := c.v.Value()
		if err != nil || stored != c.want {
			t.Errorf("%#v: Value() = %v, error %v; want %v", c.v, stored, err, c.want)
		}
		forms := []any{stored}
		if s, ok := stored.(string); ok {
			forms = append(forms, []byte(s))
		} else {
			forms = append(forms, fmt.Sprint(stored), []byte(fmt.Sprint(stored)))
		}
		for _, form := range forms {
			if err := c.again.Scan(form); err != nil {
				t.Errorf("%#v: Scan of a %T: got error %v, want none", c.v, form, err)
			}
			if got := reflect.ValueOf(c.again).Elem().Interface(); got != c.v {
				t.Errorf("Scan of a %T: got %#v, want %#v", form, got, c.v)
			}
		}
		for _, wrong := range []any{nil, 1.5, true} {
			if err := c.again.Scan(wrong); err == nil {
				t.Errorf("%T.Scan(%v): got no error, want one", c.again, wrong)
			}
		}
	}
	var factor model.MFAType
	for _, wrong := range []any{"EmailOTP", int64(1) << 40, "1e3"} {
		if err := factor.Scan(wrong); err == nil {
			t.Errorf("MFAType.Scan(%v): got no error, want one", wrong)
		}
	}
	var null sql.Null[model.MFAType]
	if err := null.Scan(int64(11)); err != nil || null.V != 11 {
		t.Errorf("Scan of a sql.Null: got %v and error %v, want 11", null, err)
	}
}

// TestNamed encodes values of type rest.Named as JSON and YAML. For an enum without flags, a number that is not a member becomes a number. For flags,
// only 0 becomes a number. As keys in JSON, these numbers become strings. Decoding must return the same values.
func TestNamed(t *testing.T) {
	type config struct {
		Factor rest.Named[model.MFAType]         `json:"factor" yaml:"factor"`
		List   []rest.Named[model.Sparse]        `json:"list" yaml:"list"`
		Keys   map[rest.Named[model.MFAType]]int `json:"keys" yaml:"keys"`
		Days   rest.Named[model.Weekdays]        `json:"days" yaml:"days"`
		Color  *rest.Named[model.Color]          `json:"color" yaml:"color"`
		All    rest.Named[model.Unsigned]        `json:"all" yaml:"all"`
		None   rest.Named[model.Weekdays]        `json:"none" yaml:"none"`
	}
	in := config{
		Factor: rest.NamedOf(model.MFATypeEmailOTP),
		List:   []rest.Named[model.Sparse]{{V: model.SparseHighest}, {V: model.Sparse(math.MaxInt64 - 1)}, {V: model.Sparse(-1)}},
		Keys:   map[rest.Named[model.MFAType]]int{{V: model.MFATypeSMS}: 1, {V: 42}: 2},
		Days:   rest.NamedOf(model.WeekdaysMonday | 0x100),
		Color:  &rest.Named[model.Color]{V: model.ColorLightGreen},
		All:    rest.NamedOf(model.Unsigned(math.MaxUint64 - 1)),
	}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"factor":"EmailOTP","list":["Highest",9223372036854775806,-1],"keys":{"42":2,"SMS":1},"days":"Monday|0x100",` +
		`"color":"light-green","all":18446744073709551614,"none":0}`
	if string(b) != want {
		t.Errorf("JSON of the config: got\n%s\nwant\n%s", b, want)
	}
	var out config
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(in, out) {
		t.Errorf("config decoded from JSON: got %+v, want %+v", out, in)
	}

	b, err = yaml.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	want = "factor: EmailOTP\nlist:\n    - Highest\n    - 9223372036854775806\n    - -1\nkeys:\n    SMS: 1\n    42: 2\n" +
		"days: Monday|0x100\ncolor: light-green\nall: 18446744073709551614\nnone: 0\n"
	// The YAML library sorts only keys of basic types. A rest.Named is a struct, so the keys may be in any order.
	if other := strings.Replace(want, "    SMS: 1\n    42: 2\n", "    42: 2\n    SMS: 1\n", 1); string(b) != want && string(b) != other {
		t.Errorf("YAML of the config: got\n%s\nwant\n%s", b, want)
	}
	out = config{}
	if err := yaml.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(in, out) {
		t.Errorf("config decoded from YAML: got %+v, want %+v", out, in)
	}
	if err := yaml.Unmarshal([]byte("factor: 11\ndays: Monday\n"), &out); err != nil || out.Factor.V != 11 || out.Days.V != 1 {
		t.Errorf("decoding YAML with a number: got %+v, error %v; want factor 11 and days 1", out, err)
	}
	if err := yaml.Unmarshal([]byte("factor: Emial\n"), &out); !errors.Is(err, rest.ErrUnknownMember) {
		t.Errorf("decoding YAML with an unknown name: got error %v, want %v", err, rest.ErrUnknownMember)
	}
	if err := json.Unmarshal([]byte(`{"factor":null,"days":"Mon"}`), &out); !errors.Is(err, rest.ErrUnknownMember) || out.Factor.V != 11 {
		t.Errorf("decoding JSON with null and an unknown name: got error %v, want %v and an unchanged factor", err, rest.ErrUnknownMember)
	}
	if err := json.Unmarshal([]byte(`{"factor":1.5}`), &out); err == nil {
		t.Error("Unmarshal of a JSON fraction: got no error, want one")
	}
}

func TestCheckEnums(t *testing.T) {
	type inner struct {
		Type   model.MFAType  `json:"type"`
		Maybe  *model.MFAType `json:"maybe,omitempty"`
		Zero   model.Single   `json:"zero,omitzero"`
		hidden model.MFAType
	}
	type outer struct {
		inner
		Items []inner                 `json:"items"`
		Keys  map[model.MFAType]inner `json:"keys"`
		Any   any                     `json:"any"`
		Color model.Color             `json:"color"`
		Self  *outer                  `json:"self"`
		Skip  model.MFAType           `json:"-"`
		Plain model.Weekdays
	}
	good := &outer{Items: []inner{{Type: 11}}, Any: model.MFATypeSMS, Color: "red", Plain: 3, Skip: 42}
	good.Self = good
	if err := rest.CheckEnums(good); err != nil {
		t.Error(err)
	}
	bad := &outer{
		inner: inner{Type: 42, hidden: 43}, Items: []inner{{Type: 1}, {Maybe: new(model.MFAType(-1))}},
		Keys: map[model.MFAType]inner{7: {}}, Any: []any{map[string]any{"a.b": model.Sparse(5)}}, Color: "puce", Plain: 0x101,
	}
	err := rest.CheckEnums(bad)
	if !errors.Is(err, rest.ErrUnknownMember) {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		`type: MFAType: "42" is not a member; want one of None, SMS, Push, TOTP, HardToken, EmailOTP`,
		`items[1].maybe: MFAType: "-1" is not a member; want one of None, SMS, Push, TOTP, HardToken, EmailOTP`,
		`keys.7: MFAType: "7" is not a member; want one of None, SMS, Push, TOTP, HardToken, EmailOTP`,
		`any[0]["a.b"]: Sparse: "5" is not a member; want one of Lowest, MinusFive, Zero, Three, Seven, Thousand, BeyondFloat, Highest`,
		`color: Color: "puce" is not a member; want one of red, light-green, , Blue`,
		`Plain: Weekdays: "257" is not a member; want one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Workdays, Weekend`,
	}, "\n")
	if err.Error() != want {
		t.Errorf("CheckEnums: got\n%s\nwant\n%s", err, want)
	}
	if err := rest.CheckEnums(nil); err != nil {
		t.Error(err)
	}
	if err := rest.CheckEnums(map[string]any{"x": model.MFAType(5)}); err == nil {
		t.Error("CheckEnums of a map with an unknown member: got no error, want one")
	}
}

// visitor has a method for every member. If the document adds a member, visitor no longer implements the interface, and TestVisitor does not
// compile.
type visitor struct{}

func (visitor) VisitActive() string               { return "a" }
func (visitor) VisitIdle() string                 { return "i" }
func (visitor) VisitLocked() string               { return "l" }
func (visitor) VisitEnded() string                { return "e" }
func (visitor) Visit(s model.SessionState) string { return s.String() }

func TestVisitor(t *testing.T) {
	got := ""
	for v := range model.SessionStateValues() {
		got += model.VisitSessionState(v, visitor{})
	}
	if got += model.VisitSessionState(9, visitor{}); got != "aileSessionState(9)" {
		t.Errorf("results of the visitor: got %q, want \"aileSessionState(9)\"", got)
	}
}

func TestAllocations(t *testing.T) {
	// create the texts at run time, so that the compiler cannot treat them as constants
	exact, fold, miss, long := strings.Clone("EmailOTP"), strings.Clone("eMAILotp"), strings.Clone("Missing"), strings.Repeat("9", 1000)
	var v, known, unknown model.MFAType = 0, 11, 42
	var s string
	var ok bool
	var err error
	cases := []struct {
		name string
		most float64
		run  func()
	}{
		{"String", 0, func() { s = known.String() }},
		{"String of a sparse enum", 0, func() { s = model.SparseSeven.String() }},
		{"String of a flag", 0, func() { s = model.WeekdaysFriday.String() }},
		{"String of a number without a name", 1, func() { s = unknown.String() }},
		{"String of a long number without a name", 1, func() { s = model.Sparse(math.MinInt64 + 1).String() }},
		{"Valid", 0, func() { ok = unknown.Valid() }},
		{"Parse", 0, func() { v, err = model.ParseMFAType(exact) }},
		{"Parse in another case", 0, func() { v, err = model.ParseMFAType(fold) }},
		{"Parse a number", 0, func() { v, err = model.ParseMFAType("42") }},
		{"Parse with number and name", 0, func() { v, err = model.ParseMFAType("11 = EmailOTP") }},
		{"Parse flags", 0, func() { _, err = model.ParseWeekdays("Monday|0x100") }},
		{"Parse an unknown name", 1, func() { v, err = model.ParseMFAType(miss) }},
		{"Parse a number out of range", 1, func() { v, err = model.ParseMFAType(long) }},
		{"Parse an unknown flag", 1, func() { _, err = model.ParseWeekdays(miss) }},
		{"Parse an unknown string", 1, func() { _, err = model.ParseColor(miss) }},
		{"Set", 0, func() { err = v.Set(exact) }},
		{"Values", 0, func() {
			for range model.MFATypeValues() {
				ok = true
			}
		}},
		{"Each", 0, func() {
			for range model.WeekdaysWeekend.Each() {
				ok = true
			}
		}},
	}
	for _, c := range cases {
		if got := testing.AllocsPerRun(100, c.run); got > c.most {
			t.Errorf("%s: got %v allocations, want at most %v", c.name, got, c.most)
		}
	}
	_, _, _, _ = v, s, ok, err
}

// FuzzParse checks that parsing the text of a parsed value returns the same value. The same applies to decoding the encoded rest.Named of the value.
// ParseMFAType must also ignore the case of names.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "EmailOTP", "emailotp", "11", "-1", "11 = EmailOTP", "MFAType(42)", "Monday|Friday", "0x100", "Monday, 0x1", "light-green", "=", "|", "9223372036854775808", "K", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkRoundTrip(t, s, model.ParseMFAType)
		checkRoundTrip(t, s, model.ParseSparse)
		checkRoundTrip(t, s, model.ParseUnsigned)
		checkRoundTrip(t, s, model.ParseNegative)
		checkRoundTrip(t, s, model.ParseWeekdays)
		checkRoundTrip(t, s, model.ParseMask)
		checkRoundTrip(t, s, model.ParseColor)
		for v := range model.MFATypeValues() {
			if got, err := model.ParseMFAType(s); strings.EqualFold(protocol.Lower(v.String()), protocol.Lower(s)) && len(s) == len(v.String()) && (err != nil || got != v) {
				t.Errorf("ParseMFAType(%q) = %v, error %v; want %v", s, got, err, v)
			}
		}
	})
}

func checkRoundTrip[T interface {
	rest.Member[T]
	comparable
}](t *testing.T, s string, parse func(string) (T, error)) {
	t.Helper()
	v, err := parse(s)
	if err != nil {
		if !errors.Is(err, rest.ErrUnknownMember) || err.Error() == "" {
			t.Errorf("parse %q: got error %v, want an ErrUnknownMember with a text", s, err)
		}
		return
	}
	if back, err := parse(v.String()); err != nil || back != v {
		t.Errorf("parse %q: got %#v; parse its text %q: got %#v and error %v, want the same value", s, v, v.String(), back, err)
	}
	named := rest.NamedOf(v)
	for _, codec := range []struct {
		marshal   func(any) ([]byte, error)
		unmarshal func([]byte, any) error
	}{{json.Marshal, json.Unmarshal}, {yaml.Marshal, yaml.Unmarshal}} {
		text, err := codec.marshal(named)
		if err != nil {
			t.Fatal(err)
		}
		var back rest.Named[T]
		if err := codec.unmarshal(text, &back); err != nil || back != named {
			t.Errorf("parse %q: got %#v; decode its rest.Named text %q: got %#v and error %v, want the same value", s, v, text, back, err)
		}
	}
}
