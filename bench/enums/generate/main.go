// Command generate makes the enums that the benchmarks compare: one set of names and numbers, and the code that each tool makes of it. Run
// it with `go generate` in bench/enums; what it writes is committed.
package main

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/spec"
)

const module = "github.com/rasapi/specgen/bench/enums"

// set is one enum.
type set struct {
	name    string // "Dense12"
	names   []string
	numbers []int32
}

// sets are 4, 12, 60 and 500 members, with numbers in a row and with gaps. Names are made of one to three words, as real ones are.
func sets() []set {
	words := strings.Fields("Active Admin Agent Archive Audit Backup Badge Blocked Card Cert Client Cloud Code Deny Desktop Device Disk Duo Email Error Face " +
		"Failed File Folder Gateway Google Grant Group Guard Guest Hard Host Idle Image Key License Link Local Locked Login Mail Memory Mobile Monitor Name " +
		"Network None OTP Owner Pending Pool Print Proxy Push Radius Remote Report Role SMS Server Session Site Smart Soft State System Task Theme Token User Voice")
	random := rand.New(rand.NewPCG(2026, 11))
	var all []set
	for _, n := range []int{4, 12, 60, 500} {
		var names []string
		for len(names) < n {
			name := ""
			for range []int{1, 2, 2, 3}[random.IntN(4)] {
				name += words[random.IntN(len(words))]
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		dense, sparse := make([]int32, n), make([]int32, n)
		at := int32(0)
		for i := range n {
			dense[i], sparse[i] = int32(i), at
			at += 2 + random.Int32N(50)
		}
		all = append(all, set{fmt.Sprintf("Dense%d", n), names, dense}, set{fmt.Sprintf("Sparse%d", n), names, sparse})
	}
	return all
}

func main() {
	log.SetFlags(0)
	all := sets()
	for _, make := range []func([]set) error{ours, stringer, enumer, goenum, protobuf, floor, tests} {
		if err := make(all); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path, text string) error {
	data := []byte(text)
	if strings.HasSuffix(path, ".go") {
		formatted, err := format.Source(data)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		data = formatted
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func tool(dir string, arg ...string) error {
	cmd := exec.Command("go", append([]string{"tool"}, arg...)...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	return cmd.Run()
}

func ours(all []set) error {
	var doc strings.Builder
	doc.WriteString("openapi: 3.0.3\ninfo: {title: bench, version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n")
	var enums []ir.Enum
	for _, s := range all {
		fmt.Fprintf(&doc, "    %s:\n      type: integer\n      format: int32\n      enum: [%s]\n      x-enum-varnames: [%s]\n", s.name, list(s.numbers), strings.Join(s.names, ", "))
		e := ir.Enum{Schema: s.name, Pointer: "/components/schemas/" + s.name, Type: s.name, Base: "int32"}
		for _, n := range s.names {
			e.Names = append(e.Names, s.name+n)
		}
		enums = append(enums, e)
	}
	ctx := context.Background()
	loaded, found, err := spec.Load(ctx, fstest.MapFS{"openapi.yaml": {Data: []byte(doc.String())}}, "openapi.yaml")
	if err != nil || loaded == nil {
		return fmt.Errorf("%v %w", found, err)
	}
	made, found, err := enum.Generate(ctx, loaded, enums, enum.Config{Package: module + "/model", Rest: "github.com/rasapi/specgen/rest"})
	if err != nil || len(found) > 0 {
		return fmt.Errorf("%v %w", found, err)
	}
	for _, path := range made.Paths() {
		data, _ := made.Data(path)
		if err := write(path, string(data)); err != nil {
			return err
		}
	}
	return nil
}

func list(numbers []int32) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(numbers)), ", "), "[]")
}

// constants declares the types as stringer and enumer read them.
func constants(pkg string, all []set) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// Package %s has enums with the methods that the tool %s makes.\npackage %s\n", pkg, pkg, pkg)
	for _, s := range all {
		fmt.Fprintf(&b, "\ntype %s int32\n\nconst (\n", s.name)
		for i, n := range s.names {
			fmt.Fprintf(&b, "%s%s %s = %d\n", s.name, n, s.name, s.numbers[i])
		}
		b.WriteString(")\n")
	}
	return b.String()
}

func stringer(all []set) error {
	if err := write("stringer/types.go", constants("stringer", all)); err != nil {
		return err
	}
	for _, s := range all {
		if err := tool("stringer", "stringer", "-type="+s.name, "-trimprefix="+s.name); err != nil {
			return err
		}
	}
	return nil
}

func enumer(all []set) error {
	if err := write("enumer/types.go", constants("enumer", all)); err != nil {
		return err
	}
	for _, s := range all {
		if err := tool("enumer", "enumer", "-type="+s.name, "-trimprefix="+s.name); err != nil {
			return err
		}
		if err := os.Chmod("enumer/"+strings.ToLower(s.name)+"_enumer.go", 0o644); err != nil { // enumer makes it private
			return err
		}
	}
	return nil
}

func goenum(all []set) error {
	var b strings.Builder
	b.WriteString("// Package goenum has enums with the methods that the tool go-enum makes.\npackage goenum\n")
	for _, s := range all {
		fmt.Fprintf(&b, "\n/*\nENUM(\n")
		for i, n := range s.names {
			fmt.Fprintf(&b, "%s = %d\n", n, s.numbers[i])
		}
		fmt.Fprintf(&b, ")\n*/\ntype %s int32\n", s.name)
	}
	if err := write("goenum/types.go", b.String()); err != nil {
		return err
	}
	if err := tool("goenum", "go-enum", "--file=types.go", "--nocase"); err != nil {
		return err
	}
	// go-enum writes how it was installed into its output, which differs between machines.
	data, err := os.ReadFile("goenum/types_enum.go")
	if err != nil {
		return err
	}
	return write("goenum/types_enum.go", string(data))
}

// protobuf calls protoc-gen-go with a descriptor, so that no protoc is needed. Each enum stands in a message, because the values of two
// enums of one scope must not share a name.
func protobuf(all []set) error {
	file := &descriptorpb.FileDescriptorProto{
		Name: proto.String("protobuf/types.proto"), Package: proto.String("bench"), Syntax: proto.String("proto2"),
		Options: &descriptorpb.FileOptions{GoPackage: proto.String(module + "/protobuf")},
	}
	for _, s := range all {
		e := &descriptorpb.EnumDescriptorProto{Name: proto.String("E")}
		for i, n := range s.names {
			e.Value = append(e.Value, &descriptorpb.EnumValueDescriptorProto{Name: proto.String(n), Number: proto.Int32(s.numbers[i])})
		}
		file.MessageType = append(file.MessageType, &descriptorpb.DescriptorProto{Name: proto.String(s.name), EnumType: []*descriptorpb.EnumDescriptorProto{e}})
	}
	request, err := proto.Marshal(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: []string{file.GetName()}, Parameter: proto.String("paths=source_relative"), ProtoFile: []*descriptorpb.FileDescriptorProto{file},
	})
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "tool", "protoc-gen-go")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(request), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	var response pluginpb.CodeGeneratorResponse
	if err := proto.Unmarshal(out, &response); err != nil {
		return err
	}
	if response.Error != nil {
		return fmt.Errorf("protoc-gen-go: %s", response.GetError())
	}
	for _, f := range response.File {
		if err := write(f.GetName(), f.GetContent()); err != nil {
			return err
		}
	}
	return nil
}

