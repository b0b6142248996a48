package papers

import (
	"context"
	"fmt"
	"io"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
	"foja/papers/casefile"
	"foja/store"
)

// Bundle is a file that is made while it is written: a case may hold more than memory should.
type Bundle struct {
	Name  string
	Write func(io.Writer) error
}

// CaseFilePDF hands out the whole case on numbered leaves, to a person who may read the case.
func (s *Service) CaseFilePDF(ctx context.Context, by access.User, request string) (documents.File, error) {
	f, err := s.CaseFile(ctx, by, request)
	if err != nil {
		return documents.File{}, err
	}
	file, err := casefile.Render(f)
	if err != nil {
		return documents.File{}, err
	}
	return documents.File{Name: "expediente-" + f.Number + ".pdf", Type: "application/pdf", Bytes: file.PDF, SHA256: documents.Fingerprint(file.PDF)}, nil
}

// CaseFileZIP hands out the same with the originals. What can be refused is refused before the first byte.
func (s *Service) CaseFileZIP(ctx context.Context, by access.User, request string) (Bundle, error) {
	f, err := s.CaseFile(ctx, by, request)
	if err != nil {
		return Bundle{}, err
	}
	file, err := casefile.Render(f)
	if err != nil {
		return Bundle{}, err
	}
	return Bundle{"expediente-" + f.Number + ".zip", func(w io.Writer) error { return casefile.WriteZIP(w, f, file) }}, nil
}

// gathering collects a case's file. Originals get their numbers in the order in which they are met.
type gathering struct {
	service *Service
	history.History
	f      casefile.File
	stored []store.Document
	shown  map[string]bool // documents that a piece shows already
	number map[string]int  // of an original, by document ID
}

// CaseFile gathers a whole case for its numbered leaves.
func (s *Service) CaseFile(ctx context.Context, by access.User, request string) (casefile.File, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return casefile.File{}, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return casefile.File{}, err
	}
	docs, err := s.core.Store.Documents(ctx, request)
	if err != nil {
		return casefile.File{}, err
	}
	chain, err := s.core.Store.Chain(ctx, request)
	if err != nil {
		return casefile.File{}, err
	}
	g := &gathering{
		service: s, History: s.history.Of(o, names, history.ByID(docs)), stored: docs,
		shown: map[string]bool{}, number: map[string]int{},
	}
	events := make([]docket.Event, len(chain))
	for i, l := range chain {
		events[i] = l.Event
	}
	if g.Numbers, err = s.history.NumbersOf(ctx, events); err != nil {
		return casefile.File{}, err
	}
	g.head(chain)
	for _, step := range []func(context.Context) error{g.clock, g.papers, func(ctx context.Context) error { return g.messages(ctx, events) }, g.letters, func(ctx context.Context) error { return g.words(ctx, chain, events) }, g.appealed, g.rest} {
		if err := step(ctx); err != nil {
			return casefile.File{}, err
		}
	}
	g.asked()
	slices.SortStableFunc(g.f.Pieces, func(a, b casefile.Piece) int { return a.At.Compare(b.At) })
	g.f.Chain, _, err = s.core.Store.VerifyChain(ctx, request)
	return g.f, err
}

// head is what stands on the cover, and the history.
func (g *gathering) head(chain []store.ChainedEvent) {
	o, r, a := g.Loaded, g.Loaded.Request, g.service.core.AgencyFile
	g.f = casefile.File{
		Agency: a.Name, Acronym: a.Acronym, Office: core.Joined(" · ", o.Office.Name, o.Office.Address), Number: r.Number,
		Title: casefile.Say(core.Named(o.Procedure.Name)), Zone: g.service.core.Zone(r.Office), At: r.RegisteredAt,
		Cover: []casefile.Fact{
			{Label: word("requester"), Value: r.Requester.Name},
			{Label: word("id"), Value: core.Joined(" ", r.Requester.IDKind, r.Requester.IDNumber)},
			{Label: word("subject"), Value: r.Subject},
			{Label: word("state"), Value: casefile.Say(core.StateName(o.Procedure, o.Case.State))},
			{Label: word("outcome"), Value: casefile.Say(core.OutcomeName(o.Procedure, o.Case.Outcome))},
			{Label: word("ground"), Value: casefile.Say(core.ClosedFor(o.Procedure, o.Case))},
			{Label: word("officer"), Value: g.Names[o.Case.Holder]},
		},
	}
	for _, l := range chain {
		e := casefile.Event{Seq: l.Seq, At: l.Happened(), Title: g.Title(l.Event), Who: casefile.Say(g.Who(l.By)), Role: roleOf(l.By), Hands: casefile.Say(core.HandsWords(l.Hands)), Hash: l.Hash}
		if !l.At.Equal(e.At) {
			e.Recorded = l.At
		}
		g.f.Events = append(g.f.Events, e)
		g.f.At = l.At
	}
}

func (g *gathering) clock(context.Context) error {
	deadline, other, err := g.Loaded.Deadlines()
	g.f.Clock = casefile.Clock{Deadline: deadline, Other: other}
	return err
}

// asked is the request as it was registered.
func (g *gathering) asked() {
	o, r := g.Loaded, g.Loaded.Request
	mode := r.DeliveryMode
	for _, m := range o.Procedure.DeliveryModes {
		if m.Key == mode {
			mode = casefile.Say(core.Named(m.Name))
		}
	}
	by := g.Names[r.ReceivedBy]
	if r.ReceivedBy == "" {
		by = word("by_the_system")
	}
	consent := word("no")
	if r.Requester.EmailConsent {
		consent = word("yes")
	}
	p := casefile.Piece{Kind: word("request"), Title: r.Subject, At: r.ReceivedAt, Text: r.Text, Facts: []casefile.Fact{
		{Label: word("received"), Value: r.ReceivedAt.In(g.f.Zone).Format("02/01/2006 15:04:05") + ", " + casefile.Say(core.ChannelWords(r.Channel))},
		{Label: word("received_by"), Value: by},
		{Label: word("requester"), Value: r.Requester.Name},
		{Label: word("id"), Value: core.Joined(" ", r.Requester.IDKind, r.Requester.IDNumber)},
		{Label: word("address"), Value: r.Requester.Address},
		{Label: word("email"), Value: r.Requester.Email},
		{Label: word("phone"), Value: r.Requester.Phone},
		{Label: word("mail_consent"), Value: consent},
		{Label: word("delivery"), Value: mode},
	}}
	if p.Title == "" {
		p.Title = word("no_subject")
	}
	if r.Sheets > 0 {
		p.Facts = append(p.Facts, casefile.Fact{Label: word("sheets"), Value: fmt.Sprint(r.Sheets)})
	}
	for _, f := range o.Procedure.Fields {
		p.Facts = append(p.Facts, casefile.Fact{Label: casefile.Say(core.Named(f.Name)), Value: r.Fields[f.Key]})
	}
	g.f.Request = p
}

// original gives bytes a number in the ZIP.
func (g *gathering) original(what, name, media, sha string, size int64, open func() ([]byte, error)) int {
	n := len(g.f.Originals) + 1
	g.f.Originals = append(g.f.Originals, casefile.Original{N: n, What: what, Name: name, Type: media, SHA256: sha, Size: size, Open: open})
	return n
}

// papers numbers every kept document.
func (g *gathering) papers(ctx context.Context) error {
	for _, doc := range g.stored {
		g.number[doc.ID] = g.original(documentWord(doc.Kind), doc.Name, doc.Type, doc.SHA256, doc.Size, func() ([]byte, error) {
			return g.service.core.Store.DocumentBytes(ctx, doc.ID)
		})
	}
	return nil
}
