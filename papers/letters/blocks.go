package letters

import (
	"regexp"
	"strings"
)

// block is a piece of a letter's text. The text is read as people write it in a plain mail:
//
//	Un título
//	---------
//	Un párrafo, hasta la siguiente línea en blanco.
//
//	- un punto de una lista
//
//	  1   una fila        con celdas a dos espacios o más
type block struct {
	kind  blockKind
	lines []string   // heading: one; paragraph: its lines; list: its items
	rows  [][]string // rows: their cells
}

type blockKind int

const (
	paragraph blockKind = iota
	heading
	list
	rows
)

var (
	underline = regexp.MustCompile(`^-{3,}$`)
	cells     = regexp.MustCompile(` {2,}`)
)

// blocksOf reads the structure of a text. Whatever does not look like structure is a
// paragraph, so an officer's words can never be lost.
func blocksOf(text string) []block {
	var out []block
	var open *block
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	add := func(kind blockKind) *block {
		if open == nil || open.kind != kind {
			out = append(out, block{kind: kind})
			open = &out[len(out)-1]
		}
		return open
	}
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t")
		switch {
		case line == "":
			open = nil
		case i+1 < len(lines) && underline.MatchString(strings.TrimSpace(lines[i+1])) && open == nil:
			out = append(out, block{kind: heading, lines: []string{line}})
			open, i = nil, i+1
		case strings.HasPrefix(line, "- "):
			b := add(list)
			b.lines = append(b.lines, strings.TrimPrefix(line, "- "))
		case strings.HasPrefix(line, "  ") && cells.MatchString(strings.TrimLeft(line, " ")):
			b := add(rows)
			b.rows = append(b.rows, cells.Split(strings.TrimLeft(line, " "), 3))
		default:
			b := add(paragraph)
			b.lines = append(b.lines, strings.TrimSpace(line))
		}
	}
	return out
}
