package procedures

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// located is a value of a data file with the line that it stands on, so that a
// mistake found after reading can still be pointed at.
type located[T any] struct {
	Line  int
	Value T
}

// UnmarshalYAML implements the YAML library's NodeUnmarshaler.
func (l *located[T]) UnmarshalYAML(node ast.Node) error {
	l.Line = node.GetToken().Position.Line
	return yaml.NodeToValue(node, &l.Value, yaml.Strict())
}

func (l located[T]) fail(file string, err error) error {
	return fmt.Errorf("%s:%d: %w", file, l.Line, err)
}

// decodeStrict reads data into the struct that into points to. Unknown and
// repeated keys are errors; every error begins with file and line.
func decodeStrict(file string, data []byte, into any) error {
	err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into)
	var pointed yaml.Error
	switch {
	case errors.As(err, &pointed):
		return fmt.Errorf("%s:%d: %s", file, pointed.GetToken().Position.Line, pointed.GetMessage())
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: the file is empty", file)
	case err != nil:
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
