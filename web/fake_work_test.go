package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/papers"
	"foja/docket"
)

func (f fakeListsRoom) Day(_ context.Context, by access.User) (lists.Today, error) {
	if !by.Has(access.Workers...) {
		return lists.Today{}, forbidden
	}
	line := func(verb string, left int, also ...docket.Sentence) lists.TodayRow {
		r := lists.TodayRow{
			Row: f.rows[0], Href: "/requests/" + f.rows[0].ID, Verb: docket.Say(verb), Also: also, Strip: tenOf(f.page.Deadline.Days), Day: today,
			Until: today.AddDays(left), Legal: today.AddDays(left), Left: left, Late: left < 0,
		}
		return r
	}
	may, deputy := line("work.answer", 4), line("work.answer", 1)
	may.Hint = docket.Say("today.may", "what", docket.Say("Comunicar prórroga"), "on", today.AddDays(1))
	deputy.Whose = "Ana Torres"
	deputy.Truth = docket.Say("today.readings", "on", today.AddDays(1), "how", docket.Say("reading.office_hours"), "other_on", today, "other_how", docket.Say("reading.same_day"))
	mail := lists.TodayRow{Mail: true, Href: "/held/h-1", Verb: docket.Say("work.held"), Hint: docket.Say("held.too_many"), Day: today, Until: today}
	mail.Subject, mail.RequesterName = "Entrega en línea", "vecina@correo.example"
	closed := line("work.read_message", 1)
	closed.Closed, closed.Legal, closed.Strip = true, calendar.Date{}, nil
	return lists.Today{
		Bands: []lists.TodayBand{
			{Band: lists.BandOverdue, Rows: []lists.TodayRow{line("work.answer", -3, docket.Say("work.read_message"))}},
			{Band: lists.BandToday, Rows: []lists.TodayRow{line("work.answer", 0), line("work.deliver_part", 0)}},
			{Band: lists.BandDecide, Rows: []lists.TodayRow{line("work.review", 2)}},
			{Band: lists.BandCame, Rows: []lists.TodayRow{line("work.assigned", 9), line("work.letter_failed", 6), closed, mail}},
			{Band: lists.BandWeek, Rows: []lists.TodayRow{may, deputy}},
		},
		Asks: 7, Held: 4, Later: 50, More: 3, May: true,
		Pool: []lists.TodayRow{{Row: f.rows[1], Href: "/requests/" + f.rows[1].ID, Strip: tenOf(f.page.Deadline.Days), Day: today, Legal: today.AddDays(5), Left: 3}},
	}, f.fail
}

func tenOf(days []docket.CountedDay) []docket.CountedDay {
	return slices.DeleteFunc(slices.Clone(days), func(d docket.CountedDay) bool { return !d.Counted })
}

func (f fakeListsRoom) Load(_ context.Context, by access.User, user string) (lists.Load, error) {
	if !by.Has(access.Assigners...) {
		return lists.Load{}, forbidden
	}
	return lists.Load{User: user, Name: "Luis Paredes", Rows: f.rows, Total: len(f.rows)}, f.fail
}

func (f fakeListsRoom) Counts(_ context.Context, by access.User) (lists.Waiting, error) {
	return lists.Waiting{Today: 7, Held: 4, Appeals: 1, Notices: 2}, nil
}

func (f fakeActsRoom) ClaimAll(_ context.Context, by access.User, _ string, requests []string) ([]lists.ClaimedCase, error) {
	if !by.Has(access.Workers...) {
		return nil, forbidden
	}
	if len(requests) == 0 {
		return nil, docket.Invalid("requests", "Marque las solicitudes que va a tomar.")
	}
	var done []lists.ClaimedCase
	for _, id := range requests {
		c := lists.ClaimedCase{Number: id}
		if id == "r-taken" {
			c.Refusal = docket.Say("case.already_assigned")
		}
		done = append(done, c)
	}
	return done, nil
}

