package api

import (
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"foja/access"
	"foja/docket"
)

// schemas are the parts of openapi.yaml that repeat a table.
type schemas struct {
	Components struct {
		Schemas map[string]struct {
			Properties map[string]struct {
				Enum []string `yaml:"enum"`
			} `yaml:"properties"`
		} `yaml:"schemas"`
	} `yaml:"components"`
}

// The schema of a command names the actions of the table, and has every input that one of them asks for.
func TestTheSchemaOfACommandIsTheTable(t *testing.T) {
	var doc schemas
	if err := yaml.Unmarshal(contract, &doc); err != nil {
		t.Fatal(err)
	}
	command := doc.Components.Schemas["Command"].Properties
	var want []string
	for _, spec := range docket.ActionSpecs() {
		if len(spec.Always) > 0 {
			continue // desk acts of their own: nobody hands them in
		}
		want = append(want, string(spec.Do))
		for _, input := range spec.Asks {
			if _, has := command[input]; !has && input != "files" {
				t.Errorf("%s asks for %s, which the schema Command does not have", spec.Do, input)
			}
		}
	}
	if got := command["action"].Enum; !slices.Equal(got, want) {
		t.Errorf("the schema Command has the actions\n%v, and the table\n%v", got, want)
	}
}

// Roles that the schema of an account has are those that can be given.
func TestTheSchemaOfRolesIsTheTable(t *testing.T) {
	var doc map[string]any
	if err := yaml.Unmarshal(contract, &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range access.Staff {
		want = append(want, string(r))
	}
	n := 0
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, of := range v {
				walk(of)
			}
		case []any:
			var names []string
			for _, of := range v {
				walk(of)
				if name, is := of.(string); is {
					names = append(names, name)
				}
			}
			if slices.Contains(names, "administrator") && len(names) == len(v) {
				if n++; !slices.Equal(names, want) {
					t.Errorf("openapi.yaml has the roles %v, and the table %v", names, want)
				}
			}
		}
	}
	walk(doc)
	if n == 0 {
		t.Error("openapi.yaml names no roles: the test looks at nothing")
	}
}
