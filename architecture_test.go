package foja_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// component is a group of packages and what it may import of the others. A package belongs to the component with the longest name that its path begins
// with. Every arrow points down.
type component struct {
	may []string // rooms that it may import; "*" for all
	why string
}

var components = map[string]component{
	"calendar":        {nil, "which days count is the same for everybody, and pure"},
	"docket":          {[]string{"calendar"}, "the nouns and the law hang on days and on nothing that does work"},
	"procedures":      {[]string{"docket", "calendar"}, "law as data: read and validated, used by others"},
	"languages":       {[]string{"docket", "calendar"}, "what foja says to people, in every language; it decides nothing"},
	"web/languages":   {nil, "words for a finished page; it knows nothing of what the page is about"},
	"papers/proof":    {[]string{"docket", "calendar"}, "a clock receipt is made and checked by itself: no register, no network"},
	"mail":            {nil, "internet mail and nothing else: it knows no Request"},
	"bench":           {[]string{"mail"}, "measures a running foja from outside, as its users meet it"},
	"files/fulltext":  {[]string{"files/pdf", "files/archives"}, "the words of a file: bytes in, words out"},
	"files/pdf":       {nil, "PDF files by PDFium, bounded in memory and time: bytes in, pages out"},
	"files/archives":  {nil, "archives and XML of outsiders, read within a budget"},
	"files/leaks":     {[]string{"files/pdf", "files/archives", "mail"}, "what a file says without showing it: bytes in, findings out"},
	"store/parsed":    {[]string{"mail"}, "parsed messages, beside their raw bytes; it knows the register by an interface"},
	"store/seal":      {nil, "encrypts a few secrets with a key; it knows nothing of where they stand"},
	"files/sandbox":   {[]string{"files/fulltext", "files/leaks", "files/pdf"}, "opens foreign files in a child process: it knows nobody who wants to know what is in them"},
	"files/blobs":     {nil, "bytes under their hash, in a directory or in object storage; it knows nobody who wants them"},
	"files/virus":     {nil, "asks clamd about bytes, and knows nothing of where they come from"},
	"intake":          {[]string{"mail", "docket"}, "what a message is, by pure functions"},
	"workflows":       {[]string{"docket", "calendar"}, "replayed code: whatever touches the world is behind the Activities interface"},
	"store":           {[]string{"docket", "calendar", "store/seal"}, "what is remembered; it decides nothing"},
	"papers/letters":  {[]string{"languages", "docket", "calendar"}, "from a case to bytes, by pure functions"},
	"papers/tables":   {[]string{"languages", "docket", "calendar"}, "rows as a spreadsheet, in a language, by pure functions"},
	"papers/casefile": {[]string{"languages", "papers/letters", "docket", "calendar"}, "a whole case set on numbered leaves, by pure functions; it speaks of days as letters do"},
	"reconcile": {
		[]string{"docket", "calendar", "store", "mail"},
		"mailbox, register, outbox and running workflows held against each other; it changes nothing, and asks the law through a function",
	},
	"access": {
		[]string{"docket", "calendar", "store", "papers/letters"},
		"who people and programs are, and what they may try: it knows no case",
	},
	"desk": {
		[]string{"access", "docket", "calendar", "procedures", "papers/letters", "papers/casefile", "papers/tables", "workflows", "store", "store/parsed", "mail", "intake", "papers/proof", "reconcile", "files/virus", "files/sandbox"},
		"what a person may do: asks the workflow to change things and the store to show them; it reads mail, to show it, and never sends any",
	},
	"activities": {
		[]string{"store", "store/parsed", "mail", "intake", "files/virus", "papers/letters", "docket", "calendar", "procedures", "workflows"},
		"the workflows' hands: they know no person and no screen",
	},
	"imports": {
		[]string{"docket", "calendar", "procedures", "languages"},
		"makes cases of another system's rows, by pure functions",
	},
	"simulation": {
		[]string{"workflows", "docket", "calendar", "procedures", "languages"},
		"a case in skipped time, by the production workflow, with hands that touch nothing: for people who doubt and for the documentation",
	},
	"worker":    {[]string{"workflows", "activities"}, "registers, starts and stops; nothing else"},
	"webserver": {nil, "connections, callers and files by HTTP; it knows nothing of what is asked for"},
	"api":       {[]string{"languages", "access", "docket", "calendar", "desk", "webserver"}, "JSON over the desk: no second way to the data"},
	"web/sso":   {nil, "asks an identity provider who somebody is; it knows no user of ours"},
	"web":       {[]string{"languages", "access", "docket", "calendar", "desk", "web/languages", "web/sso", "webserver"}, "HTML over the desk: no second way to the data"},
	"embedded":  {nil, "servers that could as well be somebody else's"},
	"config":    {nil, "a table of settings: read once, passed on"},
	"harness":   {nil, "other people's servers for tests: it must not know what is tested"},
	"cmd":       {[]string{"*"}, "stands above all and joins the rooms"},
	"e2e":       {[]string{"*"}, "tests of the whole"},
	"":          {nil, "the top folder holds only tests"},
}

