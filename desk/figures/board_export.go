package figures

import (
	"context"
	"errors"
	"fmt"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
	"foja/papers/tables"
	"foja/store"
)

// BoardFile is the board as a file to keep or to carry into a meeting: format xlsx or pdf. What screens, files and the Monday mail
// show is counted once, here.
func (s *Service) BoardFile(ctx context.Context, by access.User, f DashboardFilter, format string) (documents.File, error) {
	if err := by.Must(access.Watchers); err != nil {
		return documents.File{}, err
	}
	if format != "xlsx" && format != "pdf" {
		return documents.File{}, access.FieldErrors{docket.Invalid("format", "format.xlsx_or_pdf")}
	}
	board, err := s.board(ctx, by, f)
	if err != nil {
		return documents.File{}, err
	}
	out := documents.File{Name: fmt.Sprintf("tablero-%s.%s", calendar.DateOf(board.AsOf.In(board.Zone)), format), Type: "application/pdf"}
	if format == "pdf" {
		out.Bytes, err = letters.BoardPDF(board)
		return out, err
	}
	out.Type = typeXLSX
	x := tables.NewWorkbook(tables.Spanish)
	lines := [][]any{{docket.Say("board.title")}, {board.Scope}, {letters.LongInstant(board.AsOf, board.Zone)}, {}}
	for _, sentence := range board.Summary {
		lines = append(lines, []any{sentence})
	}
	x.Sheet(docket.Say("board.summary"), []float64{90}, lines)
	for _, t := range board.Tables {
		head, widths := make([]any, len(t.Head)), []float64{42}
		for i, text := range t.Head {
			head[i], widths = tables.Heading{Sentence: text}, append(widths, 16)
		}
		x.Sheet(t.Title, widths[:len(t.Head)], append([][]any{head}, t.Rows...))
	}
	out.Bytes, err = x.Bytes()
	return out, err
}

// board counts what the manager's page shows, as sentences and tables.
func (s *Service) board(ctx context.Context, by access.User, f DashboardFilter) (letters.BoardData, error) {
	figures, plan, err := s.Board(ctx, by, f)
	if err != nil {
		return letters.BoardData{}, err
	}
	if by.Office != "" {
		f.Office = by.Office
	}
	office := s.core.Office(f.Office)
	out := letters.BoardData{
		Agency: s.core.AgencyFile, AsOf: figures.AsOf, Zone: s.core.Zone(office.ID), Scope: docket.Say("board.all_offices"),
	}
	if f.Office != "" {
		out.Scope = core.Named(office.Name)
	}
	if f.Procedure != "" {
		out.Scope = docket.Say("board.office_and_procedure", "office", out.Scope, "procedure", s.core.LastVersion(f.Procedure).Name)
	}
	overdue := "board.overdue"
	if figures.Overdue.N == 0 {
		overdue = "board.none_overdue"
	}
	out.Summary = []docket.Sentence{
		docket.Say(overdue, "n", figures.Overdue.N, "today", figures.DueToday.N, "week", figures.DueThisWeek.N, "open", figures.Open.N),
		docket.Say("board.period", "from", figures.From, "to", figures.To,
			"received", figures.Received.N, "in_time", figures.InTime.N, "late", figures.Late.N),
	}
	if plan != nil {
		ahead := docket.Say("board.ahead_in_time")
		if plan.Late > 0 {
			ahead = docket.Say("board.ahead_late", "late", plan.Late)
		}
		out.Summary = append(out.Summary, ahead, plan.Basis)
		if plan.Similar > 0 {
			out.Summary = append(out.Summary, docket.Say("board.risk", "n", plan.Similar, "risk", letters.BoardCell(plan.Risk)))
		}
		out.Tables = append(out.Tables, waitingTable("waiting", "why", plan.Hands), waitingTable("units_owe", "unit", plan.Units), planTable(*plan))
		out.Tables = append(out.Tables, pastTables(plan.Past)...)
	}
	for _, t := range []struct {
		title, first string
		rows         []FigureRow
	}{{"by_officer", "officer", figures.ByOfficer}, {"by_office", "office", figures.ByOffice}, {"by_procedure", "procedure", figures.ByProcedure}} {
		table := boardTable(t.title, t.first, "col_overdue", "col_today", "col_week", "col_open", "col_in_time", "col_late")
		for _, r := range t.rows {
			table.Rows = append(table.Rows, []any{r.Name, r.Overdue.N, r.DueToday.N, r.DueThisWeek.N, r.Open.N, r.InTime.N, r.Late.N})
		}
		out.Tables = append(out.Tables, table)
	}
	full := out.Tables[:0]
	for _, t := range out.Tables {
		if len(t.Rows) > 0 {
			full = append(full, t)
		}
	}
	out.Tables = full
	return out, nil
}

