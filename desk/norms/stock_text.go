package norms

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
)

// StockText is one of them.
type StockText struct {
	ID, Name, Text string
	ChangedAt      time.Time
	ChangedBy      string // name
}

const (
	mostStockTexts   = 200
	longestStockText = 10_000
)

// StockTextWords are what a stock text may say of the case in which it is used, with what each stands for.
var StockTextWords = []core.Choice{
	{Key: "{expediente}", Words: docket.Say("stock_text.stands_for_number")},
	{Key: "{solicitante}", Words: docket.Say("stock_text.stands_for_requester")},
	{Key: "{asunto}", Words: docket.Say("stock_text.stands_for_subject")},
	{Key: "{recibida}", Words: docket.Say("stock_text.stands_for_received")},
	{Key: "{vence}", Words: docket.Say("stock_text.stands_for_due")},
	{Key: "{sede}", Words: docket.Say("stock_text.stands_for_office")},
}

// StockTexts lists them by name.
func (s *Service) StockTexts(ctx context.Context, by access.User) ([]StockText, error) {
	if err := by.Must(access.RegisterReaders); err != nil {
		return nil, err
	}
	all, err := s.core.Store.StockTexts(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]StockText, len(all))
	for i, t := range all {
		out[i] = StockText{ID: t.ID, Name: t.Name, Text: t.Text, ChangedAt: t.ChangedAt, ChangedBy: names[t.ChangedBy]}
	}
	slices.SortStableFunc(out, func(a, b StockText) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out, nil
}

// SaveStockText adds one, or changes one.
func (s *Service) SaveStockText(ctx context.Context, by access.User, t StockText) error {
	if err := by.Must(access.StockTextKeepers); err != nil {
		return err
	}
	all, err := s.core.Store.StockTexts(ctx)
	if err != nil {
		return err
	}
	t.Name, t.Text = access.OneLine(t.Name), strings.TrimSpace(strings.ReplaceAll(t.Text, "\r\n", "\n"))
	var wrong access.FieldErrors
	no := func(field, key string) { wrong = append(wrong, docket.Invalid(field, key)) }
	switch {
	case t.Name == "":
		no("name", "stock_text.name_missing")
	case utf8.RuneCountInString(t.Name) > lists.LongestName:
		no("name", "name.too_long")
	case slices.ContainsFunc(all, func(o store.StockText) bool { return o.ID != t.ID && strings.EqualFold(o.Name, t.Name) }):
		no("name", "stock_text.name_taken")
	}
	switch {
	case t.Text == "":
		no("text", "stock_text.text_missing")
	case utf8.RuneCountInString(t.Text) > longestStockText:
		no("text", "stock_text.text_too_long")
	}
	if len(wrong) > 0 {
		return wrong
	}
	if t.ID == "" {
		if len(all) >= mostStockTexts {
			return docket.Refuse(docket.CodeConflict, "stock_text.too_many")
		}
		t.ID = uuid.NewString()
	} else if _, err := s.core.Store.StockText(ctx, t.ID); err != nil {
		return err
	}
	return s.core.Store.SaveStockText(ctx, store.StockText{ID: t.ID, Name: t.Name, Text: t.Text, ChangedAt: s.core.Now(), ChangedBy: by.ID})
}

// DropStockText forgets one. Letters that were begun with it stay as they are.
func (s *Service) DropStockText(ctx context.Context, by access.User, id string) error {
	if err := by.Must(access.StockTextKeepers); err != nil {
		return err
	}
	return s.core.Store.DropStockText(ctx, id)
}

// StockTextFor is a text with what it says of one case filled in. A day that the case has not (its clock stands) is a
// line to fill in.
func (s *Service) StockTextFor(ctx context.Context, by access.User, request, id string) (string, error) {
	if err := by.Must(access.RegisterReaders); err != nil {
		return "", err
	}
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return "", err
	}
	t, err := s.core.Store.StockText(ctx, id)
	if err != nil {
		return "", err
	}
	day := func(on calendar.Date) string {
		if on.IsZero() {
			return "______"
		}
		return letters.LongDate(on)
	}
	r := o.Request
	return strings.NewReplacer("{expediente}", r.Number, "{solicitante}", r.Requester.Name, "{asunto}", cmp.Or(r.Subject, "______"),
		"{recibida}", day(r.ReceivedOn), "{vence}", day(o.Case.DueOn), "{sede}", o.Office.Name).Replace(t.Text), nil
}
