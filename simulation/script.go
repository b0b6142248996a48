// Package simulation runs a case through skipped time with the production workflow code and
// tells what happens on each day. Nothing is kept and nothing is sent: its hands are in memory.
package simulation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"

	"foja/docket"
)

// Script is a case to play. Times are the office's wall time.
type Script struct {
	Title     string `yaml:"title"`
	Procedure string `yaml:"procedure"`
	// ProcedureFile and CalendarFile stand in for the shipped ones.
	ProcedureFile string         `yaml:"procedure_file"`
	CalendarFile  string         `yaml:"calendar_file"`
	Office        string         `yaml:"office"`
	Received      string         `yaml:"received"`
	Channel       docket.Channel `yaml:"channel"`
	Until         string         `yaml:"until"` // last day to tell; a week after the due day unless given
	Acts          []Act          `yaml:"acts"`
}

// Act is what a person does at a moment: At, Do, By ("ana" is an officer; "role:name" names
// another role) and any field of docket.Command by its name there.
type Act map[string]any

// Read parses a script. Unknown keys are errors.
func Read(file string, data []byte) (Script, error) {
	var s Script
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&s); err != nil {
		return Script{}, fmt.Errorf("%s: %w", file, err)
	}
	for _, other := range []*string{&s.ProcedureFile, &s.CalendarFile} {
		if *other != "" && !filepath.IsAbs(*other) {
			*other = filepath.Join(filepath.Dir(file), *other) // beside the script, wherever it is called from
		}
	}
	return s, nil
}

// ParseAct reads an act as the command line has it: 2026-03-03T09:00=claim:ana, and then more
// fields as ,name=value.
func ParseAct(text string) (Act, error) {
	parts := strings.Split(text, ",")
	at, what, ok := strings.Cut(parts[0], "=")
	if !ok {
		return nil, docket.Invalid("act", "simulation.no_act", "given", text)
	}
	do, by, _ := strings.Cut(what, ":")
	act := Act{"at": at, "do": do, "by": by}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, docket.Invalid("act", "simulation.no_field", "given", part)
		}
		var n int
		if act[name] = value; json.Unmarshal([]byte(value), &n) == nil {
			act[name] = n // task=2 is a number there
		}
	}
	return act, nil
}

// roles stand for people by the name of their role.
var roles = map[docket.Role]bool{
	docket.RoleReception: true, docket.RoleOfficer: true, docket.RoleManager: true, docket.RoleHead: true,
	docket.RoleAdministrator: true, docket.RoleAuditor: true,
}

func actorOf(by, office string) docket.Actor {
	role, user, found := strings.Cut(by, ":")
	if !found {
		user = by
		if role = by; !roles[docket.Role(by)] {
			role = string(docket.RoleOfficer)
		}
	}
	return docket.Actor{User: user, Role: docket.Role(role), Office: office}
}

// command turns an act into a command by the names of its JSON fields, so that a field added
// to docket.Command needs nothing here. "happened" is the command's own At. The order of the
// act is its key. Texts are IDs there, and nobody reads them here.
func (a Act) command(n int, office string) (docket.Command, error) {
	fields := map[string]any{}
	for name, value := range a {
		switch name {
		case "at", "do", "by":
		case "happened":
			fields["at"] = value
		default:
			fields[name] = value
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return docket.Command{}, err
	}
	var cmd docket.Command
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&cmd); err != nil {
		return docket.Command{}, docket.Invalid("act", "simulation.act_malformed", "act", n, "why", err.Error())
	}
	cmd.Key, cmd.Action = fmt.Sprintf("act-%d", n), docket.Action(fmt.Sprint(a["do"]))
	cmd.By = actorOf(fmt.Sprint(a["by"]), office)
	return cmd, nil
}
