package pen

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"foja/desk/core"
	"foja/docket"
	"foja/mail"
	"foja/store"
)

// SummaryVersion says which reading made the remembered summaries of messages. Raise it when messages are read differently or when
// shownOf shows more: the old ones are then made again.
const SummaryVersion = 2

// summaryText is how much of a message's text lists and case pages show, in bytes.
const summaryText = 200_000

// shownOf is what the mail itself says, in words.
func shownOf(m mail.Message) Message {
	out := Message{FromName: m.From.Name, FromEmail: m.From.Addr, Subject: m.Subject, Text: m.Text, Formatted: m.Formatted}
	if m.NewText != "" && m.NewText != m.Text {
		out.NewText = m.NewText
	}
	for i, a := range m.Attachments {
		out.Attachments = append(out.Attachments, MessageAttachment{N: i + 1, Name: a.Name, Type: a.Type, Size: int64(a.Size), SHA256: a.SHA256})
	}
	for _, code := range m.Defects {
		words := core.DefectWords(code)
		same := func(d docket.Sentence) bool { return d.Key == words.Key }
		if !words.IsZero() && !slices.ContainsFunc(out.Defects, same) {
			out.Defects = append(out.Defects, words)
		}
	}
	if m.Truncated {
		out.Defects = append(out.Defects, docket.Say("message.cut_off"))
	}
	return out
}

// summary is what lists and case pages show of a message. It is remembered, so that a page with many messages does not read and take
// apart all their bytes each time.
func (s *Service) summary(ctx context.Context, row store.Message) (Message, error) {
	body, found, err := s.core.Store.Summary(ctx, row.ID, SummaryVersion)
	if err != nil {
		return Message{}, err
	}
	var out Message
	if found && json.Unmarshal(body, &out) == nil {
		return out, nil
	}
	m, err := s.core.Messages.Outline(ctx, row.ID)
	if err != nil {
		return Message{}, err
	}
	out = shownOf(m)
	if len(out.Text) > summaryText {
		out.Text = strings.ToValidUTF8(out.Text[:summaryText], "")
		out.Defects = append(out.Defects, docket.Say("message.only_beginning"))
	}
	out.NewText = "" // lists show the text
	if body, err = json.Marshal(out); err != nil {
		return Message{}, err
	}
	return out, s.core.Store.KeepSummary(ctx, row.ID, SummaryVersion, body)
}

// show puts what the mail says into what the register holds of it.
func (m *Message) show(said Message) {
	m.FromName, m.Text, m.NewText, m.Formatted, m.Attachments, m.Defects = said.FromName, said.Text, said.NewText, said.Formatted, said.Attachments, said.Defects
	if said.FromEmail != "" {
		m.FromEmail = said.FromEmail
	}
	if said.Subject != "" {
		m.Subject = said.Subject
	}
}
