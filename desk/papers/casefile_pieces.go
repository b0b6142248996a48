package papers

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/mail"
	"foja/papers/casefile"
	"foja/store"
)

func (g *gathering) messages(ctx context.Context, events []docket.Event) error {
	rows, err := g.service.core.Store.MessagesOf(ctx, g.Loaded.Request.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		raw, err := g.service.core.Store.MessageRaw(ctx, row.ID)
		if err != nil {
			return err
		}
		kind := fateWord(row.Fate)
		m, err := g.service.core.Messages.Outline(ctx, row.ID)
		if err != nil {
			return err
		}
		p := g.mail(kind, m)
		p.At, p.SHA256 = row.ReceivedAt, documents.Fingerprint(raw)
		p.Facts = append([]casefile.Fact{{Label: word("reached_server"), Value: row.ReceivedAt.In(g.f.Zone).Format("02/01/2006 15:04:05")}}, p.Facts...)
		if row.Fate != docket.FateOwn && row.Fate != docket.FateReport {
			s, err := g.service.history.Sender(ctx, g.Loaded, row, events)
			if err != nil {
				return err
			}
			whose := s.Words
			if whose.IsZero() {
				whose = docket.Say("casefile.of_the_requester")
			}
			p.Facts = append(p.Facts, casefile.Fact{Label: word("whose"), Value: casefile.Say(whose)})
		}
		if row.TooBig {
			p.Facts = append(p.Facts, casefile.Fact{Label: word("attention"), Value: word("too_big")})
		}
		p.Original = g.original(kind, "mensaje-"+row.ID[:min(8, len(row.ID))]+".eml", "message/rfc822", p.SHA256, int64(len(raw)), func() ([]byte, error) {
			return g.service.core.Store.MessageRaw(ctx, row.ID)
		})
		g.f.Pieces = append(g.f.Pieces, p)
	}
	return nil
}

// mail is a message in words.
func (g *gathering) mail(kind string, m mail.Message) casefile.Piece {
	p := casefile.Piece{Kind: kind, Title: m.Subject, Text: m.Text, Facts: []casefile.Fact{
		{Label: word("from"), Value: addresses(m.From)},
		{Label: word("to"), Value: addresses(m.To...)},
		{Label: word("copy_to"), Value: addresses(m.Cc...)},
		{Label: word("subject"), Value: m.Subject},
		{Label: word("message_id"), Value: m.MessageID},
		{Label: word("in_reply_to"), Value: m.InReplyTo},
	}}
	if !m.Date.IsZero() {
		p.Facts = append(p.Facts, casefile.Fact{Label: word("declared_date"), Value: m.Date.In(g.f.Zone).Format("02/01/2006 15:04:05")})
	}
	if p.Title == "" {
		p.Title = word("no_subject")
	}
	for _, a := range m.Attachments {
		p.Files = append(p.Files, casefile.Attached{Name: a.Name, Size: int64(a.Size), SHA256: a.SHA256, Original: g.kept(a.SHA256)})
	}
	return p
}

// kept is the number of the document with these bytes; 0 when there is none.
func (g *gathering) kept(sha string) int {
	for _, doc := range g.stored {
		if doc.SHA256 == sha {
			return g.number[doc.ID]
		}
	}
	return 0
}

func (g *gathering) letters(ctx context.Context) error {
	rows, err := g.service.core.Store.Letters(ctx, g.Loaded.Request.ID)
	if err != nil {
		return err
	}
	facts, err := g.service.core.Store.DeliveryFacts(ctx, g.Loaded.Request.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		name := casefile.Say(core.LetterName(g.Loaded.Procedure, row.Kind))
		p := casefile.Piece{Kind: word("letter"), Title: name}
		switch {
		case row.ByEmail:
			raw, _, _, err := g.service.core.Store.LetterRaw(ctx, row.ID)
			if err != nil {
				return err
			}
			p = g.mail(word("letter_by_mail"), mail.Parse(raw))
			p.Title, p.SHA256 = name, row.RawSHA256
			p.Original = g.original(casefile.Say(docket.Say("casefile.letter_sent", "letter", name)), fmt.Sprintf("carta-%s-%d.eml", row.Kind, row.N), "message/rfc822", row.RawSHA256, int64(len(raw)), func() ([]byte, error) {
				b, _, _, err := g.service.core.Store.LetterRaw(ctx, row.ID)
				return b, err
			})
		default:
			p.Kind = word("letter_on_paper")
			if l, ok := g.Loaded.Case.Letter(row.ID); ok && p.Text == "" {
				if p.Text, err = g.Text(ctx, l.Text); err != nil {
					return err
				}
			}
		}
		p.At = row.PreparedAt
		p.Facts = append(p.Facts, g.deliveryFacts(row)...)
		for _, f := range facts {
			if f.Letter == row.ID {
				p.Facts = append(p.Facts, casefile.Fact{
					Label: casefile.Say(docket.Say("casefile.report_of", "at", f.At.In(g.f.Zone).Format("02/01/2006 15:04:05"))),
					Value: casefile.Say(core.ReportWords(f)),
				})
			}
		}
		if doc, ok := g.Docs[row.PDF]; ok {
			g.shown[doc.ID] = true
			p.Files = append(p.Files, casefile.Attached{Name: casefile.Say(docket.Say("casefile.paper_letter_file", "name", doc.Name)), Size: doc.Size, SHA256: doc.SHA256, Original: g.number[doc.ID]})
		}
		g.f.Pieces = append(g.f.Pieces, p)
	}
	return nil
}