// subpackages are rooms that are divided: what each of their packages may import of its own room. Every arrow points down here, too. The room's
// own package ("access", "desk") is in the table like the others; "*" is all.
var subpackages = map[string][]string{
	"access/limits":   nil,
	"access/attempts": {"access/limits"},
	"access":          {"access/attempts", "access/limits"},
	"access/accounts": {"access", "access/limits"},

	"desk/core":      nil,
	"desk/documents": {"desk/core"},
	"desk/history":   {"desk/core", "desk/documents"},
	"desk/papers":    {"desk/core", "desk/documents", "desk/history"},
	"desk/lists":     {"desk/core", "desk/history"},
	"desk/acts":      {"desk/core", "desk/documents", "desk/history", "desk/papers", "desk/lists"},
	"desk/norms":     {"desk/core", "desk/documents", "desk/papers", "desk/lists"},
	"desk/links":     {"desk/core", "desk/documents", "desk/history", "desk/papers", "desk/acts"},
	"desk/pen":       {"desk/core", "desk/documents", "desk/history", "desk/lists", "desk/acts", "desk/links"},
	"desk/cases":     {"desk/core", "desk/documents", "desk/history", "desk/lists", "desk/acts", "desk/links", "desk/pen"},
	"desk/figures":   {"desk/core", "desk/documents", "desk/history", "desk/lists"},
	"desk/upkeep":    {"desk/core", "desk/documents", "desk/norms"},
	"desk":           {"*"},
	"desk/desktest":  {"*"},
}

// pure rooms are replayed, or folded again years later: the same input must give the same answer on every machine.
var pure = []string{"calendar", "docket", "workflows", "papers/proof"}

// noRace rooms are tested without the race detector.
var noRace = func() []string {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		panic(err)
	}
	return strings.Fields(regexp.MustCompile(`(?m)^NORACE += (.+)$`).FindStringSubmatch(string(makefile))[1])
}()

// forbidden are packages of others that a room must not touch. A name ending in "/" means everything below it, too.
var forbidden = []struct {
	rooms  []string
	paths  []string
	why    string
	except string // the one file that may
}{
	{
		rooms: []string{"workflows"},
		paths: []string{"net/", "os/", "database/sql/", "io/ioutil", "math/rand/", "crypto/rand", "syscall"},
		why:   "workflow code is replayed: the world comes in by activities",
	},
	{
		rooms: []string{"workflows"}, paths: []string{"go.temporal.io/sdk/client/"}, except: "workflows/client.go",
		why: "a workflow does not call its own server; client.go is for those outside",
	},
	{rooms: []string{"calendar", "docket", "papers/proof"}, paths: []string{"net/", "os/", "database/sql/", "go.temporal.io/"}, why: "pure: no world, no engine"},
	{
		rooms: []string{"api", "web"},
		paths: []string{"database/sql/", "go.temporal.io/", "github.com/jackc/", "modernc.org/"},
		why:   "screens ask the desk: no SQL and no Temporal",
	},
	{
		rooms: []string{"mail", "intake", "papers/letters", "papers/casefile"}, paths: []string{"database/sql/", "go.temporal.io/"},
		why: "these rooms know neither database nor engine",
	},
}

