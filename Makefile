# make demo | make test | make help
#
# One build cache serves everything but the race detector: CGO_ENABLED=0. The Temporal server takes minutes to compile, so it is
# compiled once: the race run leaves out the packages that link it, the linters have a module of their own (tools/go.mod).

export CGO_ENABLED = 0
GO      ?= go
TOOL     = $(GO) tool -modfile=tools/go.mod
VERSION := $(shell scripts/version)
# Not -trimpath: tests are built without it, and the Temporal server's graph would be compiled twice. The Dockerfile has it.
FLAGS    = -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)'

# What the race detector would only slow down: packages that link the Temporal server or start the program as a process (a race build
# would compile that graph again), and packages that start no goroutine (architecture_test.go holds them to it).
NORACE   = files/archives calendar papers/casefile docket web/languages procedures simulation workflows
UNRACED  = ./cmd/... ./embedded/temporal/... ./e2e/... ./papers/proof/... $(NORACE:%=./%/...)
RACED    = $(filter-out foja foja/cmd/% foja/embedded/temporal% foja/e2e% foja/papers/proof% $(NORACE:%=foja/%) $(NORACE:%=foja/%/%),$(shell $(GO) list ./...))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: docs bin/withservers demo build slim assets test check fmt fmt-check lint lint-server deadcode workflowcheck architecture house race plain fuzz servers unchanged need clean help

## demo: build, then run everything on this machine, with a mail server and sample cases (Ctrl-C ends it)
demo: build
	@echo
	@exec bin/foja demo $(ARGS)

## build: bin/foja, with the Temporal server inside
build: assets
	@scripts/build bin/foja $(FLAGS)

## slim: bin/foja-slim, without it: for a Temporal cluster
slim: assets
	@scripts/build bin/foja-slim -tags slim $(FLAGS)

assets: web/dist/govuk.css

web/node_modules/.fetched: web/package.json web/package-lock.json
	@command -v npm >/dev/null || { echo 'npm is not installed: apt-get install npm (Node.js 18 or later)' >&2; exit 1; }
	@echo 'Fetching the style sheet (npm, by lock file) ...'
	@npm ci --prefix web --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/govuk.css: web/node_modules/.fetched $(wildcard web/build/*.go)
	@$(GO) run ./web/build

## test: everything, on real servers (installs their Debian packages when it may; 10 to 25 minutes with empty caches)
test: need
	@scripts/steps assets fmt-check architecture build servers 'workflowcheck lint deadcode race | plain fuzz' unchanged

## check: what takes a minute: format, linters (go vet is one of them), the rules of the tree
check: assets
	@scripts/steps fmt-check 'architecture workflowcheck | lint'

## docs: write the generated pages again (docs/simulations.md)
docs:
	@$(GO) test ./simulation -run TestDocs -update

fmt:
	@$(TOOL) gofumpt -w .

fmt-check:
	@unformatted="$$($(TOOL) gofumpt -l .)" || exit 1; \
	if [ -n "$$unformatted" ]; then echo 'Not in gofumpt form (make fmt):'; echo "$$unformatted"; exit 1; fi

architecture:
	@$(GO) test -vet=off .

house: architecture # the old name

# With the tag slim the linters need not read the Temporal server; lint-server looks at the one package that the tag hides.
lint:
	@$(TOOL) golangci-lint run --build-tags slim ./...

lint-server:
	@$(TOOL) golangci-lint run ./embedded/temporal/...

# Functions that neither the program nor a test reaches. The tag record has the recorders of histories; what needs the Temporal server is
# left out with it.
deadcode:
	@dead="$$($(TOOL) deadcode -tags slim,record -test ./...)" || exit 1; dead="$$(echo "$$dead" | grep -v '^embedded/temporal/')"; \
	if [ -n "$$dead" ]; then echo 'Nothing reaches these:'; echo "$$dead"; exit 1; fi

workflowcheck:
	@$(TOOL) workflowcheck ./workflows/...

# The race detector needs C. withservers gives the store its PostgreSQL. FOJA_SHOTS is where the browser tests put their pictures;
# without it they are left out.
race: servers
	@mkdir -p bin/screens
	@FOJA_SHOTS=$(CURDIR)/bin/screens bin/withservers $(TOOL) gotestsum --format pkgname-and-test-fails --raw-command -- \
		env CGO_ENABLED=1 $(GO) test -json -race -vet=off -timeout 20m $(RACED)

# The end-to-end tests wait for servers most of the time: four of them at once, on two cores.
plain: servers
	@bin/withservers $(TOOL) gotestsum --format pkgname-and-test-fails --jsonfile bin/plain.json -- \
		-vet=off -parallel 4 -timeout 30m $(UNRACED) ./activities ./files/sandbox

# Ten seconds each for what reads foreign bytes, two at a time, after the bombs without the race detector, which would hide what
# they cost. An input that breaks something is left in the package's testdata/fuzz, where every later test reads it.
FUZZED = mail/FuzzParse mail/FuzzAddresses mail/FuzzText files/leaks/FuzzFind files/leaks/FuzzPDF files/fulltext/FuzzOf files/pdf/FuzzOpen

fuzz:
	@$(GO) test -vet=off ./mail -run TestBombs
	@for package in $(patsubst %/,%,$(sort $(dir $(FUZZED)))); do \
		$(GO) test -vet=off -c -fuzz . -o $(CURDIR)/bin/fuzz-$$(echo $$package | tr / -) ./$$package || exit 1; \
	done
	@printf '%s\n' $(FUZZED) | xargs -P 2 -I TARGET scripts/fuzz TARGET 10s

# What the tests run against, beside Debian's packages.
servers: bin/withservers bin/versitygw bin/identity-provider bin/temporalserver

bin/withservers:
	@$(GO) build -o $@ ./harness/withservers

# A Temporal server that several processes may command.
bin/temporalserver: $(wildcard e2e/temporalserver/*.go embedded/temporal/*.go)
	@$(GO) build -buildvcs=false -ldflags '-s -w' -o $@ ./e2e/temporalserver

# Somebody else's identity provider and object storage, for tests.
bin/identity-provider: tools/go.mod
	@$(GO) build -modfile=tools/go.mod -o $@ github.com/zitadel/oidc/v3/example/server

bin/versitygw: tools/go.mod
	@$(GO) build -modfile=tools/go.mod -o $@ github.com/versity/versitygw/cmd/versitygw

# A Temporal cluster for measurements: its server, and the tool that makes its tables.
bin/temporal-server: tools/cluster/go.mod
	@$(GO) build -C tools/cluster -o ../../$@ go.temporal.io/server/cmd/server
	@$(GO) build -C tools/cluster -o ../../bin/temporal-sql-tool go.temporal.io/server/cmd/tools/sql

# In CI the tree is a fresh clone: a difference means that something generated or formatted was not committed.
unchanged:
	@if [ -n "$$CI" ]; then git diff --exit-code; fi

need:
	@scripts/need

## clean: remove what was built and fetched
clean:
	@rm -rf bin web/node_modules web/dist/*.css web/dist/*.js

## help: this list
help:
	@sed -n 's/^## /  make /p' Makefile
