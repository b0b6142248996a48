package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"foja/casefile"
	"foja/docket"
	"foja/store"
)

// Bundle is a file that is made while it is written: a case may hold more than memory should.
type Bundle struct {
	Name  string
	Write func(io.Writer) error
}

// CaseFilePDF hands out the whole case on numbered leaves, to whoever may read the case.
func (d *Desk) CaseFilePDF(ctx context.Context, by User, request string) (File, error) {
	f, err := d.caseFile(ctx, by, request)
	if err != nil {
		return File{}, err
	}
	book, err := casefile.Render(f)
	if err != nil {
		return File{}, err
	}
	return File{Name: "expediente-" + f.Number + ".pdf", Type: "application/pdf", Bytes: book.PDF, SHA256: fingerprint(book.PDF)}, nil
}

// CaseFileZIP hands out the same with the originals. What can be refused is refused before the first byte.
func (d *Desk) CaseFileZIP(ctx context.Context, by User, request string) (Bundle, error) {
	f, err := d.caseFile(ctx, by, request)
	if err != nil {
		return Bundle{}, err
	}
	book, err := casefile.Render(f)
	if err != nil {
		return Bundle{}, err
	}
	return Bundle{"expediente-" + f.Number + ".zip", func(w io.Writer) error { return casefile.WriteZIP(w, f, book) }}, nil
}

func fingerprint(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// gathering collects a case's file. Originals get their numbers in the order in which they are met.
type gathering struct {
	history
	f      casefile.File
	stored []store.Document
	told   map[string]bool // documents that a piece shows already
	number map[string]int  // of an original, by document ID
}

func (d *Desk) caseFile(ctx context.Context, by User, request string) (casefile.File, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return casefile.File{}, err
	}
	names, err := d.names(ctx)
	if err != nil {
		return casefile.File{}, err
	}
	docs, err := d.Store.Documents(ctx, request)
	if err != nil {
		return casefile.File{}, err
	}
	chain, err := d.Store.Chain(ctx, request)
	if err != nil {
		return casefile.File{}, err
	}
	g := &gathering{
		history: history{desk: d, o: o, names: names, docs: documents(docs)}, stored: docs,
		told: map[string]bool{}, number: map[string]int{},
	}
	events := make([]docket.Event, len(chain))
	for i, l := range chain {
		events[i] = l.Event
	}
	if g.numbers, err = d.numbersOf(ctx, events); err != nil {
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
	g.f.Chain, _, err = d.Store.VerifyChain(ctx, request)
	return g.f, err
}

// head is what stands on the cover, and the history.
func (g *gathering) head(chain []store.ChainedEvent) {
	o, r, a := g.o, g.o.request, g.desk.Deps.Agency
	g.f = casefile.File{
		Agency: a.Name, Acronym: a.Acronym, Office: joined(" · ", o.office.Name, o.office.Address), Number: r.Number,
		Title: o.procedure.Name.ES, Zone: g.desk.zone(r.Office), At: r.RegisteredAt,
		Cover: []casefile.Fact{
			{Label: "Solicitante", Value: r.Requester.Name},
			{Label: "Documento", Value: joined(" ", r.Requester.IDKind, r.Requester.IDNumber)},
			{Label: "Asunto", Value: r.Subject},
			{Label: "Estado", Value: stateName(o.procedure, o.kase.State)},
			{Label: "Tipo de respuesta", Value: named(o.kase.Outcome, func(k string) string { return outcomeName(o.procedure, k) })},
			{Label: "Causal", Value: named(o.kase.Ground, func(k string) string { return groundName(o.procedure, k) })},
			{Label: "Responsable", Value: g.names[o.kase.Holder]},
		},
	}
	for _, l := range chain {
		e := casefile.Event{Seq: l.Seq, At: l.Happened(), Title: g.title(l.Event), Who: g.who(l.By), Role: offices[l.By.Role], Hands: handsWords[l.Hands], Hash: l.Hash}
		if !l.At.Equal(e.At) {
			e.Recorded = l.At
		}
		g.f.Events = append(g.f.Events, e)
		g.f.At = l.At
	}
}

func (g *gathering) clock(context.Context) error {
	deadline, other, err := g.o.deadlines()
	g.f.Clock = casefile.Clock{Deadline: deadline, Other: other}
	return err
}

// asked is the request as it was registered.
func (g *gathering) asked() {
	o, r := g.o, g.o.request
	mode := r.DeliveryMode
	for _, m := range o.procedure.DeliveryModes {
		if m.Key == mode {
			mode = m.Name.ES
		}
	}
	by := g.names[r.ReceivedBy]
	if r.ReceivedBy == "" {
		by = "foja, sistema de la entidad"
	}
	consent := "no"
	if r.Requester.EmailConsent {
		consent = "sí"
	}
	p := casefile.Piece{Kind: "Solicitud", Title: r.Subject, At: r.ReceivedAt, Text: r.Text, Facts: []casefile.Fact{
		{Label: "Recibida", Value: r.ReceivedAt.In(g.f.Zone).Format("02/01/2006 15:04:05") + ", " + channelWords[r.Channel]},
		{Label: "Recibió", Value: by},
		{Label: "Solicitante", Value: r.Requester.Name},
		{Label: "Documento", Value: joined(" ", r.Requester.IDKind, r.Requester.IDNumber)},
		{Label: "Domicilio", Value: r.Requester.Address},
		{Label: "Correo electrónico", Value: r.Requester.Email},
		{Label: "Teléfono", Value: r.Requester.Phone},
		{Label: "Autoriza correo", Value: consent},
		{Label: "Forma de entrega", Value: mode},
	}}
	if p.Title == "" {
		p.Title = "Sin asunto"
	}
	if r.Sheets > 0 {
		p.Facts = append(p.Facts, casefile.Fact{Label: "Hojas presentadas", Value: fmt.Sprint(r.Sheets)})
	}
	for _, f := range o.procedure.Fields {
		p.Facts = append(p.Facts, casefile.Fact{Label: f.Name.ES, Value: r.Fields[f.Key]})
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
			return g.desk.Store.DocumentBytes(ctx, doc.ID)
		})
	}
	return nil
}
