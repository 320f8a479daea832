package rest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/rasapi/specgen/rest"
)

func TestDate(t *testing.T) {
	day := rest.Date{Year: 2024, Month: time.February, Day: 29}
	if b, err := json.Marshal(day); err != nil || string(b) != `"2024-02-29"` {
		t.Errorf("Marshal: got %s and error %v, want \"2024-02-29\"", b, err)
	}
	var got rest.Date
	if err := json.Unmarshal([]byte(`"2024-02-29"`), &got); err != nil || got != day {
		t.Errorf("Unmarshal: got %v and error %v, want %v", got, err, day)
	}
	for _, text := range []string{"", "2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "x"} {
		if _, err := rest.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q): got no error, want one", text)
		}
	}
	for _, bad := range []rest.Date{{}, {Year: 2023, Month: 2, Day: 29}, {Year: 10_000, Month: 1, Day: 1}} {
		if _, err := json.Marshal(bad); err == nil {
			t.Errorf("Marshal(%v): got no error, want one", bad)
		}
	}
	if !(rest.Date{}).IsZero() || day.IsZero() {
		t.Errorf("IsZero: got %t for the zero value and %t for %v, want true and false", rest.Date{}.IsZero(), day.IsZero(), day)
	}
	berlin := time.FixedZone("", 2*60*60)
	if got := rest.DateOf(day.Time(berlin)); got != day || day.Time(berlin).Hour() != 0 {
		t.Errorf("DateOf(Time(zone)): got %v, want %v at 00:00", got, day)
	}
}
