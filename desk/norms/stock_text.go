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
	{Key: "{expediente}", Label: "número de la solicitud"},
	{Key: "{solicitante}", Label: "nombre de quien la presentó"},
	{Key: "{asunto}", Label: "asunto"},
	{Key: "{recibida}", Label: "día en que se recibió"},
	{Key: "{vence}", Label: "último día para responder"},
	{Key: "{sede}", Label: "sede que responde"},
}

// StockTexts lists them by name.
func (s *Service) StockTexts(ctx context.Context, by access.User) ([]StockText, error) {
	if err := by.Must(access.BookReaders); err != nil {
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
	no := func(field, text string) { wrong = append(wrong, docket.Invalid(field, "%s", text)) }
	switch {
	case t.Name == "":
		no("name", "Póngale un nombre, para encontrarlo en la lista.")
	case utf8.RuneCountInString(t.Name) > lists.LongestName:
		no("name", "Ese nombre es demasiado largo.")
	case slices.ContainsFunc(all, func(o store.StockText) bool { return o.ID != t.ID && strings.EqualFold(o.Name, t.Name) }):
		no("name", "Ya hay un texto modelo con ese nombre.")
	}
	switch {
	case t.Text == "":
		no("text", "Escriba el texto.")
	case utf8.RuneCountInString(t.Text) > longestStockText:
		no("text", "El texto es demasiado largo: un texto modelo es el comienzo de una carta.")
	}
	if len(wrong) > 0 {
		return wrong
	}
	if t.ID == "" {
		if len(all) >= mostStockTexts {
			return docket.Refuse(docket.CodeConflict, "Hay demasiados textos modelo. Borre los que ya no se usan.")
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
	if err := by.Must(access.BookReaders); err != nil {
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
