package wire_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/server"
)

var (
	seed  = flag.Uint64("seed", 1, "`seed` of the random choice of TestPick")
	picks = flag.Int("picks", 10, "`number` of operations that TestPick prints")
)

// TestPick prints the position in the spec and the Go signatures of random operations. With the output, a reviewer can compare the spec with the
// code:
//
//	go test ./wire -run TestPick -v -seed 42
func TestPick(t *testing.T) {
	root := os.DirFS("..")
	cfg, found, err := gen.ReadConfig(root, "specgen.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s, found, err := spec.Load(t.Context(), root, cfg.Spec)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	operations := slices.Clone(s.Operations())
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(operations), func(i, j int) { operations[i], operations[j] = operations[j], operations[i] })
	t.Logf("seed %d: selected %d of %d operations", *seed, *picks, len(operations))
	name := names.Namer(cfg.Code.Words())
	for _, o := range operations[:min(*picks, len(operations))] {
		clientMethod, inClient := methodOf(reflect.TypeFor[client.Client](), name(o.Tag), name(o.ID))
		serverMethod, inServer := methodOf(reflect.TypeFor[server.Handlers](), name(o.Tag), name(o.ID))
		if !inClient || !inServer {
			t.Errorf("operation %s: got %t for the client and %t for the server, want true for both", o.ID, inClient, inServer)
			continue
		}
		position := s.KeyPosition(o.Pointer)
		t.Logf("%s %s\n  spec    %s:%d, %s, evidence %s\n  client  %s.%s%s\n  server  %s.%s%s", o.Method, o.Path, position.File, position.Line, o.ID,
			oas.Evidence(o.Node), name(o.Tag), name(o.ID), signature(clientMethod), name(o.Tag), name(o.ID), signature(serverMethod))
	}
}

// methodOf returns the type of a method of an area. facade is a struct type with one field per area. ok is false if there is no such method.
func methodOf(facade reflect.Type, area, method string) (m reflect.Type, ok bool) {
	field, ok := facade.FieldByName(area)
	if !ok {
		return nil, false
	}
	found, ok := field.Type.MethodByName(method)
	return found.Type, ok
}

// signature returns the parameters and results of a method of an area, except the receiver, the context and the call options.
func signature(m reflect.Type) string {
	var in, out []string
	for i := range m.NumIn() {
		if s := m.In(i).String(); !strings.HasSuffix(s, ".Client") && s != "context.Context" && s != "[]rest.CallOption" {
			in = append(in, s)
		}
	}
	for i := range m.NumOut() {
		out = append(out, m.Out(i).String())
	}
	return fmt.Sprintf("(%s) (%s)", strings.Join(in, ", "), strings.Join(out, ", "))
}