// boardTable is an empty table; its words stand under "board." in the catalogues.
func boardTable(title string, head ...string) letters.BoardTable {
	t := letters.BoardTable{Title: docket.Say("board." + title)}
	for _, name := range head {
		t.Head = append(t.Head, docket.Say("board."+name))
	}
	return t
}

func waitingTable(title, first string, rows []BoardRow) letters.BoardTable {
	t := boardTable(title, first, "col_overdue", "col_open", "col_first_due")
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.Name, r.Overdue.N, r.Open.N, r.Oldest})
	}
	return t
}

// pastTables say where the time went, and why terms were extended.
func pastTables(p *Past) []letters.BoardTable {
	if p == nil {
		return nil
	}
	hands := boardTable("past_hands", "in_hands_of", "col_business_days", "col_share")
	hands.Title = docket.Say("board.past_hands", "on", p.From)
	for _, h := range p.Hands {
		hands.Rows = append(hands.Rows, []any{h.Name, h.N, int(100*h.Share + 0.5)})
	}
	grounds := boardTable("extensions", "ground", "col_requests")
	for _, g := range p.Grounds {
		grounds.Rows = append(grounds.Rows, []any{g.Name, g.N})
	}
	return []letters.BoardTable{hands, grounds}
}

func planTable(p Plan) letters.BoardTable {
	t := boardTable("three_weeks", "day", "col_due", "col_present", "col_capacity", "col_slack")
	if p.Similar > 0 { // without history a zero would be a promise
		t.Head = append(t.Head, docket.Say("board.col_risk"))
	}
	for _, day := range p.Days {
		row := []any{docket.Say("date.long_of", "on", day.On), day.Due.N, day.Present, day.Capacity, day.Ahead, day.Risk}
		t.Rows = append(t.Rows, row[:len(t.Head)])
	}
	return t
}

// boardHour is the local hour from which the week's board is mailed.
const boardHour = 7

// BoardWeekly leaves every manager the notice of the week's board, on the first business day of the week. Call it every minute:
// each week's is left once.
func (s *Service) BoardWeekly(ctx context.Context) error {
	managers, err := s.core.Store.UsersWithRole(ctx, docket.RoleManager, "")
	if err != nil {
		return err
	}
	now, err := s.core.Days(ctx)
	if err != nil {
		return err
	}
	var failures []error
	for _, u := range managers {
		today := s.core.Today(u.Office)
		monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
		first, err := now.View(s.core.Office(u.Office)).Roll(monday)
		due := today.At(boardHour, 0, s.core.Zone(s.core.Office(u.Office).ID))
		if err != nil || today != first || s.core.Now().Before(due) || u.Disabled {
			failures = append(failures, err)
			continue
		}
		_, err = s.core.Store.AddNotice(ctx, store.Notice{
			Key: "board:" + monday.String() + ":" + u.ID, User: u.ID, Kind: letters.BoardNotice, At: s.core.Now(),
			Text: "El tablero de la semana del " + letters.DayMonth(monday) + " está listo: vea Tablero",
		})
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// BoardFor is the board as one user may see it: what the Monday mail says.
func (s *Service) BoardFor(ctx context.Context, user string) (letters.BoardData, error) {
	u, err := s.core.Store.User(ctx, user)
	if err != nil {
		return letters.BoardData{}, err
	}
	return s.board(ctx, access.UserOf(u), DashboardFilter{})
}
