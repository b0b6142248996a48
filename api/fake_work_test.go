package api

import (
	"context"

	"foja/desk"
)

func (f *fakeDesk) Day(context.Context, desk.User) (desk.Today, error) {
	c := desk.TodayCase{Row: theRow(), Waits: "responsable", Day: date("2026-03-27")}
	return desk.Today{Groups: []desk.TodayGroup{{On: date("2026-03-27"), When: "Hoy es el último día", What: "Comunicar la prórroga", Rule: "R26", Cases: []desk.TodayCase{c}}, {When: "Sin fecha", What: "Responder", Late: true}}, Pool: []desk.TodayCase{c}, More: 2, Later: 1}, f.trouble()
}

func (f *fakeDesk) Campaign(context.Context, desk.User, string) (desk.Campaign, error) {
	return desk.Campaign{}, f.fail
}

func (f *fakeDesk) AnswerCampaign(context.Context, desk.User, string, string, []string, desk.Command) ([]desk.Answered, error) {
	return nil, f.fail
}

func (f *fakeDesk) ClaimAll(context.Context, desk.User, string, []string) ([]desk.ClaimedCase, error) {
	return nil, f.fail
}

func (f *fakeDesk) ReceiptTicket(context.Context, desk.User, string) (desk.File, error) {
	return desk.File{}, f.fail
}

func (f *fakeDesk) PreviewLetter(context.Context, desk.User, string, desk.Command) (desk.TemplatePreview, error) {
	return desk.TemplatePreview{}, f.fail
}

func (f *fakeDesk) StatusLetter(context.Context, string, string, string, string) (desk.File, error) {
	return desk.File{}, f.fail
}

func (f *fakeDesk) Board(context.Context, desk.User, desk.DashboardFilter) (desk.Figures, *desk.Plan, error) {
	return desk.Figures{}, nil, f.fail
}

func (f *fakeDesk) Plan(context.Context, desk.User, desk.DashboardFilter) (desk.Plan, error) {
	return desk.Plan{
		Rate: 0.7, Basis: "84 respuestas", Late: 2,
		Days:   []desk.PlanDay{{On: date("2026-03-27"), Due: desk.Figure{N: 3, Filter: desk.Filter{Open: "yes", DueTo: date("2026-03-27")}}, Present: 2, Capacity: 1.4, Ahead: -1.6}},
		Hands:  []desk.BoardRow{{Key: "unit", Name: "Un área", Open: desk.Figure{N: 4, Filter: desk.Filter{Hands: "unit"}}, Overdue: desk.Figure{N: 1}, Oldest: date("2026-03-20")}},
		Units:  []desk.BoardRow{{Key: "archivo", Name: "Archivo", Open: desk.Figure{N: 4, Filter: desk.Filter{Unit: "archivo"}}}},
		Months: []desk.PlanMonth{{Month: date("2026-03-01"), Answered: desk.Figure{N: 20}, InTime: desk.Figure{N: 18}, Original: desk.Figure{N: 15}}},
	}, f.trouble()
}
