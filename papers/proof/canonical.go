package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A tree is JSON as any: map[string]any, []any, string, json.Number, bool. Null is never in one.

// badJSON says where reading stopped.
type badJSON struct {
	part string
	at   int64
	why  string
}

func (e *badJSON) Error() string {
	return fmt.Sprintf("cerca del byte %d: %s", e.at, e.why)
}

var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)

// maxDepth is far beyond what a receipt has; a hostile file must not exhaust the stack.
const maxDepth = 32

// parse reads one JSON value strictly: no member twice, no null, no fractions, nothing behind.
func parse(text []byte) (any, error) {
	r := reader{Decoder: json.NewDecoder(bytes.NewReader(text))}
	r.UseNumber()
	tree, err := r.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := r.Token(); !errors.Is(err, io.EOF) {
		return nil, r.bad("", "hay texto después del final")
	}
	return tree, nil
}

type reader struct{ *json.Decoder }

func (r reader) bad(part, why string) error {
	return &badJSON{part: part, at: r.InputOffset(), why: why}
}

func (r reader) value(path string, depth int) (any, error) {
	token, err := r.Token()
	if err != nil {
		return nil, r.bad(path, "no es JSON: "+err.Error())
	}
	if depth > maxDepth {
		return nil, r.bad(path, "demasiados niveles")
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			return r.object(path, depth)
		}
		return r.list(path, depth)
	case json.Number:
		if !wholeNumber.MatchString(v.String()) {
			return nil, r.bad(path, "el número no es entero o no está en su forma más corta")
		}
		return v, nil
	case nil:
		return nil, r.bad(path, "hay un null, que una constancia no usa")
	default:
		return token, nil
	}
}

func (r reader) object(path string, depth int) (any, error) {
	object := map[string]any{}
	for r.More() {
		token, err := r.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, r.bad(path, "no es JSON: falta un nombre")
		}
		if _, twice := object[name]; twice {
			return nil, r.bad(member(path, name), "está dos veces")
		}
		if object[name], err = r.value(member(path, name), depth+1); err != nil {
			return nil, err
		}
	}
	if _, err := r.Token(); err != nil {
		return nil, r.bad(path, "no es JSON: "+err.Error())
	}
	return object, nil
}

func (r reader) list(path string, depth int) (any, error) {
	list := []any{}
	for r.More() {
		v, err := r.value(item(path, len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	if _, err := r.Token(); err != nil {
		return nil, r.bad(path, "no es JSON: "+err.Error())
	}
	return list, nil
}

func member(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// canonical writes a tree as the package comment says.
func canonical(tree any) []byte { return appendCanonical(nil, tree) }

func appendCanonical(b []byte, tree any) []byte {
	switch v := tree.(type) {
	case map[string]any:
		b = append(b, '{')
		for i, name := range names(v) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, name), ':')
			b = appendCanonical(b, v[name])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, one := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, one)
		}
		return append(b, ']')
	case string:
		return appendText(b, v)
	case json.Number:
		return append(b, v...)
	case bool:
		return strconv.AppendBool(b, v)
	default:
		return append(b, "null"...)
	}
}

func names(object map[string]any) []string {
	all := make([]string, 0, len(object))
	for name := range object {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

var shortEscapes = map[byte]byte{'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't'}

func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for i := range len(text) {
		c := text[i]
		if short, ok := shortEscapes[c]; ok {
			b = append(b, '\\', short)
		} else if c < ' ' {
			b = fmt.Appendf(b, `\u%04x`, c)
		} else {
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// treeOf turns a value into a tree. What is null is left out.
func treeOf(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	return withoutNull(tree), nil
}

func withoutNull(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		for name, one := range v {
			if one == nil {
				delete(v, name)
			} else {
				v[name] = withoutNull(one)
			}
		}
	case []any:
		for i := range v {
			v[i] = withoutNull(v[i])
		}
	}
	return tree
}

// decode reads a tree into v; a member that v does not know is refused.
func decode(tree any, v any) error {
	d := json.NewDecoder(bytes.NewReader(canonical(tree)))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// top is the first step of a path.
func top(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}
