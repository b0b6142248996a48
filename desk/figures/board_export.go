package figures

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
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
	x := newSheets()
	lines := [][]any{{"Tablero de plazos"}, {board.Scope}, {letters.LongInstant(board.AsOf, board.Zone)}, {}}
	for _, sentence := range board.Summary {
		lines = append(lines, []any{sentence})
	}
	x.sheet("Resumen", []float64{90}, lines)
	for _, t := range board.Tables {
		head, widths := make([]any, len(t.Head)), []float64{42}
		for i, text := range t.Head {
			head[i], widths = x.title(text), append(widths, 16)
		}
		x.sheet(sheetName(t.Title), widths[:len(t.Head)], append([][]any{head}, t.Rows...))
	}
	out.Bytes, err = x.bytes()
	return out, err
}

// sheetName fits into what a workbook allows: 31 characters, and none of those that mean something to it.
func sheetName(title string) string {
	runes := []rune(strings.NewReplacer("/", "-", ":", "", "?", "", "*", "", "[", "(", "]", ")", "\\", "-").Replace(title))
	return string(runes[:min(31, len(runes))])
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
		Agency: s.core.AgencyFile, AsOf: figures.AsOf, Zone: s.core.Zone(office.ID), Scope: "Todas las sedes",
	}
	if f.Office != "" {
		out.Scope = office.Name
	}
	if f.Procedure != "" {
		out.Scope += ", " + s.core.LastVersion(f.Procedure).Name.ES
	}
	out.Summary = []string{fmt.Sprintf("%s; vencen hoy %d y esta semana %d, de %d en trámite.",
		overdueWords(figures.Overdue.N), figures.DueToday.N, figures.DueThisWeek.N, figures.Open.N)}
	period := fmt.Sprintf("Del %s al %s", letters.BoardCell(figures.From), letters.BoardCell(figures.To))
	out.Summary = append(out.Summary, fmt.Sprintf("%s: recibidas, %d; respondidas a tiempo, %d; fuera de plazo, %d.", period, figures.Received.N, figures.InTime.N, figures.Late.N))
	if plan != nil {
		ahead := "Al ritmo de ahora, lo que vence en tres semanas se responde a tiempo."
		if plan.Late > 0 {
			ahead = fmt.Sprintf("Al ritmo de ahora, de lo que vence en tres semanas se responderían fuera de plazo: %d.", plan.Late)
		}
		out.Summary = append(out.Summary, ahead, plan.Basis)
		if plan.Similar > 0 {
			out.Summary = append(out.Summary, fmt.Sprintf("Por lo que se tardó en %s del último año, se responderían fuera de plazo: %s.", letters.Count(plan.Similar, "caso similar", "casos similares"), letters.BoardCell(plan.Risk)))
		}
		out.Tables = append(out.Tables, waitingTable("Qué espera, y por qué", "Por qué", plan.Hands), waitingTable("Lo que deben las áreas", "Área", plan.Units), planTable(*plan))
		out.Tables = append(out.Tables, pastTables(plan.Past)...)
	}
	for _, t := range []struct {
		title, first string
		rows         []FigureRow
	}{{"Por responsable", "Responsable", figures.ByOfficer}, {"Por sede", "Sede", figures.ByOffice}, {"Por procedimiento", "Procedimiento", figures.ByProcedure}} {
		table := letters.BoardTable{Title: t.title, Head: []string{t.first, "Vencidas", "Hoy", "Semana", "En trámite", "A tiempo", "Tarde"}}
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

func overdueWords(n int) string {
	switch n {
	case 0:
		return "Ninguna vencida"
	case 1:
		return "1 vencida"
	default:
		return fmt.Sprint(n, " vencidas")
	}
}

func waitingTable(title, first string, rows []BoardRow) letters.BoardTable {
	t := letters.BoardTable{Title: title, Head: []string{first, "Vencidas", "En trámite", "La primera vence"}}
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
	hands := letters.BoardTable{Title: "En manos de quién estuvo lo respondido, desde el " + letters.DayMonth(p.From), Head: []string{"En manos de", "Días hábiles", "Parte, %"}}
	for _, h := range p.Hands {
		hands.Rows = append(hands.Rows, []any{h.Name, h.N, int(100*h.Share + 0.5)})
	}
	grounds := letters.BoardTable{Title: "Prórrogas por causa", Head: []string{"Causa", "Solicitudes"}}
	for _, g := range p.Grounds {
		grounds.Rows = append(grounds.Rows, []any{g.Name, g.N})
	}
	return []letters.BoardTable{hands, grounds}
}

func planTable(p Plan) letters.BoardTable {
	t := letters.BoardTable{Title: "Las próximas tres semanas", Head: []string{"Día", "Vencen", "Presentes", "Capacidad", "Holgura"}}
	if p.Similar > 0 { // without history a zero would be a promise
		t.Head = append(t.Head, "Riesgo")
	}
	for _, day := range p.Days {
		row := []any{letters.LongDate(day.On), day.Due.N, day.Present, day.Capacity, day.Ahead, day.Risk}
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
