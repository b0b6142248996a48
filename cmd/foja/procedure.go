package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/goccy/go-yaml"

	"foja/docket"
	"foja/papers/letters"
	"foja/procedures"
)

// procedureCmd inspects procedures: the shipped ones, those of FOJA_PROCEDURES_DIR, and candidate files.
type procedureCmd struct {
	Check procedureCheckCmd `cmd:"" help:"Say everything that is wrong with a procedure file, line by line."`
	List  procedureListCmd  `cmd:"" help:"List the procedures at hand, with their versions."`
	Show  procedureShowCmd  `cmd:"" help:"Print one procedure as YAML."`
}

type procedureCheckCmd struct {
	Files []string `arg:"" help:"Procedure files; each may be based on one before it." type:"existingfile"`
	JSON  bool     `name:"json" help:"One JSON object per file."`
}

// errMistakes sets the exit code when a file is invalid.
var errMistakes = errors.New("hay errores: véalos arriba")

// Run does the command.
func (cmd procedureCheckCmd) Run() error { return cmd.run(os.Stdout) }

type checkedFile struct {
	File     string   `json:"file"`
	OK       bool     `json:"ok"`
	Key      string   `json:"key,omitempty"`
	Version  string   `json:"version,omitempty"`
	Mistakes []string `json:"mistakes,omitempty"`
}

func (cmd procedureCheckCmd) run(out io.Writer) error {
	set, err := procedures.LoadWith(os.Getenv("FOJA_PROCEDURES_DIR"))
	if err != nil {
		return errUsage{err}
	}
	wrong := false
	for _, name := range cmd.Files {
		data, err := os.ReadFile(name) //nolint:gosec // the operator names the file
		if err != nil {
			return err
		}
		p, mistakes := procedures.Check(set, name, data)
		mistakes = append(mistakes, untemplated(name, p)...)
		if len(mistakes) == 0 {
			if set, err = set.With(p); err != nil {
				mistakes = append(mistakes, fmt.Errorf("%s: %w", name, err))
			}
		}
		wrong = wrong || len(mistakes) > 0
		if err := cmd.report(out, checkedFile{name, len(mistakes) == 0, p.Key, p.Version, errorTexts(mistakes)}, p); err != nil {
			return err
		}
	}
	if wrong {
		return errMistakes
	}
	return nil
}

func (cmd procedureCheckCmd) report(out io.Writer, c checkedFile, p docket.Procedure) (err error) {
	switch {
	case cmd.JSON:
		return json.NewEncoder(out).Encode(c)
	case c.OK:
		_, err = fmt.Fprintf(out, "%s: OK: %s %s, vigente desde el %s: %d %s, %d estados, %d cartas\n",
			c.File, p.Key, p.Version, p.ValidFrom, p.TimeLimit.N, unitWords[p.TimeLimit.Unit], len(p.States), len(p.Letters))
	default:
		_, err = fmt.Fprintln(out, strings.Join(c.Mistakes, "\n"))
	}
	return err
}

var unitWords = map[string]string{docket.UnitBusiness: "días hábiles", docket.UnitCalendar: "días calendario", docket.UnitMonths: "meses", docket.UnitHours: "horas"}

func errorTexts(all []error) (texts []string) {
	for _, e := range all {
		texts = append(texts, e.Error())
	}
	return texts
}

// loadProcedures reads the shipped procedures and those of a folder, and refuses one whose letters could not be written.
func loadProcedures(dir string) (*procedures.Set, error) {
	set, err := procedures.LoadWith(dir)
	if err != nil {
		return set, err
	}
	var mistakes []error
	for _, p := range set.All() {
		mistakes = append(mistakes, untemplated(p.Key+" "+p.Version, p)...)
	}
	return set, errors.Join(mistakes...)
}

// untemplated lists the letters without a template.
func untemplated(name string, p docket.Procedure) (mistakes []error) {
	for _, m := range letters.Untemplated(p) {
		mistakes = append(mistakes, fmt.Errorf("%s: %w", name, m))
	}
	return mistakes
}

type procedureListCmd struct{}

// Run does the command.
func (procedureListCmd) Run() error {
	set, err := procedures.LoadWith(os.Getenv("FOJA_PROCEDURES_DIR"))
	if err != nil {
		return errUsage{err}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, err = fmt.Fprintln(w, "KEY\tVERSION\tFROM\tUNTIL\tTERM\tNAME")
	for _, p := range set.All() {
		until := "-"
		if !p.ValidUntil.IsZero() {
			until = p.ValidUntil.String()
		}
		_, e := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d %s\t%s\n", p.Key, p.Version, p.ValidFrom, until, p.TimeLimit.N, p.TimeLimit.Unit, p.Name.ES)
		err = errors.Join(err, e)
	}
	return errors.Join(err, w.Flush())
}

type procedureShowCmd struct {
	Which string `arg:"" help:"KEY, for the version in force today or else the newest, or KEY@VERSION."`
}

// Run does the command.
func (cmd procedureShowCmd) Run() error {
	set, err := procedures.LoadWith(os.Getenv("FOJA_PROCEDURES_DIR"))
	if err != nil {
		return errUsage{err}
	}
	key, version, exact := strings.Cut(cmd.Which, "@")
	if !exact {
		for _, p := range set.All() { // ordered by effective date: the last one wins
			if p.Key == key {
				version = p.Version
			}
		}
	}
	p, err := set.Version(key, version)
	if err != nil {
		return errUsage{err}
	}
	text, err := yaml.Marshal(p)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(text)
	return err
}
