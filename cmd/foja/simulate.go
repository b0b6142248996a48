package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"foja/docket"
	"foja/simulation"
)

// SimulateCmd runs a case through skipped time with the production workflow and prints its days. It reads no database
// and sends nothing.
type SimulateCmd struct {
	Procedure     string `help:"Procedure key; public-information unless given."`
	ProcedureFile string `help:"A procedure of your own instead of a shipped one." type:"existingfile"`
	CalendarFile  string `help:"A calendar of your own instead of the shipped one." type:"existingfile"`

	Office   string         `help:"Office ID; the agency's first office unless given."`
	Received string         `help:"Local time of reception, like 2026-03-02T10:00." xor:"input" required:""`
	Channel  docket.Channel `help:"email, counter or web; email unless given."`
	Act      []string       `help:"What a person does: 2026-03-03T09:00=claim:ana; role:name for another role than officer; more fields as ,ground=key. Repeat it." sep:"none"`
	Script   string         `help:"YAML file with all of that." type:"existingfile" xor:"input" required:""`
	Until    string         `help:"Last day to tell; a week after the due day unless given."`
	JSON     bool           `name:"json" help:"Print one JSON object." xor:"form"`
	Markdown bool           `help:"Print a Markdown table." xor:"form"`
}

// Run does the command.
func (cmd *SimulateCmd) Run() error { return cmd.run(os.Stdout) }

func (cmd *SimulateCmd) run(out io.Writer) error {
	script := simulation.Script{Procedure: cmd.Procedure, Office: cmd.Office, Received: cmd.Received, Channel: cmd.Channel}
	if cmd.Script != "" {
		data, err := os.ReadFile(cmd.Script)
		if err != nil {
			return err
		}
		if script, err = simulation.Read(cmd.Script, data); err != nil {
			return err
		}
	}
	script.ProcedureFile = cmp.Or(cmd.ProcedureFile, script.ProcedureFile)
	script.CalendarFile = cmp.Or(cmd.CalendarFile, script.CalendarFile)
	if cmd.Until != "" {
		script.Until = cmd.Until
	}
	for _, text := range cmd.Act {
		act, err := simulation.ParseAct(text)
		if err != nil {
			return err
		}
		script.Acts = append(script.Acts, act)
	}
	result, err := simulation.Run(script)
	switch {
	case err != nil:
		return err
	case cmd.JSON:
		return json.NewEncoder(out).Encode(result)
	case cmd.Markdown:
		_, err = fmt.Fprint(out, result.Markdown())
	default:
		_, err = fmt.Fprint(out, result.Text())
	}
	return err
}
