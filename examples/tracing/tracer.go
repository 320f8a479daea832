package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// tracer records spans. It has the methods of OpenTelemetry that this example needs.
type tracer struct {
	mutex sync.Mutex
	spans []*span // spans in the order in which they started
}

// span is an operation with its attributes.
type span struct {
	tracer     *tracer
	name       string
	id         int
	parent     *span // parent of the span; nil for the first span of a trace
	attributes []string
	ended      bool
}

// spanKey is the key of the current span in a context.
type spanKey struct{}

// Start starts a span. The parent of the span is the current span in ctx.
func (t *tracer) Start(ctx context.Context, name string) (context.Context, *span) {
	parent, _ := ctx.Value(spanKey{}).(*span)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	s := &span{tracer: t, name: name, id: len(t.spans) + 1, parent: parent}
	t.spans = append(t.spans, s)
	return context.WithValue(ctx, spanKey{}, s), s
}

// Inject sets the header traceparent (W3C Trace Context) from the current span in ctx, so that the server can continue the trace. If ctx has no span,
// Inject does nothing.
func (t *tracer) Inject(ctx context.Context, header http.Header) {
	if s, ok := ctx.Value(spanKey{}).(*span); ok {
		header.Set("traceparent", fmt.Sprintf("00-%032x-%016x-01", s.root().id, s.id))
	}
}

// root returns the first span of the trace.
func (s *span) root() *span {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// Set adds an attribute to the span.
func (s *span) Set(key string, value any) {
	s.tracer.mutex.Lock()
	defer s.tracer.mutex.Unlock()
	s.attributes = append(s.attributes, fmt.Sprintf("%s=%v", key, value))
}

// End marks the span as ended.
func (s *span) End() {
	s.tracer.mutex.Lock()
	defer s.tracer.mutex.Unlock()
	s.ended = true
}

// print writes the spans that have ended, in the order in which they started. It indents each span that has a parent. It then writes the number of
// these spans and the number of different names.
func (t *tracer) print(out io.Writer) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	names := map[string]bool{}
	n := 0
	for _, s := range t.spans {
		if !s.ended {
			continue
		}
		n++
		names[s.name] = true
		indent := ""
		if s.parent != nil {
			indent = "  "
		}
		fmt.Fprintf(out, "%s%s: %s\n", indent, s.name, strings.Join(s.attributes, " "))
	}
	fmt.Fprintf(out, "%d spans with %d names\n", n, len(names))
}