// readers read foreign files, and one file may make them eat the machine: only rooms that run in the child process of files/sandbox/ touch them.
var readers = struct {
	rooms    []string
	packages []string
	calls    map[string][]string // by package, what else of it reads
}{
	rooms: []string{"files/sandbox", "files/fulltext", "files/leaks", "files/pdf", "files/archives"},
	packages: []string{
		"foja/files/fulltext/", "foja/files/leaks/", "foja/files/pdf/", "foja/files/archives/", "archive/tar", "golang.org/x/image/tiff/", "golang.org/x/image/webp/", "golang.org/x/image/bmp/", "image/jpeg", "image/gif",
		"github.com/ledongthuc/", "github.com/pdfcpu/", "github.com/klippa-app/", "github.com/tetratelabs/",
	},
	calls: map[string][]string{
		"archive/zip": {"NewReader", "OpenReader"}, "image": {"Decode", "DecodeConfig"}, "image/png": {"Decode", "DecodeConfig"},
		"github.com/xuri/excelize/v2": {"OpenFile", "OpenReader"},
	},
}

// contract is what workflows shows to desk and activities: names and payloads, and how to ask from outside.
var contract = []string{"workflows/contract.go", "workflows/client.go", "workflows/contract_decree.go"}

// clockWords are what pure rooms must not say of package time: now, and where.
var clockWords = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "LoadLocation", "Local"}

// nowhere names say nothing about what is inside.
var nowhere = []string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "lib"}

// maxLines is where a file is a giant; the median should be about 120.
const maxLines = 400

// maxMethods is where a type has too many duties; wide are those that may have more, and why.
const maxMethods = 45

var wide = map[string]string{
	"store.Store":           "one connection to one database; its methods stand in files by noun, and each is a question or a change",
	"web.server":            "a method is the handler of one route; what they ask for stands behind small interfaces by noun",
	"api.server":            "a method is the handler of one route",
	"activities.Activities": "a method is an activity, and Temporal registers them by their type",
	"docket.Case":           "the state of a case, with every question that the law asks of it",
	"docket.decision":       "one decision, with a method for each action",
}

// maxPackage is the most lines that a package has outside its tests; big are those that may have more, and why.
const maxPackage = 3500

var big = map[string]string{
	"web":      "the handlers of every page, one noun a file",
	"api":      "the handlers of every call, one noun a file",
	"store":    "the statements of every table, one noun a file",
	"mail":     "internet mail: headers, bodies, addresses, IMAP and SMTP share their types",
	"docket":   "the law of a case, one noun a file: it is pure, and read as a whole",
	"cmd/foja": "the commands of one program",
}

