package main

import (
	"strings"
	"testing"
)

const want = `publish: 201, RDSApp 6, ClientSpecified, from All, wait 20 s for printers, sites [1]
not documented: launchOrder is 9007199254740993
desktop 7: from Host
icon: up 204; down 200, icon.ico, image/x-icon, 65536 bytes
maintenance: "Notepad" is Maintenance, target notepad.exe as before
item 5: Folder "Office" in folder 0, Enabled
item 6: RDSApp "Notepad" in folder 5, Maintenance
item 7: RDSDesktop "Desktop" in folder 0, Enabled
delete: 204
`

func TestTranscript(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}
