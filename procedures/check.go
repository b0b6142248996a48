package procedures

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"foja/calendar"
	"foja/docket"
)

// Check reads one procedure file and reports everything that is wrong with it, each with file and line, not only the
// first mistake. known are the procedures that it will stand beside: the version that it is based on, and those that it
// must not contradict. A version of a key and version that is known replaces that one.
func Check(known *Set, name string, data []byte) (docket.Procedure, []error) {
	var f procedureFile
	mistakes := decodeAll(name, data, &f)
	if f.BasedOn != "" {
		base, key, version, err := f.base(known)
		if err != nil {
			return f.Procedure,
				append(mistakes, fmt.Errorf("%s: based_on: %s has no version %q", at(name, data, "based_on"), key, version))
		}
		f.Procedure = base
		mistakes = decodeAll(name, data, &f)
	}
	if err := validate(name, data, f.Procedure); err != nil {
		mistakes = append(mistakes, split(err)...)
	}
	slices.SortStableFunc(mistakes, func(a, b error) int { return cmp.Compare(lineIn(name, a), lineIn(name, b)) })
	if len(mistakes) == 0 {
		if _, err := known.With(f.Procedure); err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", at(name, data, "valid_from"), err))
		}
	}
	return f.Procedure, mistakes
}

// AddFile checks a file and adds it to the set; key is the procedure's. The error lists every mistake, one a line.
func AddFile(known *Set, name string) (set *Set, key string, err error) {
	data, err := os.ReadFile(name) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, "", err
	}
	p, mistakes := Check(known, name, data)
	if len(mistakes) > 0 {
		return nil, p.Key, errors.Join(mistakes...)
	}
	set, err = known.With(p)
	return set, p.Key, err
}

// CalendarFile is the calendar of a file, or the shipped one when name is empty. region is the only region of a
// calendar that has one: an office of another country lives there.
func CalendarFile(name string) (c calendar.Calendar, region string, err error) {
	if name == "" {
		c, err = LoadCalendar()
		return c, "", err
	}
	data, err := os.ReadFile(name) //nolint:gosec // the operator names the file
	if err != nil {
		return c, "", err
	}
	c, err = ReadCalendar(name, data)
	if len(c.Regions) == 1 {
		region = c.Regions[0]
	}
	return c, region, err
}

// at names the file and, where it has the place, the line.
func at(name string, data []byte, path string) string {
	if line := lineOf(data, path); line > 0 {
		return fmt.Sprintf("%s:%d", name, line)
	}
	return name
}

// lineIn is the line that a mistake names; those that name none come last.
func lineIn(name string, mistake error) int {
	rest, _ := strings.CutPrefix(mistake.Error(), name+":")
	number, _, _ := strings.Cut(rest, ":")
	if n, err := strconv.Atoi(number); err == nil {
		return n
	}
	return math.MaxInt
}

// split takes joined errors apart.
func split(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}

// mostMistakes bounds how many a file can report: a file of another kind is wrong in every line.
const mostMistakes = 100

// decodeAll reads data as decodeStrict does, but goes on after a mistake: the entry that is wrong is left out and the
// rest is read again.
func decodeAll(name string, data []byte, into any) (mistakes []error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return []error{decodeStrict(name, data, into)}
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return []error{fmt.Errorf("%s: the file is empty", name)}
	}
	body := tree.Docs[0].Body
	for len(mistakes) < mostMistakes {
		err := yaml.NodeToValue(body, into, yaml.Strict())
		if err == nil {
			return mistakes
		}
		place, message := placeOf(body, err)
		if place == nil {
			return append(mistakes, fmt.Errorf("%s: %s", name, message))
		}
		mistakes = append(mistakes, fmt.Errorf("%s:%d: %s", name, place.Line, message))
		if !drop(body, place.Line, place.Column) {
			return mistakes // what is wrong has no entry that could be left out
		}
	}
	return append(mistakes, fmt.Errorf("%s: and more; is it a procedure file?", name))
}

// placeOf says where a mistake stands. A value that reads itself (a date) only quotes what it was given: that is looked
// for.
func placeOf(body ast.Node, err error) (*token.Position, string) {
	var pointed yaml.Error
	if errors.As(err, &pointed) {
		return pointed.GetToken().Position, pointed.GetMessage()
	}
	var place *token.Position
	ast.Walk(visitor(func(n ast.Node) {
		scalar, ok := n.(ast.ScalarNode)
		if ok && place == nil && strings.Contains(err.Error(), fmt.Sprintf("%q", fmt.Sprint(scalar.GetValue()))) {
			place = n.GetToken().Position
		}
	}), body)
	return place, strings.TrimPrefix(err.Error(), "calendar: ")
}

type visitor func(ast.Node)

// Visit implements ast.Visitor.
func (v visitor) Visit(n ast.Node) ast.Visitor {
	v(n)
	return v
}

// drop takes the innermost entry that stands at a place, as key or as value, out of its mapping.
func drop(node ast.Node, line, column int) bool {
	stands := func(n ast.Node) bool {
		p := n.GetToken().Position
		return p.Line == line && p.Column == column
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		for i, entry := range n.Values {
			if drop(entry.Value, line, column) {
				return true
			}
			if stands(entry.Key) || stands(entry.Value) {
				n.Values = slices.Delete(n.Values, i, i+1)
				return true
			}
		}
	case *ast.MappingValueNode:
		return drop(n.Value, line, column)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			if drop(v, line, column) {
				return true
			}
			if stands(v) {
				n.Values = slices.Delete(n.Values, i, i+1)
				return true
			}
		}
	}
	return false
}
