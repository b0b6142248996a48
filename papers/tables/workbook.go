package tables

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// Heading is a cell of a column's name.
type Heading struct{ docket.Sentence }

// Workbook is an Excel workbook being written; the first error stays.
type Workbook struct {
	words      *languages.Printer
	file       *excelize.File
	first      bool
	head, date int // styles
	err        error
}

// NewWorkbook makes an empty workbook.
func NewWorkbook(p *languages.Printer) *Workbook {
	x := &Workbook{words: p, file: excelize.NewFile(), first: true}
	x.head, x.err = x.file.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	if x.err == nil {
		format := "dd/mm/yyyy"
		x.date, x.err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	}
	return x
}

// Sheet streams lines into a new sheet. Texts are written as texts: a cell never is a formula.
func (x *Workbook) Sheet(title docket.Sentence, widths []float64, lines [][]any) {
	if x.err != nil {
		return
	}
	name := sheetName(x.words.Say(title))
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

// sheetName fits into what a workbook allows: 31 characters, and none of those that mean something to it.
func sheetName(title string) string {
	runes := []rune(strings.NewReplacer("/", "-", ":", "", "?", "", "*", "", "[", "(", "]", ")", "\\", "-").Replace(title))
	return string(runes[:min(31, len(runes))])
}

func (x *Workbook) stream(name string, widths []float64, lines [][]any) error {
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
			cells[j] = x.cell(v)
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (x *Workbook) cell(v any) any {
	switch v := v.(type) {
	case Heading:
		return excelize.Cell{StyleID: x.head, Value: x.words.Say(v.Sentence)}
	case calendar.Date:
		if v.IsZero() {
			return nil
		}
		return excelize.Cell{StyleID: x.date, Value: v.At(0, 0, time.UTC)}
	default:
		return said(x.words, v)
	}
}

// Bytes is the workbook as a file.
func (x *Workbook) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if x.err == nil {
		_, x.err = x.file.WriteTo(&out)
	}
	if err := x.file.Close(); x.err == nil {
		x.err = err
	}
	if x.err != nil {
		return nil, fmt.Errorf("tables: workbook: %w", x.err)
	}
	return out.Bytes(), nil
}
