package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
func (h History) moveTitle(e docket.Event) string {
	number := h.Numbers[e.Move.Case]
	if docket.Action(e.Kind) == docket.ActTakeMessage {
		if e.Move.To == docket.MoveToNew {
			return "La solicitud se hizo de un mensaje que estaba en el expediente " + number
		}
		if e.Move.Case == h.Loaded.Request.ID {
			return "Volvió un mensaje que había salido del expediente"
		}
		return "Recibió un mensaje que estaba en el expediente " + number
	}
	title := "Sacó un mensaje del expediente: pasó a la bandeja por clasificar"
	switch e.Move.To {
	case docket.MoveToCase:
		title = "Movió un mensaje al expediente " + number
	case docket.MoveToNew:
		title = "Sacó un mensaje del expediente para registrarlo como solicitud nueva"
	default:
	}
	if len(e.Move.Follows) == 0 {
		return title
	}
	var list []string
	for _, seq := range e.Move.Follows {
		list = append(list, fmt.Sprintf("N.° %d", seq))
	}
	return title + ". Queda lo que se registró con él: " + strings.Join(list, ", ")
}
