package spec

import (
	"fmt"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Status returns the key of a response in the case that OpenAPI defines: 4XX for 4xx, and default for Default. It returns any other key unchanged.
func Status(key string) string {
	upper := strings.ToUpper(key)
	switch {
	case upper == "DEFAULT":
		return "default"
	case len(key) == 3 && upper[0] >= '1' && upper[0] <= '5' && upper[1:] == "XX":
		return upper
	}
	return key
}

// ResponseKey returns the key that a response has in the files, such as 4xx. response is the response in the bundle, and key is its key in the
// bundle, such as 4XX.
func (s *Spec) ResponseKey(response *oas.Node, key string) string {
	if written, ok := s.written[response]; ok {
		return written
	}
	return key
}

// statuses returns the responses of an operation with keys in the case that OpenAPI defines. written maps each converted key, such as 4XX, to the key
// in the document. If two keys are the same status, statuses adds a finding and omits one of them.
func (b *bundler) statuses(responses *oas.Node) (_ *oas.Node, written map[string]string) {
	first := map[string]oas.Entry{}
	for _, e := range responses.Entries {
		if Status(e.Key) == e.Key {
			first[e.Key] = e
		}
	}
	if len(first) == len(responses.Entries) {
		return responses, nil
	}
	written = map[string]string{}
	out := responses.Shallow()
	out.Entries = make([]oas.Entry, 0, len(responses.Entries))
	for _, e := range responses.Entries {
		name := Status(e.Key)
		if name == e.Key {
			out.Entries = append(out.Entries, e)
			continue
		}
		if other, twice := first[name]; twice {
			b.report(report.Finding{
				Rule: "duplicate-key", Pos: e.Pos(),
				Message: fmt.Sprintf("responses %q and %q are the same status; remove one", other.Key, e.Key),
				Related: []report.Related{{Pos: other.Pos(), Message: "also here"}},
			})
			continue
		}
		first[name], written[name] = e, e.Key
		e.Key = name
		out.Entries = append(out.Entries, e)
	}
	return out, written
}

// bundlePointer converts the statuses of responses in a pointer, such as 4xx, to the keys in the bundle, such as 4XX.
func bundlePointer(pointer string) string {
	if !strings.Contains(pointer, "/responses/") {
		return pointer
	}
	tokens, err := oas.Tokens(pointer)
	if err != nil {
		return pointer
	}
	parent, k, shape := oas.Data, oas.Document, oas.One
	for i, token := range tokens {
		switch {
		case shape == oas.One && strings.HasPrefix(token, "x-"):
			return oas.Pointer(tokens...)
		case shape == oas.One:
			parent = k
			k, shape = k.Child(token)
		default:
			if parent == oas.Operation && k == oas.Response {
				tokens[i] = Status(token)
			}
			shape = oas.One
		}
	}
	return oas.Pointer(tokens...)
}
