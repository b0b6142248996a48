package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// kind is what should become of something that was sent.
type kind string

const (
	asks    kind = "request" // a letter that asks
	form    kind = "form"    // a counter form that asks
	replies kind = "reply"   // a letter that answers one of ours
	waits   kind = "held"    // a letter that a person must look at
)

// entry is one thing that was sent, as its sender knows it.
type entry struct {
	mark      string // the subject, unique; of a reply the number of the case
	kind      kind
	messageID string // no angle brackets; "" for a form
	number    string // of a form: what the clerk was told
	taken     int    // how often the server said yes
	perhaps   int    // how often the connection died before the server said anything
}

// world is what is found in the end.
type world struct {
	cases   []caseFile
	citizen []mailIn // her INBOX
	agency  []mailIn // every folder
}

// reconcile says everything that does not agree: none lost, none twice, nothing left undone.
func reconcile(sent []entry, w world) []string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	bySubject := map[string][]caseFile{}
	for _, c := range w.cases {
		bySubject[c.Subject] = append(bySubject[c.Subject], c)
	}
	wanted, answers := 0, map[string]int{}
	for _, e := range sent {
		switch e.kind {
		case asks, form:
			wanted++
			found := bySubject[e.mark]
			if len(found) != 1 {
				say("%s %s became %d requests", e.kind, e.mark, len(found))
			} else if e.kind == form && found[0].Number != e.number {
				say("form %s: the clerk was told %s, the register says %s", e.mark, e.number, found[0].Number)
			}
		case replies:
			answers[e.mark]++
		}
	}
	if len(w.cases) != wanted {
		say("%d requests for %d letters and forms", len(w.cases), wanted)
	}
	all = append(all, numbers(w.cases)...)
	for _, c := range w.cases {
		all = append(all, whole(c, answers[c.Number], w)...)
	}
	if len(w.citizen) != 2*len(w.cases) {
		say("%d letters in the citizen's mailbox for %d requests", len(w.citizen), len(w.cases))
	}
	return append(all, folders(sent, w)...)
}

// numbers must run from 1 without a gap, and none twice.
func numbers(cases []caseFile) []string {
	var all, wrong []string
	for _, c := range cases {
		all = append(all, c.Number)
	}
	slices.Sort(all)
	for i, n := range all {
		if !strings.HasPrefix(n, fmt.Sprintf("%06d-", i+1)) {
			wrong = append(wrong, fmt.Sprintf("the %d. number is %s", i+1, n))
		}
	}
	return wrong
}

// whole says what a case lacks: receipt and response, each sent once and there once, and no work left but her replies.
func whole(c caseFile, answers int, w world) []string {
	var all []string
	say := func(format string, args ...any) { all = append(all, c.Number+": "+fmt.Sprintf(format, args...)) }
	if c.State != "closed" || c.Outcome != "delivered-in-time" {
		say("is %s %s", c.State, c.Outcome)
	}
	var kinds []string
	for _, l := range c.Letters {
		kinds = append(kinds, l.Kind)
		if l.State != "sent" {
			say("its %s is %s", l.Kind, l.State)
		}
		id := l.MessageID
		there, named := 0, 0
		for _, m := range w.citizen {
			if m.MessageID == id {
				there++
				named += strings.Count(m.Text, c.Number)
			}
		}
		if there != 1 || named == 0 {
			say("its %s is %d times in the citizen's mailbox and names the number %d times", l.Kind, there, named)
		}
		copies := 0
		for _, m := range w.agency {
			if m.MessageID == id && m.Folder == "foja-archivo" {
				copies++
			}
		}
		if copies != 1 {
			say("%d archive copies of its %s", copies, l.Kind)
		}
	}
	if slices.Sort(kinds); !slices.Equal(kinds, []string{"receipt", "response"}) {
		say("its letters are %v", kinds)
	}
	done, read := 0, 0
	for _, t := range c.Tasks {
		switch {
		case t.Kind == "answer" && t.State == "done":
			done++
		case t.Kind == "read_message":
			read++
		case t.State != "done":
			say("its task %s is %s", t.Kind, t.State)
		}
	}
	if done != 1 || read != answers {
		say("%d tasks to answer are done, %d to read a message for %d replies", done, read, answers)
	}
	return all
}

// folders holds what lies in the agency's mailbox against what was sent to it.
func folders(sent []entry, w world) []string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	copies := map[string]map[string]int{} // Message-ID, folder
	for _, m := range w.agency {
		if copies[m.MessageID] == nil {
			copies[m.MessageID] = map[string]int{}
		}
		copies[m.MessageID][m.Folder]++
	}
	known := 0
	for _, e := range sent {
		if e.kind == form {
			continue
		}
		in := copies[e.messageID]
		n := in["foja-procesado"] + in["foja-retenido"]
		known += n
		held := 0
		if e.kind == waits {
			held = 1 // its twins are duplicates, and those are processed
		}
		if n < e.taken || n > e.taken+e.perhaps || in["foja-retenido"] != held || in["INBOX"] > 0 {
			say("%s %s was taken %d times and perhaps %d more, and lies in %v", e.kind, e.mark, e.taken, e.perhaps, in)
		}
	}
	own, reports := 0, 0
	for _, m := range w.agency {
		switch {
		case m.Folder == "foja-archivo":
			own++
		case m.Report && m.Folder == "foja-procesado": // that a letter was delivered
			reports++
		}
	}
	if len(w.agency) != known+own+reports || own != 2*len(w.cases) || reports > own {
		say("%d messages in the agency's mailbox: %d that were sent to it, %d own copies and %d reports of %d letters",
			len(w.agency), known, own, reports, 2*len(w.cases))
	}
	return all
}

