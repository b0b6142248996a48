package acts

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/lists"
	"foja/docket"
	"foja/store"
)

// Campaign is many people who ask for the same in the same words. Each has her own case and the right to an answer; they can be
// answered together, with one letter each.
type Campaign struct {
	Of    string // request through which it is seen
	Rows  []lists.Row
	Open  int    // not answered yet
	Shown string // the words that they share, as this one has them
}

// fewest is how many make a campaign: two may be one person twice.
const fewest = 3

// Campaign lists the requests with the text of this one. Empty when they are fewer than three.
func (s *Service) Campaign(ctx context.Context, by access.User, request string) (Campaign, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return Campaign{}, err
	}
	return s.CampaignOf(ctx, by, o)
}

// CampaignOf lists the requests with the same text as an open case.
func (s *Service) CampaignOf(ctx context.Context, by access.User, o core.LoadedCase) (Campaign, error) {
	_, ids, err := s.core.Store.Campaign(ctx, o.Request.ID)
	if err != nil || len(ids) < fewest {
		return Campaign{}, err
	}
	c := Campaign{Of: o.Request.ID, Shown: o.Request.Text}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return Campaign{}, err
	}
	for _, other := range cases {
		if !by.Sees(other.Request.Office) {
			continue
		}
		c.Rows = append(c.Rows, s.lists.RowOf(other))
		if other.Case.AnsweredAt.IsZero() && !other.Case.Closed() {
			c.Open++
		}
	}
	if len(c.Rows) < fewest {
		return Campaign{}, nil
	}
	return c, nil
}

// Answered is what became of one case of a campaign.
type Answered struct {
	Number  string
	Refusal docket.Sentence // none: its letter is on its way
}

// AnswerCampaign answers the cases of a campaign that were ticked with the same words and files: a command and a letter for each. One
// that cannot be answered stops none of the others, and the same form again answers nothing twice. Anyone who answers takes what nobody
// has.
func (s *Service) AnswerCampaign(ctx context.Context, by access.User, request, key string, requests []string, c Command) ([]Answered, error) {
	if err := by.Must(access.Workers); err != nil {
		return nil, err
	}
	all, err := s.Campaign(ctx, by, request)
	if err != nil {
		return nil, err
	}
	switch {
	case len(requests) == 0:
		return nil, docket.Invalid("requests", "bulk.choose_to_answer")
	case c.Text == "":
		return nil, docket.Invalid("text", "answer.empty")
	}
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return nil, err
	}
	// An earlier try may have left files with the case from which it is answered. They are looked into once, before any case is answered.
	files, err := s.documents.Pieces(ctx, request, c.Documents)
	if err != nil {
		return nil, err
	}
	fresh, wrong := s.documents.ReadFiles(ctx, store.DocumentDraft, c.Files)
	if len(wrong) > 0 {
		return nil, wrong
	}
	files = append(files, fresh...)
	look := Command{Action: docket.ActRespond, SeenFindings: c.SeenFindings, UnreadReason: c.UnreadReason}
	if _, err := s.look(ctx, o, by, look, files, "campaign:"+key); err != nil {
		return nil, err
	}
	c.Files, c.Documents = nil, nil
	var done []Answered
	for _, row := range all.Rows {
		if !slices.Contains(requests, row.ID) {
			continue
		}
		a := Answered{Number: row.Number}
		err := s.answerOne(ctx, by, row.ID, key, c, files)
		var refusal *docket.Error
		switch {
		case err == nil:
		case errors.As(err, &refusal):
			a.Refusal = refusal.Reason
		default:
			return done, err
		}
		done = append(done, a)
	}
	return done, nil
}

func (s *Service) answerOne(
	ctx context.Context, by access.User, request, key string, all Command, files []documents.Piece,
) error {
	o, err := s.Begun(ctx, by, request)
	if err != nil {
		return err
	}
	if o.Case.Holder == "" {
		if _, err := s.Act(ctx, by, request, Command{Key: key + ":claim:" + request, Action: docket.ActClaim}); err != nil {
			return err
		}
	}
	c := all
	c.Key, c.Action = key+":"+request, docket.ActRespond
	for _, f := range files {
		c.Files = append(c.Files, documents.Upload{Name: f.Name, Type: f.Media, Body: bytes.NewReader(f.Bytes)})
	}
	_, err = s.Act(ctx, by, request, c)
	return err
}
