package letters

import (
	_ "embed" // the frame is data of the program
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

//go:embed templates/frame.html
var frameHTML string

var frame = template.Must(template.New("frame").Funcs(template.FuncMap{"links": links}).Parse(frameHTML))

type frameFields struct {
	Subject, Agency string
	Blocks          []htmlBlock
}

type htmlBlock struct {
	Heading   string
	Paragraph []string
	List      []string
	Rows      [][]string
}

// page sets a letter's text as a mail's HTML: one column, inline styles, no image, no script,
// nothing fetched from anywhere.
func page(subject, agency, text string) (string, error) {
	data := frameFields{Subject: subject, Agency: agency}
	for _, b := range blocksOf(text) {
		switch b.kind {
		case heading:
			data.Blocks = append(data.Blocks, htmlBlock{Heading: b.lines[0]})
		case paragraph:
			data.Blocks = append(data.Blocks, htmlBlock{Paragraph: b.lines})
		case list:
			data.Blocks = append(data.Blocks, htmlBlock{List: b.lines})
		case rows:
			data.Blocks = append(data.Blocks, htmlBlock{Rows: b.rows})
		}
	}
	var out strings.Builder
	if err := frame.Execute(&out, data); err != nil {
		return "", fmt.Errorf("letters: frame: %w", err)
	}
	return out.String(), nil
}

type linkPart struct{ Text, URL string }

var address = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:)]`)

// links cuts a line at the web addresses in it, so that the frame can make them live.
func links(line string) []linkPart {
	var parts []linkPart
	from := 0
	for _, at := range address.FindAllStringIndex(line, -1) {
		if at[0] > from {
			parts = append(parts, linkPart{Text: line[from:at[0]]})
		}
		parts = append(parts, linkPart{Text: line[at[0]:at[1]], URL: line[at[0]:at[1]]})
		from = at[1]
	}
	if from < len(line) {
		parts = append(parts, linkPart{Text: line[from:]})
	}
	return parts
}
