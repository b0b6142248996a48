package docket

import "slices"

// ActionSpec is the description of an action: forms, buttons, the API, the history, the documents and the validator of
// procedures read it. Who may do an action, and in which state, is the procedure's to say (Permission). Words stand in
// the catalogues of languages/ under "act.<action>.": "text" is the label of the form's text, "done" what the next page
// says, "warning" what stands beside the button, "title" the line in the history.
type ActionSpec struct {
	Do   Action
	Asks []string // inputs of the form, in order: names of fields of Command

	// Evidence is what has to come with it, and Missing the key of the refusal when it does not.
	Evidence Evidence
	Missing  string
	// Kept is what the text is kept as, and File the name of that document without its extension.
	Kept DocumentKind
	File string
	// Drafts: its files are the agency's own. Files of other actions are what somebody else handed in.
	Drafts bool

	Letter  LetterKind // that it decides or proposes, which needs a template; "" = none, or one of several
	Writes  bool       // its text is that of the answer, which the proposal keeps
	Sends   bool       // its files leave, now or when a second person approves: they are inspected first
	Preview bool       // the letter can be seen before
	Answers bool       // it decides the letter that ends the case
	Ends    bool       // it ends the case, or proposes to

	Leads     bool   // brings the case nearer to its answer: the first such button stands out
	Backdated bool   // it happens away from the screen and is recorded afterwards: it may always say when it happened
	Window    bool   // a procedure may set a term for it
	Always    []Role // may do it in every state of every procedure

	// state refuses it for what the case lacks, and repeat once it was done as often as allowed. Buttons ask both.
	state  func(c *Case, a Actor) error
	repeat func(c *Case, p Procedure) error
	// check refuses input. decide adds the events.
	check  func(c *Case, p Procedure, cmd Command) error
	decide func(t *decision, e Event, cmd Command) error
}

// Evidence is what has to come with an action.
type Evidence int

// The values of Evidence.
const (
	NoEvidence   Evidence = iota
	TextEvidence          // a text
	AnyEvidence           // a text, a file or a message
)

// DocumentKind is what a document is in its case.
type DocumentKind string

// The kinds of document that actions make.
const (
	KeptDraft    DocumentKind = "draft"
	KeptReasons  DocumentKind = "reasons"
	KeptEvidence DocumentKind = "evidence"
	KeptNote     DocumentKind = "note"
	KeptQuestion DocumentKind = "question"
)

// SpecOf returns the description of an action; false when it knows none of that name.
func SpecOf(do Action) (ActionSpec, bool) {
	spec, found := actionSpecs[do]
	return spec, found
}

// ActionSpecs lists all actions in the order of the table.
func ActionSpecs() []ActionSpec { return slices.Clone(actionTable) }

// actionTable and actionSpecs are set once, at the start: the functions in the table read it themselves.
var (
	actionTable []ActionSpec
	actionSpecs map[Action]ActionSpec
)

func init() {
	actionTable = newActionTable()
	actionSpecs = make(map[Action]ActionSpec, len(actionTable))
	for _, spec := range actionTable {
		actionSpecs[spec.Do] = spec
	}
}
