package figures

import (
	"context"
	"fmt"

	"foja/access"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/tables"
)

const (
	typeCSV  = "text/csv; charset=utf-8"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// registerColumns are the register's fields as files carry them. The fields of a procedure's own
// form are not among them: a person's creed may stand there.
var registerColumns = []struct {
	name  string // under "book_column." in the catalogues
	width float64
	cell  func(RegisterRow) any // as tables has them
}{
	{"number", 14, func(r RegisterRow) any { return r.Number }},
	{"requester", 30, func(r RegisterRow) any { return r.Requester }},
	{"subject", 30, func(r RegisterRow) any { return r.Subject }},
	{"text", 60, func(r RegisterRow) any { return r.Text }},
	{"received", 12, func(r RegisterRow) any { return r.ReceivedOn }},
	{"due", 12, func(r RegisterRow) any { return r.DueOn }},
	{"answered", 12, func(r RegisterRow) any { return r.AnsweredOn }},
	{"business_days", 10, func(r RegisterRow) any { return taken(r.BusinessDays) }},
	{"calendar_days", 10, func(r RegisterRow) any { return taken(r.CalendarDays) }},
	{"extended", 10, func(r RegisterRow) any { return yesOrNo(r.Extended) }},
	{"state", 16, func(r RegisterRow) any { return r.StateName }},
	{"numeral", 9, func(r RegisterRow) any { return r.Numeral }},
	{"outcome", 28, func(r RegisterRow) any { return r.OutcomeName }},
	{"denial", 40, func(r RegisterRow) any { return r.Denial }},
	{"lateness", 50, func(r RegisterRow) any { return r.Lateness }},
	{"observations", 40, func(r RegisterRow) any { return r.Observations }},
	{"procedure", 30, func(r RegisterRow) any { return r.Procedure }},
	{"office", 24, func(r RegisterRow) any { return r.Office }},
}

func taken(days int) any {
	if days < 0 {
		return nil
	}
	return days
}

func yesOrNo(v bool) docket.Sentence {
	if v {
		return docket.Say("word.yes")
	}
	return docket.Say("word.no")
}

// registerLines are the lines of the register under the names of its columns.
func registerLines(rows []RegisterRow) (lines [][]any) {
	var head []any
	for _, c := range registerColumns {
		head = append(head, tables.Heading{Sentence: docket.Say("book_column." + c.name)})
	}
	lines = append(lines, head)
	for _, r := range rows {
		var line []any
		for _, c := range registerColumns {
			line = append(line, c.cell(r))
		}
		lines = append(lines, line)
	}
	return lines
}

func registerWidths() (widths []float64) {
	for _, c := range registerColumns {
		widths = append(widths, c.width)
	}
	return widths
}

// RegisterFile is the register as a file to keep: format csv or xlsx. All of it, without pages.
func (s *Service) RegisterFile(ctx context.Context, by access.User, f RegisterFilter, format string) (documents.File, error) {
	f.Limit, f.Offset = 0, 0
	register, err := s.StatutoryRegister(ctx, by, f)
	if err != nil {
		return documents.File{}, err
	}
	name := fmt.Sprintf("registro-%s-a-%s.%s", register.From, register.To, format)
	switch format {
	case "csv":
		text, err := tables.CSV(tables.Spanish, registerLines(register.Rows))
		return documents.File{Name: name, Type: typeCSV, Bytes: text}, err
	case "xlsx":
		x := tables.NewWorkbook(tables.Spanish)
		x.Sheet(docket.Say("book.sheet"), registerWidths(), registerLines(register.Rows))
		bytes, err := x.Bytes()
		return documents.File{Name: name, Type: typeXLSX, Bytes: bytes}, err
	}
	return documents.File{}, access.FieldErrors{docket.Invalid("format", "format.csv_or_xlsx")}
}

// ReturnFile is the yearly return as a workbook: a sheet of figures, and one of the cases that
// they were counted from.
func (s *Service) ReturnFile(ctx context.Context, by access.User, f ReturnFilter) (documents.File, error) {
	out, err := s.Return(ctx, by, f)
	if err != nil {
		return documents.File{}, err
	}
	register, err := s.StatutoryRegister(ctx, by, out.Received.Filter)
	if err != nil {
		return documents.File{}, err
	}
	x := tables.NewWorkbook(tables.Spanish)
	x.Sheet(docket.Say("return_file.figures"), []float64{56, 14, 14}, figureLines(out))
	x.Sheet(docket.Say("return_file.cases"), registerWidths(), registerLines(register.Rows))
	bytes, err := x.Bytes()
	return documents.File{Name: fmt.Sprintf("informe-anual-%d.xlsx", out.Year), Type: typeXLSX, Bytes: bytes}, err
}

func figureLines(out Return) [][]any {
	lines := [][]any{
		{docket.Say("return_file.title"), out.Year},
		{"procedure", out.ProcedureName},
	}
	if out.OfficeName != "" {
		lines = append(lines, []any{"office", out.OfficeName})
	}
	add := func(title string, figures ...RegisterFigure) {
		lines = append(lines, []any{}, []any{docket.Say("return_file." + title), docket.Say("return_file.amount"), docket.Say("return_file.reference")})
		for _, f := range figures {
			lines = append(lines, []any{f.Name, f.N, f.Code})
		}
	}
	lines = append(lines, []any{docket.Say("return_file.reference_day"), out.DueOn})
	add("requests", append([]RegisterFigure{out.Received}, append(out.Standing, out.Overdue, out.Extended, out.Answered)...)...)
	if out.Annulled.N > 0 {
		add("annulled", out.Annulled)
	}
	if len(out.Recounted) > 0 {
		add("recounted", out.Recounted...)
	}
	add("by_outcome", out.ByOutcome...)
	add("by_ground", out.ByGround...)
	lines = append(lines, []any{}, []any{docket.Say("return_file.days_taken"), docket.Say("return_file.business"), docket.Say("return_file.calendar")},
		[]any{docket.Say("return_file.mean"), out.Business.Mean, out.Calendar.Mean}, []any{docket.Say("return_file.median"), out.Business.Median, out.Calendar.Median},
		[]any{docket.Say("return_file.p90"), out.Business.P90, out.Calendar.P90})
	add("by_hands", out.ByHands...)
	return lines
}