// sourceFiles are the Go files of the tree.
func sourceFiles(t *testing.T) []source {
	t.Helper()
	var sources []source
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && path != "." {
			if strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s, err := read(filepath.ToSlash(path), string(text))
		if err != nil {
			return err
		}
		sources = append(sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 50 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", len(sources))
	}
	return sources
}

// server is linked by one package: it takes minutes to compile, and a cluster must be as good as ours.
const (
	server     = "go.temporal.io/server"
	serverRoom = "embedded/temporal"
)

func TestHouse(t *testing.T) {
	sources := sourceFiles(t)
	shown := contractOf(sources)
	if len(shown) == 0 {
		t.Fatalf("%v declare nothing", contract)
	}
	for _, s := range sources {
		for _, fault := range violations(s, shown) {
			t.Error(fault)
		}
	}
	for _, fault := range append(wideTypes(sources), bigPackages(sources)...) {
		t.Error(fault)
	}
}

// Each rule catches its breach, and lets pass what only looks like one.
func TestArchitectureRulesCanFail(t *testing.T) {
	long := "package x\n" + strings.Repeat("\n", maxLines)
	for _, c := range []struct {
		name, path, text, want string // want is a part of the only fault; "" for none
	}{
		{"downwards", "docket/a.go", `package docket; import _ "foja/calendar"`, ""},
		{"upwards", "calendar/a.go", `package calendar; import _ "foja/docket"`, "imports foja/docket"},
		{"sideways", "mail/a.go", `package mail; import _ "foja/store"`, "imports foja/store"},
		{"a room's own cellar", "embedded/temporal/a.go", `package temporal; import _ "foja/embedded/lockfile"`, ""},
		{"into a cellar", "web/a.go", `package web; import _ "foja/store/migrations"`, "imports foja/store/migrations"},
		{"the top knows all", "cmd/foja/a.go", `package main; import _ "foja/web"`, ""},
		{"down a floor", "desk/figures/a.go", `package figures; import _ "foja/desk/core"`, ""},
		{"up a floor", "desk/core/a.go", `package core; import _ "foja/desk/figures"`, "imports foja/desk/figures"},
		{"beside it on a floor", "desk/figures/a.go", `package figures; import _ "foja/desk/norms"`, "imports foja/desk/norms"},
		{"from above into a floor", "web/a.go", `package web; import _ "foja/desk/figures"`, ""},
		{"a package that is not in the table", "desk/billing/a.go", `package billing`, "is no known package of"},
		{"a room within a room", "web/a.go", `package web; import _ "foja/web/sso"`, ""},
		{"out of a room within a room", "web/sso/a.go", `package sso; import _ "foja/desk"`, "imports foja/desk"},
		{"a neighbour in the same folder", "files/pdf/a.go", `package pdf; import _ "foja/files/blobs"`, "imports foja/files/blobs"},
		{"a folder without a component", "files/images/a.go", `package images`, "is in no component"},
		{"a component that is not in the table", "billing/a.go", `package billing`, "is in no component"},
		{"tests may look around", "docket/a_test.go", `package docket_test; import _ "foja/procedures"`, ""},
		{"but not link the server", "web/a_test.go", `package web_test; import _ "foja/embedded/temporal"`, "imports foja/embedded/temporal"},
		{"nor start the top", "web/a_test.go", `package web_test; import _ "foja/cmd/foja"`, "imports foja/cmd/foja"},
		{"what is for tests in one", "web/a_test.go", `package web; import _ "foja/store/storetest"`, ""},
		{"what is for tests at work", "desk/a.go", `package desk; import _ "foja/store/storetest"`, "which is for tests"},
		{"a room's gift to tests", "store/storetest/a.go", `package storetest; import _ "foja/harness"`, ""},
		{"files in a workflow", "workflows/a.go", `package workflows; import _ "os"`, "imports os"},
		{"sockets in a workflow", "workflows/a.go", `package workflows; import _ "net/http"`, "imports net/http"},
		{"SQL in a workflow", "workflows/a.go", `package workflows; import _ "database/sql/driver"`, "imports database/sql/driver"},
		{"the client in a workflow", "workflows/a.go", `package workflows; import _ "go.temporal.io/sdk/client"`, "imports go.temporal.io/sdk/client"},
		{"the client for those outside", "workflows/client.go", `package workflows; import _ "go.temporal.io/sdk/client"`, ""},
		{"files in its test", "workflows/a_test.go", `package workflows; import _ "os"`, ""},
		{"SQL in a screen", "web/a.go", `package web; import _ "database/sql"`, "imports database/sql"},
		{"Temporal in a screen", "api/a.go", `package api; import _ "go.temporal.io/sdk/client"`, "imports go.temporal.io/sdk/client"},
		{"a name that only begins alike", "workflows/a.go", `package workflows; import _ "network"`, ""},
		{"the server elsewhere", "worker/a.go", `package worker; import _ "go.temporal.io/server/temporal"`, "imports go.temporal.io/server/temporal"},
		{"the server at home", "embedded/temporal/a.go", `package temporal; import _ "go.temporal.io/server/temporal"`, ""},
		{"the server in a test", "e2e/a_test.go", `package e2e; import _ "go.temporal.io/server/temporal"`, "imports go.temporal.io/server/temporal"},
		{"the wall clock", "workflows/a.go", `package workflows; import "time"; var _ = time.Now()`, "time.Now"},
		{"the wall clock by another name", "docket/a.go", `package docket; import clock "time"; var _ = clock.Since`, "time.Since"},
		{"the machine's zones", "calendar/a.go", `package calendar; import "time"; var _, _ = time.LoadLocation("x")`, "time.LoadLocation"},
		{"somebody else's Now", "workflows/a.go", `package workflows; import time "foja/docket"; var _ = time.Now()`, ""},
		{"a clock where it may be", "store/a.go", `package store; import "time"; var _ = time.Now()`, ""},
		{"a mail parsed again", "desk/pen/a.go", `package pen; import "foja/mail"; var _ = mail.Parse(nil)`, "mail.Parse"},
		{"beyond the contract", "desk/a.go", `package desk; import "foja/workflows"; var _ = workflows.Inner`, "workflows.Inner"},
		{"within the contract", "desk/a.go", `package desk; import "foja/workflows"; var _ = workflows.TaskQueue`, ""},
		{"the worker registers all", "worker/a.go", `package worker; import "foja/workflows"; var _ = workflows.Inner`, ""},
		{"a name that says nothing", "store/util/a.go", `package util`, "says nothing"},
		{"a folder that says nothing", "store/helpers/a.go", `package store`, "says nothing"},
		{"a reader in the main process", "desk/a.go", `package desk; import _ "foja/files/leaks"`, "foja/files/leaks"},
		{"a reader at the top", "cmd/foja/a.go", `package main; import _ "foja/files/fulltext"`, "in the child process"},
		{"a reader of others", "cmd/foja/a.go", `package main; import _ "github.com/pdfcpu/pdfcpu/pkg/api"`, "in the child process"},
		{"a reader in the child", "files/leaks/a.go", `package leaks; import _ "github.com/pdfcpu/pdfcpu/pkg/api"`, ""},
		{"an archive read", "web/a.go", `package web; import "archive/zip"; var _ = zip.NewReader`, "zip.NewReader"},
		{"an archive written", "web/a.go", `package web; import "archive/zip"; var _ = zip.NewWriter`, ""},
		{"a goroutine in a sealed room", "docket/a.go", `package docket; func f() { go f() }`, "starts a goroutine"},
		{"a goroutine elsewhere", "store/a.go", `package store; func f() { go f() }`, ""},
		{"a giant", "store/a.go", strings.Replace(long, "x", "store", 1), "401 lines"},
		{"nearly a giant", "store/a.go", strings.Replace(long[:len(long)-1], "x", "store", 1), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := read(c.path, c.text)
			if err != nil {
				t.Fatal(err)
			}
			found := violations(s, map[string]bool{"TaskQueue": true})
			switch {
			case c.want == "" && len(found) > 0:
				t.Errorf("found %q, want no fault", found)
			case c.want != "" && len(found) != 1:
				t.Errorf("found %q, want one fault with %q", found, c.want)
			case c.want != "" && !(strings.Contains(found[0], c.path) && strings.Contains(found[0], c.want)):
				t.Errorf("found %q, want the file and %q", found[0], c.want)
			}
		})
	}
}

