# `make` generates and runs the demo, and `make test` runs the tests. `make help` lists all targets. CI runs `make ci` only.

GO ?= go
SPECGEN := $(GO) run ./cmd/specgen
FUZZTIME ?= 10s
# Large public specs. They are not part of the project; see CONTRIBUTING.md.
CORPUS ?= ../shared/corpus
# Directory with the documents in cmd/specgen/internal/cli/testdata/documents.txt, for make slow.
DOCUMENTS ?=
# Time for which make slow mutates them.
MUTATE ?= 10m
# The hand-written Go code.
HAND := $(wildcard cmd gen internal bench rest ras wire examples docs *.go)
# The functions in the table that `make profile` prints.
SHARES := gen/spec\.LoadIn$$|gen/lint\.Check$$|lint\.\(\*checker\)\.validateValues$$|lint\.\(\*validator\)\.object$$|spec\.\(\*Spec\)\.(Document|Bundle)$$|oapi\.(document|prepare)$$|v2/pkg/codegen\.Generate$$|oapi\.\(\*generator\)\.models$$|code/render\.Files$$|render\.source\.format$$|gen/enum\.(Generate|source)$$|check\.Imports$$|check\.\(\*checker\)\.(parse|checkPackage)$$|golist\.\(\*Importer\)\.(Prepare|Import)$$|gen/tree\.List$$|build\.(Plan|NewLock)$$|^runtime\.(gcBgMarkWorker|bgsweep|bgscavenge)$$

# The targets that `make ci` runs, in this order.
CHECKS := fmt-check lint lint-go verify coverage-check build test names corpus

.DEFAULT_GOAL := all
.PHONY: all generate demo fmt fmt-check lint lint-go verify coverage coverage-check build test slow race names bench bench-generate bench-diff bench-call bench-styles profile fuzz proven sentences linters corpus corpus-table ci help

all: generate demo ## generate, then run the demo (the default)

generate: ## write generated/ from spec/, and the handlers of the HTTP tests from generated/
	$(SPECGEN) generate
	@$(GO) run ./wire/handlers > wire/.handlers.tmp && mv wire/.handlers.tmp wire/handlers_gen_test.go

demo: ## run examples/quickstart: client against fake server over HTTP
	$(GO) run ./examples/quickstart

fmt: ## write the spec's index and format the Go code
	$(SPECGEN) fmt
	gofmt -w $(HAND)

fmt-check: ## fail if fmt would change a file
	$(SPECGEN) fmt --check
	@unformatted=$$(gofmt -l $(HAND)); [ -z "$$unformatted" ] || { echo "not formatted; run make fmt:"; echo "$$unformatted"; exit 1; }

lint: ## check the spec
	$(SPECGEN) lint

lint-go: ## check the Go code with go vet and the other linters of .golangci.yml
	$(GO) tool -modfile=tools/go.mod golangci-lint run ./...

verify: ## fail if generated/ differs from what spec/ generates
	$(SPECGEN) verify

coverage: ## write docs/coverage.md, which compares the spec with the API
	$(SPECGEN) coverage -o docs/coverage.md

coverage-check: ## fail if docs/coverage.md is out of date or the map of the API is wrong
	$(SPECGEN) coverage -o docs/coverage.md --check

build: ## compile everything
	$(GO) build ./...

test: ## run the tests
	$(GO) test -timeout 20m ./...

slow: ## run the long tests: 14,000 random pairs of schemas, all witnesses of a public pair, and the documents in DOCUMENTS with mutations for MUTATE
	WIRE_PAIRS=14000 $(GO) test ./gen/diff/wire -run '^(TestDrawnPairs|TestRealPair)$$' -v -timeout 60m
	$(GO) test -tags slow ./cmd/specgen/internal/cli -run '^(TestPublicDocuments|TestMutatedDocuments)$$' -v -timeout 0 \
		-documents "$(if $(DOCUMENTS),$(abspath $(DOCUMENTS)))" -mutate-time $(MUTATE) -mutate-seed "$(or $(SEED),1)" $(SLOW)

race: ## run the tests with the race detector (needs a C compiler)
	$(GO) test -race ./...

names: ## compare all exported generated names with the golden list (UPDATE=1 rewrites it)
	$(GO) test ./gen -run 'TestExportedNames' $(if $(UPDATE),-update)