func (f fakePapersRoom) ReceiptTicket(ctx context.Context, by access.User, id string) (documents.File, error) {
	return f.Receipt(ctx, by, id)
}

func (f fakeActsRoom) PreviewLetter(_ context.Context, _ access.User, id string, c acts.Command) (papers.TemplatePreview, error) {
	if c.Text == "" && c.Action != docket.ActApprove {
		return papers.TemplatePreview{}, docket.Invalid("text", "Escriba el texto de la respuesta.")
	}
	return papers.TemplatePreview{
		Name: docket.Say("letter.response"), Number: f.page.Request.Number, Subject: "Respuesta a su solicitud <b>000123-2026</b>", Text: c.Text, PDF: []byte("%PDF-1.4 carta"),
	}, f.one(id)
}

func (f fakeLinksRoom) StatusLetter(ctx context.Context, number, code, key, ip string) (documents.File, error) {
	_, err := f.Status(ctx, number, code, ip)
	if err == nil && key != "extension-1" {
		err = docket.Refuse(docket.CodeNotFound, "Esa carta no está entre las que le enviamos. Vuelva a la página de su solicitud.")
	}
	return documents.File{Name: "prorroga.pdf", Type: "application/pdf", Bytes: []byte("%PDF-1.4 carta")}, err
}

func (f fakeFiguresRoom) Board(ctx context.Context, by access.User, filter figures.DashboardFilter) (figures.Figures, *figures.Plan, error) {
	figures, err := f.Dashboard(ctx, by, filter)
	if figures.Past {
		return figures, nil, err
	}
	plan, _ := f.Plan(ctx, by, filter)
	return figures, &plan, err
}

func (f *fake) Plan(_ context.Context, by access.User, _ figures.DashboardFilter) (figures.Plan, error) {
	p := figures.Plan{Rate: 1.4, Basis: docket.Say("84 respuestas en 41 días hábiles con 3 responsables: 0.68 por persona y día."), Late: 2, Risk: 3.4, Similar: 212, Unknown: 2}
	for i := range 15 {
		p.Days = append(p.Days, figures.PlanDay{On: today.AddDays(i + i/5*2), Due: figures.Figure{N: i * 7 % 6}, Present: 3 - i%2, Capacity: 2.1 - float64(i%2), Ahead: 1.5 - float64(i)/4, Risk: float64(i%4) / 5})
	}
	why := figures.Waiting()
	for i, n := range []int{9, 4, 6, 2} {
		p.Hands = append(p.Hands, figures.BoardRow{
			Key: why[i+1].Key, Name: why[i+1].Words, Open: figures.Figure{N: n, Filter: lists.Filter{Open: "yes", Hands: why[i+1].Key}},
			Overdue: figures.Figure{N: 3 - i, Filter: lists.Filter{Open: "yes", Overdue: true, Hands: why[i+1].Key}}, Oldest: today.AddDays(i*4 - 9),
		})
	}
	scope := figures.RegisterFilter{From: today.AddDays(-90), To: today, Only: "hands:officer"}
	p.Past = &figures.Past{
		On: today, From: scope.From, To: today, Answered: 31, Days: 214, Extended: 2,
		Hands:   []figures.PastFigure{{Name: docket.Say("El responsable"), N: 120, Share: 0.56, Filter: scope}, {Name: docket.Say("Un área poseedora"), N: 94, Share: 0.44, Filter: scope}},
		Grounds: []figures.PastFigure{{Name: docket.Say("Volumen significativo de la información"), N: 2, Filter: scope}},
	}
	for i, u := range f.agency.Units {
		p.Units = append(p.Units, figures.BoardRow{Key: u.ID, Name: docket.Say(u.Name), Open: figures.Figure{N: 3 - i%3}, Overdue: figures.Figure{N: i % 2}})
	}
	for m := range 12 {
		p.Months = append(p.Months, figures.PlanMonth{Month: calendar.Date{Year: 2025, Month: time.Month(1 + m), Day: 1}, Answered: figures.Figure{N: 20 + m}, InTime: figures.Figure{N: 17 + m%4}, Original: figures.Figure{N: 12 + m%5}})
	}
	return p, f.fail
}