// The reconciler must be able to see: every planted difference is reported, and a world in order has none.
func TestReconcileSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, plant := range map[string]func(*[]entry, *world){
		"":                     func(*[]entry, *world) {},
		"letter lost":          func(_ *[]entry, w *world) { w.cases = w.cases[1:] },
		"letter twice":         func(_ *[]entry, w *world) { w.cases = append(w.cases, w.cases[0]) },
		"request from nowhere": func(s *[]entry, _ *world) { *s = (*s)[1:] },
		"gap":                  func(_ *[]entry, w *world) { w.cases[1].Number = "000003-2026" },
		"number twice":         func(_ *[]entry, w *world) { w.cases[1].Number = "000001-2026" },
		"another number":       func(s *[]entry, _ *world) { (*s)[1].number = "000001-2026" },
		"no receipt":           func(_ *[]entry, w *world) { w.citizen = w.citizen[1:] },
		"two responses":        func(_ *[]entry, w *world) { w.citizen = append(w.citizen, w.citizen[1]) },
		"response to another":  func(_ *[]entry, w *world) { w.citizen[1].Text = "000002-2026" },
		"letter not decided":   func(_ *[]entry, w *world) { w.cases[0].Letters = w.cases[0].Letters[:1] },
		"letter never sent":    func(_ *[]entry, w *world) { w.cases[0].Letters[0].State = "waiting" },
		"not closed":           func(_ *[]entry, w *world) { w.cases[0].State = "notifying" },
		"task lost":            func(_ *[]entry, w *world) { w.cases[1].Tasks = nil },
		"task left":            func(_ *[]entry, w *world) { w.cases[1].Tasks[0].State = "claimed" },
		"reply without a task": func(_ *[]entry, w *world) { w.cases[0].Tasks = w.cases[0].Tasks[:1] },
		"letter left in INBOX": func(_ *[]entry, w *world) { w.agency[0].Folder = "INBOX" },
		"held one processed":   func(_ *[]entry, w *world) { w.agency[2].Folder = "foja-procesado" },
		"mail gone":            func(_ *[]entry, w *world) { w.agency = w.agency[1:] },
		"mail from nowhere": func(_ *[]entry, w *world) {
			w.agency = append(w.agency, mailIn{Folder: "foja-procesado", MessageID: "x"})
		},
		"archive copy gone":      func(_ *[]entry, w *world) { w.agency = w.agency[:len(w.agency)-1] },
		"sent twice to archive":  func(_ *[]entry, w *world) { w.agency = append(w.agency, w.agency[len(w.agency)-1]) },
		"taken twice, once here": func(s *[]entry, _ *world) { (*s)[0].taken = 2 },
	} {
		sent, w := inOrder()
		plant(&sent, &w)
		if wrong := reconcile(sent, w); (len(wrong) == 0) != (name == "") {
			t.Errorf("%q: %q", name, wrong)
		}
	}
}

// inOrder is a small world where everything agrees.
func inOrder() ([]entry, world) {
	sent := []entry{
		{mark: "carta-1", kind: asks, messageID: "c1", taken: 1, perhaps: 1},
		{mark: "mesa-1", kind: form, number: "000002-2026", taken: 1},
		{mark: "000001-2026", kind: replies, messageID: "r1", taken: 1},
		{mark: "vacia-1", kind: waits, messageID: "h1", taken: 1},
	}
	var w world
	for i, subject := range []string{"carta-1", "mesa-1"} {
		c := caseFile{
			ID: subject, Subject: subject, Number: fmt.Sprintf("%06d-2026", i+1), State: "closed", Outcome: "delivered-in-time",
		}
		for _, k := range []string{"receipt", "response"} {
			id := subject + "." + k
			c.Letters = append(c.Letters, letterIn{ID: id, Kind: k, State: "sent", MessageID: id + "@spn.example"})
			w.citizen = append(w.citizen, mailIn{MessageID: id + "@spn.example", Text: c.Number})
		}
		c.Tasks = append(c.Tasks, taskIn{ID: 1, Kind: "answer", State: "done"})
		w.cases = append(w.cases, c)
	}
	w.cases[0].Tasks = append(w.cases[0].Tasks, taskIn{ID: 2, Kind: "read_message", State: "open"})
	w.agency = []mailIn{
		{Folder: "foja-procesado", MessageID: "c1"},
		{Folder: "foja-procesado", MessageID: "r1"},
		{Folder: "foja-retenido", MessageID: "h1"},
	}
	for _, m := range w.citizen {
		w.agency = append(w.agency, mailIn{Folder: "foja-archivo", MessageID: m.MessageID})
	}
	return sent, w
}
