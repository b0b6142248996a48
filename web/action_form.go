package web

import (
	"slices"

	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
	"foja/languages"
)

// panel is one action with the form that asks for what it needs.
type panel struct {
	core.Button
	form
	Open      bool
	Primary   bool
	Letter    bool // needs room to write
	Immediate bool // nothing to ask: a button and no more
	Warning   string
	Href      string // where its form goes
	Look      string // where the letter that it would send is seen before; "" = it sends none
	Stock     *field // texts to begin with; nil = none are offered
	Insert    string // where one is added to what was typed
}

// asksFor says whether the panel has a question of that name.
func (p *panel) asksFor(name string) (found bool) {
	p.each(func(f *field) { found = found || f.Name == name })
	return found
}

// actWords is the key of an action's words: what is "done", "text" or "warning" (docket.ActionSpec); "" where it has none.
func actWords(do docket.Action, what string) string {
	return keyOrNone("act." + string(do) + "." + what)
}

// keyOrNone is a key of the catalogues; "" where they have no words for it.
func keyOrNone(key string) string {
	if languages.For(languages.Spanish).Has(key) {
		return key
	}
	return ""
}

// inputs are the controls behind the names in docket.ActionSpec.Asks. Their words stand in the catalogues under
// "input.<name>.": "label" and "hint".
var inputs = map[string]field{
	"text":        {Kind: kindLong, Rows: 5},
	"files":       {Kind: kindFiles, Optional: true},
	"documents":   {Kind: kindChecks, Optional: true},
	"user":        {Kind: kindSelect},
	"unit":        {Kind: kindSelect},
	"ground":      {Kind: kindSelect},
	"resolution":  {Kind: kindText, Optional: true},
	"until":       {Kind: kindText},
	"task":        {Kind: kindSelect},
	"letter":      {Kind: kindSelect},
	"alarm":       {Kind: kindSelect},
	"message":     {Kind: kindSelect},
	"to":          {Kind: kindDate},
	"schedule":    {Kind: kindLong, Rows: 3, Optional: true},
	"evidence_on": {Kind: kindDate, Optional: true},
	"cents":       {Kind: kindText, InputMode: "decimal", Width: "short"},
	"entity":      {Kind: kindText},
	"office":      {Kind: kindSelect},
	"items":       {Kind: kindItems},
	"expiry":      {Kind: kindSelect},
	"against":     {Kind: kindSelect},
	"route":       {Kind: kindSelect},
	"ruling":      {Kind: kindSelect},
	"days":        {Kind: kindNumber, Width: "short", InputMode: "numeric", Optional: true},
	"at":          {Kind: kindMoment, Optional: true},
}

// input is the question behind a name.
func input(name string) field {
	f, known := inputs[name]
	if !known {
		return field{Name: name, Label: name, Kind: kindText}
	}
	f.Name, f.Label, f.Hint = name, "input."+name+".label", keyOrNone("input."+name+".hint")
	return f
}

// choicesOf finds the choices of a need, by its name in singular or plural.
func choicesOf(b core.Button, need string) []core.Choice {
	if c, ok := b.Choices[need]; ok {
		return c
	}
	return b.Choices[need+"s"]
}

func newPanel(b core.Button, p cases.Page, primary bool) panel {
	spec, _ := docket.SpecOf(b.Action)
	out := panel{Button: b, Primary: primary, Letter: spec.Writes, Warning: actWords(b.Action, "warning")}
	out.Key, out.Href = newKey(), "/requests/"+p.Request.ID+"/act"
	if spec.Preview {
		out.Look = "/requests/" + p.Request.ID + "/preview"
	}
	var fields []field
	for _, need := range asked(b, p) {
		fields = append(fields, newNeed(b, p, need))
	}
	out.Immediate = len(fields) == 0
	out.Sections = []section{{Fields: fields}}
	if out.Letter {
		out.Sections[0].Fields = append(out.Sections[0].Fields, field{Name: "seen", Prefix: string(b.Action) + "-", Kind: kindHidden})
		out.seen(p.Proposal)
	}
	if p.Proposal != nil && (b.Action == p.Proposal.Closes || b.Action == docket.ActDraft) {
		out.each(func(f *field) { propose(f, *p.Proposal) })
	}
	return out
}

// asked are the needs of an action. One that writes a letter also asks which papers of the
// case go with it, and the draft of a denial for what makes it one: what the form does not
// repeat would be gone from the proposal when it is saved.
func asked(b core.Button, p cases.Page) []string {
	all := slices.Clone(b.Needs)
	add := func(need string) {
		if !slices.Contains(all, need) {
			all = append(all, need)
		}
	}
	if b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActDeny {
		add("ground")
		add("until")
		add("resolution")
	}
	if b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActRespondItems {
		all = append([]string{"items"}, all...)
	}
	if writesLetter(b.Action) && slices.Contains(all, "text") {
		add("documents")
	}
	return slices.DeleteFunc(all, func(need string) bool { return need == "documents" && len(p.Documents) == 0 })
}

