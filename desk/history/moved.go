package history

import (
	"context"
	"slices"

	"foja/desk/core"
	"foja/docket"
)

// NumbersOf are the numbers of the other cases that moves tell of, by request ID.
func (s *Service) NumbersOf(ctx context.Context, events []docket.Event) (map[string]string, error) {
	var ids []string
	for _, e := range events {
		if e.Move != nil && e.Move.Case != "" && !slices.Contains(ids, e.Move.Case) {
			ids = append(ids, e.Move.Case)
		}
	}
	numbers := map[string]string{}
	for _, id := range ids {
		r, err := s.core.Store.Request(ctx, id)
		if err != nil {
			return nil, err
		}
		numbers[id] = r.Number
	}
	return numbers, nil
}

// moveTitle is a move in one line.
func (h History) moveTitle(e docket.Event) docket.Sentence {
	number := h.Numbers[e.Move.Case]
	if docket.Action(e.Kind) == docket.ActTakeMessage {
		if e.Move.To == docket.MoveToNew {
			return docket.Say("move.made_from", "number", number)
		}
		if e.Move.Case == h.Loaded.Request.ID {
			return docket.Say("move.came_back")
		}
		return docket.Say("move.received_from", "number", number)
	}
	title := docket.Say("move.to_held")
	switch e.Move.To {
	case docket.MoveToCase:
		title = docket.Say("move.to_case", "number", number)
	case docket.MoveToNew:
		title = docket.Say("move.to_new")
	default:
	}
	if len(e.Move.Follows) == 0 {
		return title
	}
	var list []docket.Sentence
	for _, seq := range e.Move.Follows {
		list = append(list, docket.Say("event.number", "n", seq))
	}
	return docket.Say("move.with_follows", "title", title, "list", core.Listed("list.comma", list...))
}
