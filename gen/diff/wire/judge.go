package wire

import (
	"context"
	"regexp"

	"github.com/rasapi/specgen/gen/oas"
)

// judge is the state of one call of [Compare].
type judge struct {
	ctx         context.Context
	docs        [2]*document
	sameVersion bool
	changed     map[string]bool    // components that findChanged marked, by the result of document.common
	leads       map[*oas.Node]bool // results of leadsToChange

	steps      int // number of elementary steps so far
	limit      int
	stopped    bool
	depth      int // number of nested not and if keywords in the current evaluation
	lastSchema int

	sets      map[string]*set
	pairings  map[pairingKey]*pairing
	tried     map[tryKey]*oas.Node
	inhabited [2]map[*set]bool
	compiled  map[string]*regexp.Regexp
	searches  map[string]searched

	pairs   map[pairKey]*pair
	all     []*pair // in the order in which they were reached
	pending []*pair

	names []Operation // operations by index
	roots []*edge     // edges from operations to the pairs of schemas that they use
	found []*reported // findings that are not about schemas
}

func newJudge(ctx context.Context, in Input) *judge {
	back := map[string]string{}
	for from, to := range in.Renames {
		back[to] = from
	}
	a, b := newDocument(base, in.Base, in.Renames), newDocument(head, in.Head, back)
	a.other, b.other = b, a
	j := &judge{
		ctx: ctx, docs: [2]*document{a, b}, sameVersion: a.version31 == b.version31, changed: map[string]bool{}, leads: map[*oas.Node]bool{},
		limit: in.Steps, sets: map[string]*set{}, pairings: map[pairingKey]*pairing{}, tried: map[tryKey]*oas.Node{},
		inhabited: [2]map[*set]bool{{}, {}}, compiled: map[string]*regexp.Regexp{}, searches: map[string]searched{}, pairs: map[pairKey]*pair{},
	}
	if j.limit <= 0 {
		j.limit = defaultSteps
	}
	j.findChanged()
	return j
}

// spend counts n elementary steps. At intervals, it also checks whether the context is cancelled.
func (j *judge) spend(n int) {
	const checkInterval = 1 << 12 // steps between two checks of the context
	if j.steps/checkInterval != (j.steps+n)/checkInterval && j.ctx.Err() != nil {
		j.stopped = true
	}
	j.steps += n
}

// exhausted reports whether the limit of steps is exceeded or the context is cancelled. Pairs that are examined afterwards are not decided.
func (j *judge) exhausted() bool { return j.stopped || j.steps > j.limit }