// What is counted over several files is counted right.
func TestMeasuresCanFail(t *testing.T) {
	file := func(path, text string) source {
		s, err := read(path, text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	var methods, calls strings.Builder
	for i := range maxMethods {
		fmt.Fprintf(&methods, "func (t *T) M%d() {}\n", i)
		fmt.Fprintf(&calls, "M%d()\n", i)
	}
	full := file("mail/a.go", "package mail\ntype T struct{}\n"+methods.String())
	more := file("mail/b.go", "package mail\nfunc (T) One() {}\nfunc (U) One() {}")
	small := file("mail/c.go", "package mail\ntype I interface {\n"+calls.String()+"}")
	large := file("mail/d.go", "package mail\ntype J interface {\nI\nMore()\n}")
	test := file("mail/b_test.go", "package mail\nfunc (T) One() {}")
	if found := wideTypes([]source{full, test, small}); len(found) > 0 {
		t.Errorf("%q", found)
	}
	if found := wideTypes([]source{full, more, small, large}); len(found) != 2 || !strings.Contains(found[0], "mail.J") || !strings.Contains(found[1], "mail.T") {
		t.Errorf("%q, want mail.J and mail.T", found)
	}
	var half []source
	for range 10 {
		half = append(half, file("bench/a.go", "package bench\n"+strings.Repeat("\n", maxPackage/10-1)))
	}
	if found := bigPackages(half); len(found) > 0 {
		t.Errorf("%q", found)
	}
	if found := bigPackages(append(half, more, file("bench/b.go", "package bench\n"))); len(found) != 1 || !strings.Contains(found[0], "bench has 3501 lines") {
		t.Errorf("%q, want bench", found)
	}
}