// deliveryFacts is how far a letter came.
func (g *gathering) deliveryFacts(row store.LetterRow) []casefile.Fact {
	moment := func(label string, t interface{ IsZero() bool }, text string) casefile.Fact {
		if t.IsZero() {
			return casefile.Fact{}
		}
		return casefile.Fact{Label: label, Value: text}
	}
	const full = "02/01/2006 15:04:05"
	return []casefile.Fact{
		moment(word("prepared"), row.PreparedAt, row.PreparedAt.In(g.f.Zone).Format(full)),
		moment(word("accepted"), row.SentAt, row.SentAt.In(g.f.Zone).Format(full)),
		moment(word("delivered"), row.DeliveredAt, row.DeliveredAt.In(g.f.Zone).Format(full)),
		{Label: word("response"), Value: row.Response},
		{Label: word("last_error"), Value: row.LastError},
		{Label: word("returned_with"), Value: row.BounceStatus},
	}
}

// words are what people wrote: notes, questions to units and their answers, drafts and reasons.
func (g *gathering) words(ctx context.Context, chain []store.ChainedEvent, events []docket.Event) error {
	for _, l := range chain {
		doc, ok := g.Docs[l.Text]
		if vouched := g.Docs[l.SenderReason]; !ok && vouched.ID != "" {
			doc, ok = vouched, true // an act that has a message for its words
		}
		if !ok || g.shown[doc.ID] || !strings.HasPrefix(doc.Type, "text/plain") {
			continue
		}
		g.shown[doc.ID] = true
		text, err := g.Text(ctx, doc.ID)
		if err != nil {
			return err
		}
		if l.SenderReason != "" {
			g.shown[l.SenderReason] = true
			why, err := g.Text(ctx, l.SenderReason)
			if err != nil {
				return err
			}
			if doc.ID == l.SenderReason {
				text = ""
			}
			row, err := g.service.core.Store.Message(ctx, l.Message)
			if err != nil {
				return err
			}
			from, err := g.service.history.Sender(ctx, g.Loaded, row, events)
			if err != nil {
				return err
			}
			text = core.Joined("\n\n", text, casefile.Say(g.SenderNote(l.Event, from, why)))
		}
		p := casefile.Piece{
			Kind: wordsKind(l.Event, doc.Kind), Said: g.Title(l.Event), At: l.Happened(), Text: text, Original: g.number[doc.ID], SHA256: doc.SHA256,
			Facts: []casefile.Fact{
				{Label: word("at"), Value: l.Happened().In(g.f.Zone).Format("02/01/2006 15:04:05")},
				{Label: word("by"), Value: core.Joined(", ", casefile.Say(g.Who(l.By)), roleOf(l.By))},
				{Label: word("act"), Value: casefile.Say(docket.Say("event.number", "n", l.Seq))},
			},
		}
		for _, id := range l.Documents {
			if d, ok := g.Docs[id]; ok {
				p.Files = append(p.Files, casefile.Attached{Name: d.Name, Size: d.Size, SHA256: d.SHA256, Original: g.number[id]})
			}
		}
		g.f.Pieces = append(g.f.Pieces, p)
	}
	return nil
}

// rest gives a leaf to every document that has none yet. What is plain text and ours is set; the others are named.
func (g *gathering) rest(ctx context.Context) error {
	for _, doc := range g.stored {
		if g.shown[doc.ID] {
			continue
		}
		p := casefile.Piece{Kind: documentWord(doc.Kind), Title: doc.Name, At: doc.At, Original: g.number[doc.ID], SHA256: doc.SHA256, Facts: []casefile.Fact{
			{Label: word("name"), Value: doc.Name},
			{Label: word("type"), Value: doc.Type},
			{Label: word("size"), Value: fmt.Sprintf("%d bytes", doc.Size)},
			{Label: word("added"), Value: doc.At.In(g.f.Zone).Format("02/01/2006 15:04:05")},
			{Label: word("by"), Value: g.Names[doc.By]},
		}}
		if doc.Kind != store.DocumentAttachment && doc.Kind != store.DocumentEvidence && strings.HasPrefix(doc.Type, "text/plain") {
			body, err := g.service.core.Store.DocumentBytes(ctx, doc.ID)
			if err != nil {
				return err
			}
			p.Text = string(bytes.ToValidUTF8(body, []byte("\ufffd")))
		}
		g.f.Pieces = append(g.f.Pieces, p)
	}
	return nil
}
