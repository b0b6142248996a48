package letters

import (
	"fmt"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// BoardData is the manager's board on paper and by mail. It names no requester: mail travels.
type BoardData struct {
	Agency  docket.Agency
	Scope   docket.Sentence // which office and procedure
	AsOf    time.Time
	Zone    *time.Location
	Summary []docket.Sentence // what matters first
	Tables  []BoardTable
	URL     string // of the board's page
}

// BoardTable is one table of the board. A cell is a string, an int, a float64, a calendar.Date, a docket.Text or a
// docket.Sentence; the first of a row names it.
type BoardTable struct {
	Title docket.Sentence
	Head  []docket.Sentence
	Rows  [][]any
}

// BoardCell says a cell in Spanish: a decimal comma, a day as 09/04/2026.
func BoardCell(v any) string {
	switch v := v.(type) {
	case float64:
		return strings.Replace(fmt.Sprintf("%.1f", v), ".", ",", 1)
	case docket.Sentence:
		return inSpanish.Say(v)
	case docket.Text:
		return inSpanish.Text(v)
	case calendar.Date:
		if v.IsZero() {
			return "—"
		}
		return v.At(0, 0, time.UTC).Format("02/01/2006")
	}
	return fmt.Sprint(v)
}

// inSpanish says what stands in letters in Spanish.
var inSpanish = languages.For(languages.Spanish)

// BoardNotice is the kind of the notice that goes out as the board itself.
const BoardNotice = "board"

func boardTitle() string { return inSpanish.Say(docket.Say("board.title")) }

// BoardPDF is the board on A4. The same data gives the same bytes.
func BoardPDF(d BoardData) ([]byte, error) {
	s := newSheet(boardTitle(), d.Agency.Name, d.AsOf, true)
	s.SetAutoPageBreak(false, 0)
	s.AddPage()
	y := s.letterhead(Data{Agency: d.Agency, Office: d.Agency.Offices[0], Zone: d.Zone}) + 10
	s.font("B", 17, ink)
	s.put(edge, y, boardTitle())
	s.font("", 9, grey)
	y = s.block(edge, y+6, measure, 4.4, inSpanish.Say(d.Scope)+" · al "+LongInstant(d.AsOf, d.Zone), 2) + 3
	s.font("", 10.5, ink)
	for _, sentence := range d.Summary {
		y = s.block(edge, y, measure, 5, inSpanish.Say(sentence), 0)
	}
	for _, t := range d.Tables {
		y = s.boardTable(t, y+7)
	}
	return s.bytes()
}

// boardRow is how high a row of a table of the board is, in millimetres.
const boardRow = 5.2

func (s *sheet) boardTable(t BoardTable, y float64) float64 {
	if y > sheetHeight-bottom-6*boardRow { // a title is not left alone at the foot
		s.AddPage()
		y = top + 4
	}
	s.font("B", 11, ink)
	s.put(edge, y, inSpanish.Say(t.Title))
	first := measure * 0.4
	each := (measure - first) / float64(max(1, len(t.Head)-1))
	head := func(y float64) float64 {
		s.font("B", 7.5, grey)
		for i, text := range t.Head {
			if i == 0 {
				s.put(edge, y, inSpanish.Say(text))
				continue
			}
			s.putRight(edge+first+float64(i)*each, y, s.cut(inSpanish.Say(text), each-2))
		}
		s.rule(y + 1.8)
		return y + 1.8 + boardRow - 1
	}
	y = head(y + 6)
	for _, row := range t.Rows {
		if y > sheetHeight-bottom {
			s.AddPage()
			y = head(top + 4)
		}
		s.font("", 8.5, ink)
		for i, v := range row {
			if i == 0 {
				s.put(edge, y, s.cut(BoardCell(v), first-2))
				continue
			}
			s.putRight(edge+first+float64(i)*each, y, BoardCell(v))
		}
		y += boardRow
	}
	return y
}

// cut is text in one line of a width, in millimetres of the current font.
func (s *sheet) cut(text string, width float64) string {
	lines := s.fold(text, width)
	if len(lines) > 1 {
		return strings.TrimRight(lines[0], " .,;") + "…"
	}
	return lines[0]
}

// RenderBoard writes the Monday mail: the sentences, and the tables as lines that every mail program shows. The board
// itself goes with it as a PDF.
func RenderBoard(d BoardData) (Rendered, error) {
	first := inSpanish.Say(d.Summary[0])
	subject := boardTitle() + ": " + strings.TrimRight(strings.ToLower(first[:1])+first[1:], ".")
	var b strings.Builder
	fmt.Fprintf(&b, "%s, al %s.\n\n", inSpanish.Say(d.Scope), LongInstant(d.AsOf, d.Zone))
	for _, sentence := range d.Summary {
		b.WriteString(inSpanish.Say(sentence) + "\n\n")
	}
	for _, t := range d.Tables {
		b.WriteString(inSpanish.Say(t.Title) + "\n---\n")
		for _, row := range t.Rows {
			var cells []string
			for i, v := range row[1:] {
				cells = append(cells, strings.ToLower(inSpanish.Say(t.Head[i+1]))+" "+BoardCell(v))
			}
			fmt.Fprintf(&b, "- %s: %s\n", BoardCell(row[0]), strings.Join(cells, ", "))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "Cada número, con sus expedientes: %s\n", d.URL)
	html, err := page(subject, d.Agency.Name, b.String())
	return Rendered{Subject: subject, Text: wrap(b.String()), HTML: html}, err
}