// floor writes what a person would who wants speed: a table for numbers in a row, a switch for others and for names.
func floor(all []set) error {
	var b strings.Builder
	b.WriteString("// Package floor has enums as a person would write them for speed, with nothing else.\npackage floor\n\nimport (\n\"errors\"\n\"strconv\"\n)\n\nvar errUnknown = errors.New(\"unknown\")\n")
	for _, s := range all {
		dense := strings.HasPrefix(s.name, "Dense")
		fmt.Fprintf(&b, "\ntype %s int32\n\n", s.name)
		unknown := fmt.Sprintf("return \"%s(\" + strconv.Itoa(int(t)) + \")\"\n}\n", s.name)
		if dense {
			fmt.Fprintf(&b, "var names%s = [...]string{%s}\n\n", s.name, quoted(s.names))
			fmt.Fprintf(&b, "func (t %s) String() string {\nif uint32(t) < uint32(len(names%s)) {\nreturn names%s[t]\n}\n%s\n", s.name, s.name, s.name, unknown)
			fmt.Fprintf(&b, "func (t %s) Valid() bool { return uint32(t) < uint32(len(names%s)) }\n\n", s.name, s.name)
		} else {
			fmt.Fprintf(&b, "func (t %s) String() string {\nswitch t {\n", s.name)
			for i, n := range s.names {
				fmt.Fprintf(&b, "case %d:\nreturn %q\n", s.numbers[i], n)
			}
			fmt.Fprintf(&b, "}\n%s\nfunc (t %s) Valid() bool {\nswitch t {\ncase %s:\nreturn true\n}\nreturn false\n}\n\n", unknown, s.name, list(s.numbers))
		}
		fmt.Fprintf(&b, "func Parse%s(s string) (%s, error) {\nswitch s {\n", s.name, s.name)
		for i, n := range s.names {
			fmt.Fprintf(&b, "case %q:\nreturn %d, nil\n", n, s.numbers[i])
		}
		b.WriteString("}\nreturn 0, errUnknown\n}\n")
	}
	return write("floor/floor.go", b.String())
}

func quoted(names []string) string {
	var q []string
	for _, n := range names {
		q = append(q, fmt.Sprintf("%q", n))
	}
	return strings.Join(q, ", ")
}

