package procedures_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// docs/states.md is written from the procedures, so that it cannot tell another story than the
// program. Rewrite it with: go test ./procedures -run States -update
func TestStates_areDocumentedAsTheyAre(t *testing.T) {
	const golden = "../docs/states.md"
	got := statesDocument(loaded(t).InForce(day(t, "2026-03-02")))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/states.md is not what the procedures say; run go test ./procedures -run States -update\n%s", diff)
	}
}

func statesDocument(list []docket.Procedure) string {
	var b strings.Builder
	b.WriteString(`# The states of a case

Written from ` + "`procedures/*.yaml`" + ` by a test; do not edit by hand.

A case is **open** (nobody has it), **in progress** (somebody does), **in review** (a second person
reads the proposal), **being notified** (decided, the letter under way; the clock still runs) or
**closed**. The arrow "letter sent, or delivered" is no action: the mail server took the letter
that ends the case, or somebody registered that it was handed over on paper. Refused letters and
unread messages are tasks, in whatever state the case is; they may outlive it.

In the tables: *holder* = an officer only if she holds the case (a manager or the head may in her
place); *second* = nobody who wrote the proposal.

Two actions are in no table, because every state of every procedure grants them to reception, officers
and managers, also after the case's workflow has ended: ` + "`move_message`" +
		` takes a message out of the case (to another
case, to the holding pen, or to be registered as a request), ` + "`take_message`" +
		` takes one in. The message that is the
request itself cannot be moved.
`)
	for _, p := range list {
		fmt.Fprintf(&b, "\n## %s (`%s`, version %s, %s)\n\n", p.Name.EN, p.Key, p.Version, p.Name.ES)
		diagram(&b, p)
		b.WriteString("\n")
		table(&b, p)
	}
	return b.String()
}

func diagram(b *strings.Builder, p docket.Procedure) {
	fmt.Fprintf(b, "```mermaid\nstateDiagram-v2\n    [*] --> %s: registered\n", p.Initial)
	for _, s := range p.States {
		fmt.Fprintf(b, "    %s: %s<br>%s, in the hands of %s\n", s.Key, s.Name.EN, s.Name.ES, s.Hands)
	}
	for _, s := range p.States {
		var targets []string
		acts := map[string][]string{}
		for _, perm := range s.Actions {
			if perm.To == "" {
				continue
			}
			if !slices.Contains(targets, perm.To) {
				targets = append(targets, perm.To)
			}
			acts[perm.To] = append(acts[perm.To], string(perm.Do))
		}
		for _, to := range targets {
			fmt.Fprintf(b, "    %s --> %s: %s\n", s.Key, to, strings.Join(acts[to], ", "))
		}
		if s.Hands == docket.HandsCarrier {
			fmt.Fprintf(b, "    %s --> %s: letter sent, or delivered\n", s.Key, p.FinalState())
		}
		if s.Final {
			fmt.Fprintf(b, "    %s --> [*]: after %d business days\n", s.Key, p.AfterClose)
		}
	}
	b.WriteString("```\n")
}

func table(b *strings.Builder, p docket.Procedure) {
	b.WriteString("| action |")
	rule := "|---|"
	for _, s := range p.States {
		fmt.Fprintf(b, " %s |", s.Key)
		rule += "---|"
	}
	b.WriteString("\n" + rule + "\n")
	var actions []docket.Action
	for _, s := range p.States {
		for _, perm := range s.Actions {
			if !slices.Contains(actions, perm.Do) {
				actions = append(actions, perm.Do)
			}
		}
	}
	for _, do := range actions {
		fmt.Fprintf(b, "| `%s` |", do)
		for _, s := range p.States {
			var who []string
			for _, perm := range s.Actions {
				if perm.Do == do {
					who = append(who, whom(perm))
				}
			}
			fmt.Fprintf(b, " %s |", strings.Join(who, "; "))
		}
		b.WriteString("\n")
	}
}

func whom(perm docket.Permission) string {
	var roles []string
	for _, r := range perm.By {
		roles = append(roles, string(r))
	}
	text := strings.Join(roles, ", ")
	if perm.Holder {
		text += " *holder*"
	}
	if perm.Second {
		text += " *second*"
	}
	return text
}