func (f fakeActsRoom) Campaign(_ context.Context, _ access.User, id string) (acts.Campaign, error) {
	if err := f.one(id); err != nil {
		return acts.Campaign{}, err
	}
	return acts.Campaign{Of: id, Rows: f.rows, Open: 2, Shown: "Solicito copia de los contratos de alimentación vigentes."}, nil
}

func (f fakeActsRoom) AnswerCampaign(_ context.Context, by access.User, _, _ string, requests []string, c acts.Command) ([]acts.Answered, error) {
	if !by.Has(access.Workers...) {
		return nil, forbidden
	}
	if c.Text == "" {
		return nil, docket.Invalid("text", "Escriba la respuesta.")
	}
	if f.refusal != nil && c.SeenFindings == "" {
		return nil, f.refusal
	}
	f.commands = append(f.commands, c)
	var done []acts.Answered
	for _, id := range requests {
		a := acts.Answered{Number: id}
		if id == "r-taken" {
			a.Refusal = docket.Say("case.only_holder_may", "action", "Responder")
		}
		done = append(done, a)
	}
	return done, f.keep("campaign", c.Files)
}

func (f fakeLinksRoom) UnitQuestion(_ context.Context, token, _ string) (links.UnitQuestion, error) {
	if token != "good" {
		return links.UnitQuestion{}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido o ya venció.")
	}
	return links.UnitQuestion{
		Number: "000123-2026", Unit: "Unidad de Logística", Question: "Remitir los contratos vigentes y sus adendas.", DueOn: today.AddDays(1), CaseDue: today.AddDays(5), Left: 3,
		Answered: f.unit.Text != "",
		MoreDays: []links.MoreDay{{On: today.AddDays(2), Days: 1, Left: 2}, {On: today.AddDays(5), Days: 4}, {On: today.AddDays(6), Days: 5, Left: -1}},
	}, nil
}

func (f fakeLinksRoom) AskMoreDays(_ context.Context, _, _ string, m links.UnitMore) error {
	if m.Text == "" {
		return docket.Invalid("why", "Diga por qué necesita más días.")
	}
	f.more = m
	return nil
}

func (f fakeLinksRoom) AnswerAsUnit(_ context.Context, _, _ string, a links.UnitAnswer) error {
	if a.Text == "" {
		return docket.Invalid("text", "Escriba la respuesta o adjunte los archivos.")
	}
	f.unit = a
	return nil
}

func (f fakeLinksRoom) Download(_ context.Context, token, _ string) (links.Download, error) {
	d := links.Download{
		Number: "000123-2026", Name: "Resoluciones 2020-2025.pdf", Size: 48_300_000, Until: today.AddDays(60),
		SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Expired: token == "old",
	}
	if token != "good" && token != "old" {
		return links.Download{}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido.")
	}
	return d, f.fail
}

func (f fakeLinksRoom) FetchDownload(ctx context.Context, token, ip string) (string, error) {
	d, err := f.Download(ctx, token, ip)
	if err == nil && d.Expired {
		err = docket.Refuse(docket.CodeConflict, "Este enlace venció.")
	}
	return "ticket", err
}

func (f fakeLinksRoom) DownloadFile(_ context.Context, token, ticket, _ string) (documents.File, error) {
	if token != "good" || ticket != "ticket" {
		return documents.File{}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido.")
	}
	return documents.File{Name: "Resoluciones 2020-2025.pdf", Type: "text/html", Bytes: []byte("<script>" + strings.Repeat("x", 4000)), SHA256: "9f86"}, f.fail
}
