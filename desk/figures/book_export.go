package figures

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/docket"
)

const (
	typeCSV  = "text/csv; charset=utf-8"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// bookColumns are the register's fields as files carry them. The fields of a procedure's own
// form are not among them: a person's creed may stand there.
var bookColumns = []struct {
	name  string
	width float64
	cell  func(BookRow) any // string, int, calendar.Date or nil
}{
	{"Expediente", 14, func(r BookRow) any { return r.Number }},
	{"Solicitante", 30, func(r BookRow) any { return r.Requester }},
	{"Asunto", 30, func(r BookRow) any { return r.Subject }},
	{"Información solicitada", 60, func(r BookRow) any { return r.Text }},
	{"Fecha de presentación", 12, func(r BookRow) any { return r.ReceivedOn }},
	{"Fecha de vencimiento", 12, func(r BookRow) any { return r.DueOn }},
	{"Fecha de respuesta", 12, func(r BookRow) any { return r.AnsweredOn }},
	{"Días hábiles de atención", 10, func(r BookRow) any { return taken(r.BusinessDays) }},
	{"Días calendario de atención", 10, func(r BookRow) any { return taken(r.CalendarDays) }},
	{"Prórroga", 10, func(r BookRow) any { return yesOrNo(r.Extended) }},
	{"Estado", 16, func(r BookRow) any { return r.StateName }},
	{"Numeral", 9, func(r BookRow) any { return r.Numeral }},
	{"Tipo de respuesta", 28, func(r BookRow) any { return r.OutcomeName }},
	{"Motivo de la denegatoria", 40, func(r BookRow) any { return r.Denial }},
	{"Motivo de la demora", 50, func(r BookRow) any { return r.Lateness }},
	{"Observaciones", 40, func(r BookRow) any { return r.Observations }},
	{"Procedimiento", 30, func(r BookRow) any { return r.Procedure }},
	{"Sede", 24, func(r BookRow) any { return r.Office }},
}

func taken(days int) any {
	if days < 0 {
		return nil
	}
	return days
}

func yesOrNo(v bool) string {
	if v {
		return "Sí"
	}
	return "No"
}

// BookFile is the register as a file to keep: format csv or xlsx. All of it, without pages.
func (s *Service) BookFile(ctx context.Context, by access.User, f BookFilter, format string) (documents.File, error) {
	f.Limit, f.Offset = 0, 0
	book, err := s.Book(ctx, by, f)
	if err != nil {
		return documents.File{}, err
	}
	name := fmt.Sprintf("registro-%s-a-%s.%s", book.From, book.To, format)
	switch format {
	case "csv":
		text, err := bookCSV(book.Rows)
		return documents.File{Name: name, Type: typeCSV, Bytes: text}, err
	case "xlsx":
		x := newSheets()
		x.cases("Registro", book.Rows)
		bytes, err := x.bytes()
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
	book, err := s.Book(ctx, by, out.Received.Filter)
	if err != nil {
		return documents.File{}, err
	}
	x := newSheets()
	x.sheet("Cifras", []float64{56, 14, 14}, figureLines(out))
	x.cases("Casos", book.Rows)
	bytes, err := x.bytes()
	return documents.File{Name: fmt.Sprintf("informe-anual-%d.xlsx", out.Year), Type: typeXLSX, Bytes: bytes}, err
}

func figureLines(out Return) [][]any {
	lines := [][]any{
		{"Informe anual", out.Year},
		{"Procedimiento", out.ProcedureName},
	}
	if out.OfficeName != "" {
		lines = append(lines, []any{"Sede", out.OfficeName})
	}
	add := func(title string, figures ...BookFigure) {
		lines = append(lines, []any{}, []any{title, "Cantidad", "Referencia"})
		for _, f := range figures {
			lines = append(lines, []any{f.Name, f.N, f.Code})
		}
	}
	lines = append(lines, []any{"Fecha de referencia", out.DueOn})
	add("Solicitudes", append([]BookFigure{out.Received}, append(out.Standing, out.Overdue, out.Extended, out.Answered)...)...)
	if len(out.Recounted) > 0 {
		add("Con el calendario vigente (lo concluido no cambia)", out.Recounted...)
	}
	add("Por tipo de respuesta", out.ByOutcome...)
	add("Denegatorias por motivo", out.ByGround...)
	lines = append(lines, []any{}, []any{"Días hasta la respuesta", "Hábiles", "Calendario"},
		[]any{"Promedio", out.Business.Mean, out.Calendar.Mean}, []any{"Mediana", out.Business.Median, out.Calendar.Median},
		[]any{"Percentil 90", out.Business.P90, out.Calendar.P90})
	add("Días hábiles según quién tuvo el expediente", out.ByHands...)
	return lines
}

// bookCSV writes the register for spreadsheets of this country: UTF-8 with its mark, and
// semicolons, because the comma is in its numbers and sentences.
func bookCSV(rows []BookRow) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	line := make([]string, len(bookColumns))
	for i, c := range bookColumns {
		line[i] = c.name
	}
	if err := w.Write(line); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for i, c := range bookColumns {
			line[i] = csvCell(c.cell(r))
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func csvCell(v any) string {
	switch v := v.(type) {
	case string:
		return unformula(v)
	case int:
		return strconv.Itoa(v)
	case calendar.Date:
		return v.String()
	}
	return ""
}

// unformula keeps a spreadsheet from running what a citizen wrote: it takes a text that begins
// like a formula, also after spaces, for one. An apostrophe in front makes it text.
func unformula(s string) string {
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || strings.HasPrefix(s, "\n") {
		return "'" + s
	}
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}

// sheets is a workbook being written; the first error stays.
type sheets struct {
	file       *excelize.File
	first      bool
	head, date int // styles
	err        error
}

func newSheets() *sheets {
	x := &sheets{file: excelize.NewFile(), first: true}
	x.head, x.err = x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if x.err == nil {
		format := "dd/mm/yyyy"
		x.date, x.err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	}
	return x
}

// title is the cell of a column's name.
func (x *sheets) title(text string) any { return excelize.Cell{StyleID: x.head, Value: text} }

func (x *sheets) cases(name string, rows []BookRow) {
	var widths []float64
	var head []any
	for _, c := range bookColumns {
		widths, head = append(widths, c.width), append(head, x.title(c.name))
	}
	lines := [][]any{head}
	for _, r := range rows {
		line := make([]any, len(bookColumns))
		for i, c := range bookColumns {
			line[i] = c.cell(r)
		}
		lines = append(lines, line)
	}
	x.sheet(name, widths, lines)
}

// sheet streams lines into a new sheet. Texts are written as texts: a cell never is a formula.
func (x *sheets) sheet(name string, widths []float64, lines [][]any) {
	if x.err != nil {
		return
	}
	if x.first {
		x.err = x.file.SetSheetName(x.file.GetSheetName(0), name)
		x.first = false
	} else {
		_, x.err = x.file.NewSheet(name)
	}
	if x.err == nil {
		x.err = x.stream(name, widths, lines)
	}
}

func (x *sheets) stream(name string, widths []float64, lines [][]any) error {
	w, err := x.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, line := range lines {
		cells := make([]any, len(line))
		for j, v := range line {
			cells[j] = v
			if d, ok := v.(calendar.Date); ok {
				cells[j] = x.day(d)
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (x *sheets) day(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: x.date, Value: d.At(0, 0, time.UTC)}
}

func (x *sheets) bytes() ([]byte, error) {
	var out bytes.Buffer
	if x.err == nil {
		_, x.err = x.file.WriteTo(&out)
	}
	if err := x.file.Close(); x.err == nil {
		x.err = err
	}
	if x.err != nil {
		return nil, fmt.Errorf("desk: workbook: %w", x.err)
	}
	return out.Bytes(), nil
}
