// Package wire decides what a change of an OpenAPI document means for programs that exchange messages.
//
// [Compare] compares two documents. It decides whether a server of head accepts every request that a client of base may write. It also decides whether a
// client of base accepts every response that a server of head may write. The result is a list of entries. An [Entry] describes one edit: its place, its
// levels for clients and for servers, the operations that it affects, and findings. A breaking finding about a schema has a witness: a small JSON value that
// one side may write and the other side rejects.
//
// A schema denotes the values that a writer may write. The writer of an object may write the members that it declares and the keys of its maps. In an
// open object, it may also write members that neither side declares. A reader ignores members that it does not declare, unless its object is closed.
// Compare pairs the alternatives of oneOf and anyOf in both documents, and compares the pairs.
//
// The package does not compare names, documentation or generated code. [Input] limits the number of steps, which bounds time and memory. Questions
// that are open when the limit is reached have the result "not decided".
package wire

import (
	"context"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Level is the severity of a change for programs.
type Level uint8

// The levels, in increasing order.
const (
	None       Level = iota // the change does not affect the programs
	Compatible              // every message stays valid, and new ones are possible
	Risky                   // programs may be affected, or the question is not decided
	Breaking                // some program stops working; findings about schemas have a witness
)

// String returns the name of the level in lower case.
func (l Level) String() string { return [...]string{"none", "compatible", "risky", "breaking"}[l] }

// Direction is the direction of a message.
type Direction uint8

// The directions.
const (
	Request Direction = iota
	Response
)

// String returns "request" or "response".
func (d Direction) String() string {
	if d == Request {
		return "request"
	}
	return "response"
}

// Place is the place of an object or keyword in one of the documents. Pointer is "" if the document does not have it.
type Place struct {
	Pointer string
	Pos     report.Position
}

// Operation identifies an operation in base, or in head if only head has it.
type Operation struct{ Method, Path string }

// Entry is an edit that changes messages, with its effects.
type Entry struct {
	Rule       Rule  // rule of the first finding
	Clients    Level // level for clients of base with a server of head
	Servers    Level // level for servers of base with a client of head
	Direction  Direction
	Base, Head Place       // the edited keyword or object
	Part       string      // the part of the place that was edited: the member of `required`, or ""
	Findings   []Finding   // findings for clients come before findings for servers; in each group, the worst come first
	Operations []Operation // the affected operations, in the order of base; then those that only head has
}

// Finding is one reason for the level of an entry.
type Finding struct {
	Rule       Rule
	Level      Level
	Direction  Direction
	Kind       string // "callback", "webhook" or ""; a server sends such requests, so they have the direction Response
	Servers    bool   // the finding is about servers of base with clients of head
	Member     string // the member of the value that the finding is about, or ""
	At         string // the part of the operation and the path of the value in that part, such as "response 200 .state"
	Witness    *Witness
	Refused    *oas.Node // the value of an enum or boolean that the reader rejects, or nil
	Note       string    // a comment on the level, such as "not decided: too many alternatives"
	Base, Head Place     // the first keyword in each document that may be the reason
}

// defaultSteps is the default of Input.Steps. With it, a comparison of the largest public documents takes a few seconds.
const defaultSteps = 3_000_000

// Input has the documents and the options for [Compare].
type Input struct {
	Base, Head *oas.Model        // bundles: every reference is local
	Renames    map[string]string // from renamed components of base, such as "#/components/schemas/A", to their references in head
	Steps      int               // the limit of elementary steps, or 0 for the default
}

// Compare returns the entries for two documents. They are ordered by their level for clients, the worst first, and then by their place in head.
// Compare returns an error only if ctx is done.
func Compare(ctx context.Context, in Input) ([]Entry, error) {
	j := newJudge(ctx, in)
	j.operations()
	j.settle()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return j.entries(), nil
}

// Meaning returns a clause that says when the rule of the finding applies. For a risky finding about servers, base and head are exchanged, so the clause may
// differ from that of the rule.
func (f Finding) Meaning() string {
	if f.Servers && f.Level == Risky {
		switch f.Rule {
		case MemberLost, ParameterRemoved, BodyRemoved, HeaderRemoved, StatusRemoved, ServerRemoved:
			return "only head declares it"
		}
	}
	return f.Rule.Meaning()
}

// ForServers returns the level for servers of base. It is Risky if clients of head reject a response of such a server. It is Compatible if clients of
// head may send a request that such a server does not expect. In all other cases, it is None.
func (f Finding) ForServers() Level {
	switch {
	case f.Servers && f.Level == Breaking && f.Direction == Response:
		return Risky
	case f.Servers && f.Direction == Request:
		return Compatible
	}
	return None
}