// newNeed makes the question behind the name of a need.
func newNeed(b core.Button, p cases.Page, need string) field {
	f := input(need)
	f.Prefix = string(b.Action) + "-"
	f.Choices = choicesOf(b, need)
	switch {
	case need == "text" && itemsDraft(b, p):
		f.Label, f.Rows, f.Optional = actWords(docket.ActRespondItems, "text"), 3, true
		return f
	case need == "text" && actWords(b.Action, "text") != "":
		f.Label = actWords(b.Action, "text")
	case need == "message":
		f.Optional = true
		return f
	case need == "to" && b.Action == docket.ActExpiry:
		f.Label, f.Hint, f.Optional = "Vale hasta", "El último día. Vacío: sin término, si la norma no fija uno.", true
	case need == "documents" && len(f.Choices) == 0:
		for _, d := range p.Documents {
			f.Choices = append(f.Choices, core.Choice{Key: d.ID, Label: d.Name})
		}
	case need == "items":
		for _, g := range p.Procedure.Grounds {
			f.Choices = append(f.Choices, core.Choice{Key: g.Key, Words: docket.Say("choice.ground", "name", g.Name, "cite", g.Cite)})
		}
		return f
	case need == "ground" && b.Action == docket.ActDraft:
		f.Choices = []core.Choice{{Words: docket.Say("Ninguna: será una respuesta")}}
		for _, g := range p.Procedure.Grounds {
			f.Choices = append(f.Choices, textChoice(g.Key, g.Name))
		}
		return f
	}
	if need == "text" && writesLetter(b.Action) {
		f.Rows = 14
	}
	switch {
	case f.Kind == kindSelect && len(f.Choices) == 0:
		f.Kind = kindText
	case f.Kind == kindSelect && len(f.Choices) > 1:
		// The person chooses knowingly: the first is no default.
		f.Choices = append([]core.Choice{{Words: docket.Say("Elija")}}, f.Choices...)
	}
	return f
}

// seen notes on which proposal the form is written.
func (p *panel) seen(now *history.Proposal) {
	version := acts.NoProposal
	if now != nil {
		version = now.Version
	}
	p.each(func(f *field) {
		if f.Name == "seen" {
			f.Value = version
		}
	})
}

// look asks, after a refusal, whether the files may go as they are, and why when some could not be looked into; kept are those that came
// with the refused form. The tick stands for these files and findings.
func (p *panel) look(kept []string, all []documents.Document, found acts.UncheckedFiles) {
	p.form.look(string(p.Action)+"-", kept, all, found)
	p.Immediate = false
}

// look is the same for a form whose fields begin with prefix.
func (f *form) look(prefix string, kept []string, all []documents.Document, found acts.UncheckedFiles) {
	f.keeps(prefix, kept, all)
	fields := &f.Sections[0].Fields
	*fields = append(*fields, field{
		Name: "looked", Prefix: prefix, Label: "Antes de enviar", Kind: kindChecks, Optional: true,
		Choices: []core.Choice{{Key: found.Token, Words: docket.Say("Revisé los archivos: que vayan así")}},
	})
	if found.Unread {
		*fields = append(*fields, field{
			Name: "unread_reason", Prefix: prefix, Label: "Por qué se envían aunque no se pudieron revisar por dentro",
			Hint: "Queda en el expediente.", Kind: kindLong, Rows: 2, Optional: true,
		})
	}
}

// keeps offers the files that came with a refused form, so that they need not be attached again.
func (f *form) keeps(prefix string, kept []string, all []documents.Document) {
	fields := &f.Sections[0].Fields
	if len(kept) == 0 || slices.ContainsFunc(*fields, func(f field) bool { return f.Name == "documents" }) {
		return
	}
	ask := input("documents")
	ask.Prefix = prefix
	for _, d := range all {
		if slices.Contains(kept, d.ID) {
			ask.Choices = append(ask.Choices, core.Choice{Key: d.ID, Label: d.Name})
		}
	}
	*fields = append(*fields, ask)
}

// askSenderReason asks, after a refusal, why an act is the requester's although its message came from another address.
func (p *panel) askSenderReason() {
	fields := &p.Sections[0].Fields
	if !p.asksFor("message") {
		*fields = append(*fields, field{Name: "message", Prefix: string(p.Action) + "-", Kind: kindHidden})
	}
	*fields = append(*fields, field{Name: "vouch", Prefix: string(p.Action) + "-", Label: "Por qué consta que es suyo", Kind: kindLong, Rows: 2})
	p.each(func(f *field) { f.Optional = f.Optional || f.Name == "text" }) // the message is the evidence
	p.Immediate = false
}

// itemsDraft says whether the panel writes an answer by items: its text only introduces them.
func itemsDraft(b core.Button, p cases.Page) bool {
	return b.Action == docket.ActRespondItems || b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActRespondItems
}

// propose fills in what the proposal says already.
func propose(f *field, p history.Proposal) {
	switch f.Name {
	case "items":
		f.Items = p.Items
	case "text":
		f.Value = p.Text
	case "ground":
		f.Value = p.Ground
	case "until":
		f.Value = p.Until
	case "resolution":
		f.Value = p.Resolution
	case "documents":
		for _, d := range p.Documents {
			f.Values = append(f.Values, d.ID)
		}
	}
}

// writesLetter says whether the action's text is that of the letter, which the proposal keeps.
func writesLetter(a docket.Action) bool {
	spec, _ := docket.SpecOf(a)
	return spec.Writes
}