bench: ## run all benchmarks, and compare with other generators and oasdiff
	$(GO) test -run '^$$' -bench . -benchmem ./gen/... ./rest/...
	cd bench/enums && $(GO) test -run '^$$' -bench . -benchtime 5ms -count 6 . | $(GO) run ./table
	$(MAKE) bench-generate bench-diff bench-call

bench-generate: ## compare specgen with oapi-codegen: time, memory, lines, go build; BENCH contains flags, such as "-specs adyen -runs 1" or "-o ../../docs/internals/speed.md"
	cd bench/generate && $(GO) run . -corpus "$(abspath $(CORPUS))" $(BENCH)

bench-diff: ## compare specgen diff with oasdiff: time, memory, entries; BENCH contains flags, such as "-runs 1" or "-o ../../docs/diff.md"
	cd bench/diff && $(GO) run . -corpus "$(abspath $(CORPUS))" $(BENCH)

bench-call: ## compare calls of the client with those of oapi-codegen and ogen: CPU time and allocations; BENCH contains flags, such as "-runs 1"
	cd bench/call && $(GO) generate . && $(GO) test . && $(GO) run . $(BENCH)

bench-styles: ## compare parameters on the wire with those of oapi-codegen and ogen, and write docs/internals/styles.md
	cd bench/styles && $(GO) generate . && $(GO) test . && $(GO) run . -o ../../docs/internals/styles.md

profile: ## write a CPU profile of cold runs to bin/cold.pprof, and print a table of the functions in SHARES
	@mkdir -p bin
	GOGC=800 $(GO) test ./cmd/specgen/internal/cli -run '^$$' -bench Verify -benchtime 5x -o bin/cli.test -cpuprofile bin/cold.pprof
	$(GO) tool pprof -top -cum -nodefraction=0 -show='$(SHARES)' bin/cold.pprof

fuzz: ## run each fuzz target for FUZZTIME (default 10s) and print a summary (UPDATE=1 writes docs/internals/fuzzing.md)
	@mkdir -p bin; for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$pkg; \
		done; \
	done 2>&1 | tee bin/fuzz.log
	@awk -f docs/internals/fuzzing.awk bin/fuzz.log $(if $(UPDATE),> docs/internals/fuzzing.md)
	@! grep '^FAIL' bin/fuzz.log

proven: ## count the HTTP tests, and write the section of README.md that lists what is proven
	$(GO) test ./wire -run '^TestOperations$$' -update
	$(GO) run ./bench/proven

sentences: ## print N random sentences (default 100) of comments and messages, or of Markdown pages with DOCS=1; SEED has eight hex digits
	@$(GO) run ./bench/prose $(if $(DOCS),-docs) -seed "$(SEED)" -n "$(or $(N),100)"

linters: ## install other linters, compare specgen lint with them, and write docs/linters.md
	CORPUS="$(abspath $(CORPUS))" $(GO) test -tags linters ./gen/lint -run '^TestLinters' -v -timeout 60m

corpus-table: ## run specgen and oapi-codegen on large public specs (ten minutes), and write docs/internals/corpus.md
	cd bench/generate && $(GO) build -o ../../bin/oapi-codegen github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen
	$(GO) test -tags corpus ./cmd/specgen/internal/cli -run '^TestCorpusTable$$' -oapi-codegen "$(abspath bin/oapi-codegen)" -v -timeout 2h

corpus: ## lint large public specs; findings are allowed, failures are not
	@if [ ! -d "$(CORPUS)" ]; then echo "SKIPPED: no corpus in $(CORPUS), so no public spec was linted"; exit 0; fi; \
	$(GO) build -o bin/specgen ./cmd/specgen; \
	for file in "$(CORPUS)"/*.yaml "$(CORPUS)"/*.json; do \
		code=0; bin/specgen lint --format json "$$file" >/dev/null || code=$$?; \
		[ $$code -le 1 ] || { echo "specgen lint $$file: exit code $$code"; exit 1; }; \
		echo "ok $$file"; \
	done

ci: ## run the checks of CI and print the time of each
	@times=; for check in $(CHECKS); do \
		start=$$(date +%s); $(MAKE) --no-print-directory $$check || { echo "ci: $$check failed" >&2; exit 1; }; \
		times="$$times$$(printf '%6d s  %s' $$(($$(date +%s) - start)) $$check)\n"; \
	done; printf "$$times"; echo "ci: all checks passed"

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
