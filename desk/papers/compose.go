package papers

import (
	"context"

	"foja/docket"

	"foja/desk/core"
	"foja/papers/letters"
)

// Compose gathers what every letter about the case says. receivedBy is the name of the clerk, for a receipt.
func (s *Service) Compose(ctx context.Context, o core.LoadedCase, receivedBy string) (letters.Data, error) {
	deadline, _, err := o.Deadlines()
	if err != nil {
		return letters.Data{}, err
	}
	days, err := s.core.Days(ctx)
	if err != nil {
		return letters.Data{}, err
	}
	return letters.Compose(letters.Source{
		Agency: s.core.AgencyFile, Procedure: o.Procedure, Calendar: days.Calendar, Request: o.Request, Deadline: deadline, ReceivedBy: receivedBy, At: s.core.Now(),
	})
}

// TemplatePreview is a letter as it would be.
type TemplatePreview struct {
	Name    docket.Sentence // of the letter; nothing of a template's trial
	Number  string
	Subject string
	Text    string
	HTML    string // a whole page, to be shown by itself
	PDF     []byte
}
