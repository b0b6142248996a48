package docket_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"foja/docket"
	"foja/languages"
)

var update = flag.Bool("update", false, "write docs/actions.md")

// docs/actions.md is written from the tables of actions and roles, so that it says what the program does.
func TestActionsPage(t *testing.T) {
	const page = "../docs/actions.md"
	want := actionsPage()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("docs/actions.md is not what the tables say; run go test ./docket -run ActionsPage -update")
	}
}

func actionsPage() string {
	var b strings.Builder
	b.WriteString(`# Actions and roles

Written from ` + "`docket/action_table.go` and `docket/role.go`" +
		` by a test; do not edit by hand. Who may do an action in which state,
[states.md](states.md) says.

## Actions

*Inputs* are fields of the form and of the API's command. *With it* is what has to come with the action. *Letter*: the
letter that it writes. *Sends*: its files are inspected before they leave. *At*: it may always say when it happened.

| action | in the history | inputs | with it | letter | sends | at |
|---|---|---|---|---|---|---|
`)
	en := languages.For("en")
	evidence := map[docket.Evidence]string{
		docket.TextEvidence: "a text", docket.AnyEvidence: "a text, a file or a message",
	}
	yes := map[bool]string{true: "yes"}
	for _, a := range docket.ActionSpecs() {
		key := "act." + string(a.Do) + ".title"
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", a.Do, strings.TrimSuffix(en.T(key), ": {letter}"),
			strings.Join(a.Asks, ", "), evidence[a.Evidence], a.Letter, yes[a.Sends], yes[a.Backdated])
	}
	b.WriteString("\n## Roles\n\n*Given*: to users. *Acts*: procedures may grant it actions. " +
		"*Alarms*: ladders may name it.\n\n" +
		"| role | given | acts | alarms | rights |\n|---|---|---|---|---|\n")
	for _, r := range docket.RoleSpecs() {
		var rights []string
		for _, right := range r.Rights {
			rights = append(rights, string(right))
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.Role, yes[r.Given], yes[r.Acts], yes[r.Alarms],
			cmp.Or(strings.Join(rights, ", "), "-"))
	}
	return b.String()
}

// Every action can be decided and has its words: a title in the history, what the page says when it is done, and what
// is asked where a text is asked for.
func TestEveryActionIsWhole(t *testing.T) {
	es := languages.For(languages.Spanish)
	for _, a := range docket.ActionSpecs() {
		needs := []string{"title"}
		if len(a.Always) == 0 {
			needs = append(needs, "done")
		}
		if slices.Contains(a.Asks, "text") {
			needs = append(needs, "text")
		}
		for _, need := range needs {
			if key := "act." + string(a.Do) + "." + need; !es.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
		for _, input := range a.Asks {
			if input != "files" && input != "at" && !es.Has("input."+input+".label") {
				t.Errorf("no words for the input %s of %s", input, a.Do)
			}
		}
	}
}