// peer says how a tool's code is called. "" is for what it does not make. %[1]s is the enum's name.
type peer struct {
	name, typ, str, valid, parse string
	fold                         bool
}

func (p peer) foldable() string {
	if p.fold {
		return p.parse
	}
	return ""
}

var peers = []peer{
	{"floor", "floor.%[1]s", "v.String()", "v.Valid()", "v, err := floor.Parse%[1]s(s); if err != nil { bad++ }; sum += int(v)", false},
	{"specgen", "model.%[1]s", "v.String()", "v.Valid()", "v, err := model.Parse%[1]s(s); if err != nil { bad++ }; sum += int(v)", true},
	{"stringer", "stringer.%[1]s", "v.String()", "", "", false},
	{"enumer", "enumer.%[1]s", "v.String()", "v.IsA%[1]s()", "v, err := enumer.%[1]sString(s); if err != nil { bad++ }; sum += int(v)", true},
	{"go-enum", "goenum.%[1]s", "v.String()", "v.IsValid()", "v, err := goenum.Parse%[1]s(s); if err != nil { bad++ }; sum += int(v)", true},
	{"protobuf", "protobuf.%[1]s_E", "v.String()", "", "v, ok := protobuf.%[1]s_E_value[s]; if !ok { bad++ }; sum += int(v)", false},
}

// tests writes the benchmarks: every call stands in a loop of its own, so that the compiler treats all peers alike.
func tests(all []set) error {
	var b strings.Builder
	b.WriteString("// Code generated by bench/enums/generate. DO NOT EDIT.\n\npackage enums\n\nimport (\n\"testing\"\n\n")
	for _, p := range []string{"enumer", "floor", "goenum", "model", "protobuf", "stringer"} {
		fmt.Fprintf(&b, "%q\n", module+"/"+p)
	}
	b.WriteString(")\n\nvar sets = []set{\n")
	for _, s := range all {
		fmt.Fprintf(&b, "{%q, []string{%s}, []int32{%s}},\n", s.name, quoted(s.names), list(s.numbers))
	}
	b.WriteString("}\n")

	operations := []struct {
		name string
		call func(p peer) string
	}{
		{"String", func(p peer) string { return loop("numbers", "v := "+p.typ+"(n); sum += len("+p.str+")", p.str) }},
		{"StringUnknown", func(p peer) string { return loop("unknown", "v := "+p.typ+"(n); sum += len("+p.str+")", p.str) }},
		{"Valid", func(p peer) string { return loop("mixed", "v := "+p.typ+"(n); if "+p.valid+" { sum++ }", p.valid) }},
		{"Parse", func(p peer) string { return loop("names", p.parse, p.parse) }},
		{"ParseRandom", func(p peer) string { return loop("randomNames", p.parse, p.parse) }},
		{"ParseFold", func(p peer) string { return loop("folded", p.parse, p.foldable()) }},
		{"ParseFoldRandom", func(p peer) string { return loop("randomFolded", p.parse, p.foldable()) }},
		{"ParseMiss", func(p peer) string { return loop("missing", p.parse, p.parse) }},
	}
	for _, op := range operations {
		fmt.Fprintf(&b, "\nfunc Benchmark%s(b *testing.B) {\n", op.name)
		for i, s := range all {
			for _, p := range peers {
				if body := op.call(p); body != "" {
					body = strings.ReplaceAll(body, "%[1]s", s.name)
					fmt.Fprintf(&b, "b.Run(\"set=%s/peer=%s\", func(b *testing.B) {\n in := sets[%d].inputs()\n%s})\n", strings.ToLower(s.name), p.name, i, body)
				}
			}
		}
		b.WriteString("}\n")
	}

	b.WriteString("\nfunc agree(s set, n int32, name string) []string {\nvar wrong []string\ntell := func(who, got string) { if got != name { wrong = append(wrong, who + \": \" + got) } }\nswitch s.name {\n")
	for _, s := range all {
		fmt.Fprintf(&b, "case %q:\n", s.name)
		for _, p := range peers {
			fmt.Fprintf(&b, "tell(%q, %s(n).String())\n", p.name, strings.ReplaceAll(p.typ, "%[1]s", s.name))
		}
		fmt.Fprintf(&b, "if v, err := model.Parse%[1]s(name); err != nil || int32(v) != n || !v.Valid() { tell(\"parse\", \"\") }\n", s.name)
	}
	b.WriteString("}\nreturn wrong\n}\n")
	return write("enums_gen_test.go", b.String())
}

// loop goes over a list of inputs, whose length is a power of two.
func loop(list, body, have string) string {
	if have == "" {
		return ""
	}
	variable := "s"
	if list == "numbers" || list == "unknown" || list == "mixed" {
		variable = "n"
	}
	return fmt.Sprintf("b.ReportAllocs()\nsum, bad := 0, 0\nfor i := 0; b.Loop(); i++ {\n%s := in.%s[i&(length-1)]\n%s\n}\nsink += sum + bad\n", variable, list, body)
}
