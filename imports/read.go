package imports

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format is how a file is written.
type Format string

// The formats.
const (
	CSV   Format = "csv"   // RFC 4180 with a header line, separated by commas or semicolons
	JSONL Format = "jsonl" // one JSON object a line
)

// Most is how many rows a file may have. More belong into several files.
const Most = 200_000

// mostLine is how long a line of JSON may be, in bytes.
const mostLine = 4 << 20

// Read reads a file to its end. Rows with faults are left out, and the faults say which they are. The error is of the
// reader.
func Read(r io.Reader, f Format) (rows []Row, faults []Fault, err error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) { // spreadsheets begin UTF-8 with it
		_, _ = in.Discard(len(mark))
	}
	if f == JSONL {
		rows, faults, err = readJSONL(in)
	} else {
		rows, faults, err = readCSV(in)
	}
	if err != nil {
		return nil, nil, err
	}
	return rows, append(faults, twice(rows)...), nil
}

// twice finds rows with the same number.
func twice(rows []Row) (faults []Fault) {
	first := map[string]int{}
	for _, r := range rows {
		key := strings.TrimLeft(r.Number, "0") // all procedures share the series of a year
		if line, seen := first[key]; seen {
			faults = append(faults, Fault{r.Line, r.Number, "number", fmt.Sprintf("stands in line %d, too", line)})
			continue
		}
		first[key] = r.Line
	}
	return faults
}

func readJSONL(in *bufio.Reader) (rows []Row, faults []Fault, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, mostLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if len(rows) == Most {
			return nil, nil, fmt.Errorf("imports: more than %d rows: divide the file", Most)
		}
		row := Row{}
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		if err := d.Decode(&row); err != nil {
			faults = append(faults, Fault{Line: n, Number: row.Number, Text: "not readable: " + err.Error()})
			continue
		}
		if d.More() {
			faults = append(faults, Fault{
				Line: n, Number: row.Number, Text: "has more than one object: write each on a line of its own",
			})
			continue
		}
		if !utf8.Valid(lines.Bytes()) {
			faults = append(faults, Fault{Line: n, Text: notUTF8})
			continue
		}
		row.Line = n
		rows = append(rows, row)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, nil, fmt.Errorf("imports: a line is longer than %d bytes", mostLine)
	}
	return rows, faults, lines.Err()
}

// separator is what stands between the names of the header line: spreadsheets of many countries write semicolons.
func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(4096) // a shorter file is no error
	head, _, _ = bytes.Cut(head, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		return ';'
	}
	return ','
}

func readCSV(in *bufio.Reader) (rows []Row, faults []Fault, err error) {
	c := csv.NewReader(in)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = separator(in), -1, true
	header, err := c.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("imports: the header line cannot be read: %w", err)
	}
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if _, known := columns[names[i]]; !known && !strings.HasPrefix(names[i], fieldPrefix) {
			faults = append(faults, Fault{Line: 1, Field: names[i], Text: "no such column; docs/import.md lists them"})
		} else if slices.Contains(names[:i], names[i]) {
			faults = append(faults, Fault{Line: 1, Field: names[i], Text: "stands in the header line twice"})
		}
	}
	if len(faults) > 0 {
		return nil, faults, nil
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, faults, nil
		}
		line, _ := c.FieldPos(0)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("imports: %w", err)
		case len(rows) == Most:
			return nil, nil, fmt.Errorf("imports: more than %d rows: divide the file", Most)
		case len(record) > len(names):
			faults = append(faults, Fault{
				Line: line, Text: fmt.Sprintf("has %d cells, the header line %d", len(record), len(names)),
			})
			continue
		}
		if !utf8.ValidString(strings.Join(record, "")) {
			faults = append(faults, Fault{Line: line, Text: notUTF8})
			continue
		}
		row, wrong := rowOf(line, names, record)
		if len(wrong) > 0 {
			faults = append(faults, wrong...)
			continue
		}
		rows = append(rows, row)
	}
}

const notUTF8 = "is not in UTF-8: save the file as \"CSV UTF-8\""

// number reads a whole number; nothing is 0.
func number(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no whole number", s)
	}
	return n, nil
}

// yes reads a yes or no; nothing is no.
func yes(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "", "0", "no", "n", "false":
		return false, nil
	case "1", "yes", "y", "true", "si", "sí", "s", "x":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", s)
}

// paths are file names with semicolons between them.
func paths(s string) (all []string) {
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '|' }) {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
