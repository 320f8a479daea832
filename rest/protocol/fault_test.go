package protocol_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/protocol"
)

// node is an object that keeps undeclared members, as most generated models do.
type node struct {
	ID       int32           `json:"id"`
	On       bool            `json:"on"`
	Small    []int8          `json:"small"`
	Inner    *node           `json:"inner"`
	List     []node          `json:"list"`
	Named    map[string]node `json:"named"`
	Property string          `json:"a.b"`

	More map[string]json.RawMessage `json:"-"`
}

func (o *node) UnmarshalJSON(data []byte) error {
	type plain node
	return protocol.UnmarshalOpen(data, (*plain)(o), &o.More, "id,on,small,inner,list,named,a.b")
}

// TestFaultPositions checks the paths and offsets in errors. encoding/json counts offsets from the innermost object with an UnmarshalJSON method.
func TestFaultPositions(t *testing.T) {
	for in, want := range map[string]string{
		`{"inner":{"id":"x"}}`: `member "inner.id" (byte 18) cannot be string`,
		`{"id":1,"list":[{"id":2,"on":true},{"more":{"id":"no"},"ID":"x"}]}`: `member "list.id" (byte 63) cannot be string`,
		`{"list":[{"small":[1]},{"small":[2, 300]}]}`:                        `member "list.small" (byte 39) cannot be number 300`,
		`{"inner":{"list":[ [], {"id":1}]}}`:                                 `member "inner.list" (byte 18) cannot be array`, // the path inner.list also matches the outer array
		`{"inner":{"inner":{"on":{"id":5}}}}`:                                `member "inner.inner.on" (byte 25) cannot be object`,
		`{"inner":{"\u0069d":"x"},"list":[{"id":true}]}`:                     `member "inner.id" cannot be string`,
		`{"named":{"first":{"id":1},"second":{"id":"x"}}}`:                   `member "named.id" cannot be string`,
		`[1]`:                     `byte 1: cannot be array`,
		`"\"{"`:                   `byte 5: cannot be string`,
		`{"inner":{"a.b":1}}`:     `member "inner.a.b" cannot be number`,
		`{"list":[{"id":1},{]}`:   `byte 20: invalid character ']' looking for beginning of object key string`,
		`{"list": {"id": false}}`: `member "list" (byte 10) cannot be object`,
	} {
		_, err := protocol.ReadJSON(httptest.NewRequest("POST", "/", strings.NewReader(in)), new(node), true)
		if rest.Status(err) != 400 || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%s: got error %v, want %s", in, err, want)
		}
	}
}
