package api

import (
	"context"

	"foja/docket"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/lists"
	"foja/desk/papers"
)

func (f fakeListsRoom) Day(context.Context, access.User) (lists.Today, error) {
	c := lists.TodayRow{Row: theRow(), Verb: docket.Say("Responder"), Hint: docket.Say("puede prorrogar"), Until: date("2026-03-27"), Also: []docket.Sentence{docket.Say("Leer el mensaje")}, Whose: "Ana"}
	m := lists.TodayRow{Mail: true, Href: "/held/h-1", Verb: docket.Say("Clasificar"), Row: lists.Row{Subject: "Hola", RequesterName: "x@y.example", ReceivedAt: noon}}
	return lists.Today{
		Bands: []lists.TodayBand{{Band: lists.BandToday, Rows: []lists.TodayRow{c}}, {Band: lists.BandCame, Rows: []lists.TodayRow{m}}},
		Pool:  []lists.TodayRow{c}, More: 2, Later: 1, Asks: 1, Held: 3,
	}, f.trouble()
}

func (f *fakeDesk) Campaign(context.Context, access.User, string) (acts.Campaign, error) {
	return acts.Campaign{}, f.fail
}

func (f *fakeDesk) AnswerCampaign(context.Context, access.User, string, string, []string, acts.Command) ([]acts.Answered, error) {
	return nil, f.fail
}

func (f *fakeDesk) ClaimAll(context.Context, access.User, string, []string) ([]lists.ClaimedCase, error) {
	return nil, f.fail
}

func (f *fakeDesk) ReceiptTicket(context.Context, access.User, string) (documents.File, error) {
	return documents.File{}, f.fail
}

func (f *fakeDesk) PreviewLetter(context.Context, access.User, string, acts.Command) (papers.TemplatePreview, error) {
	return papers.TemplatePreview{}, f.fail
}

func (f *fakeDesk) StatusLetter(context.Context, string, string, string, string) (documents.File, error) {
	return documents.File{}, f.fail
}

func (f *fakeDesk) Board(context.Context, access.User, figures.DashboardFilter) (figures.Figures, *figures.Plan, error) {
	return figures.Figures{}, nil, f.fail
}

func (f fakeFiguresRoom) Plan(context.Context, access.User, figures.DashboardFilter) (figures.Plan, error) {
	return figures.Plan{
		Rate: 0.7, Basis: docket.Say("84 respuestas"), Late: 2,
		Days:   []figures.PlanDay{{On: date("2026-03-27"), Due: figures.Figure{N: 3, Filter: lists.Filter{Open: "yes", DueTo: date("2026-03-27")}}, Present: 2, Capacity: 1.4, Ahead: -1.6}},
		Hands:  []figures.BoardRow{{Key: "unit", Name: docket.Say("Un área"), Open: figures.Figure{N: 4, Filter: lists.Filter{Hands: "unit"}}, Overdue: figures.Figure{N: 1}, Oldest: date("2026-03-20")}},
		Units:  []figures.BoardRow{{Key: "archivo", Name: docket.Say("Archivo"), Open: figures.Figure{N: 4, Filter: lists.Filter{Unit: "archivo"}}}},
		Months: []figures.PlanMonth{{Month: date("2026-03-01"), Answered: figures.Figure{N: 20}, InTime: figures.Figure{N: 18}, Original: figures.Figure{N: 15}}},
	}, f.trouble()
}
