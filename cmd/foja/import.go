package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"foja/calendar"
	"foja/desk/norms"
	"foja/docket"
	"foja/imports"
	"foja/procedures"
	"foja/store"
)

type importCmd struct {
	Cases importCasesCmd `cmd:"" help:"Bring in the cases of another system or of a spreadsheet, with their past (docs/import.md)."`
}

type importCasesCmd struct {
	File   string `arg:"" type:"existingfile" help:"CSV with a header line, or JSON Lines."`
	Format string `help:"How the file is written; guessed from its name." enum:"csv,jsonl,guess" default:"guess"`
	DryRun bool   `help:"Say what would be brought in, line by line, and change nothing."`
	Series string `help:"keep: the cases go on under their numbers (000123-2026); new: they get the next numbers of foja." enum:"keep,new" default:"keep"`
	Files  string `help:"Folder of the files that rows name; the folder of FILE." type:"existingdir"`
	Skip   bool   `help:"Bring in the rows without faults, and leave the others out."`
}

// mostImportedFile is how large a file of a row may be, in bytes.
const mostImportedFile = 200_000_000

// Run does the command.
func (c importCasesCmd) Run(ctx context.Context) error {
	in, err := os.Open(c.File)
	if err != nil {
		return errUsage{err}
	}
	defer in.Close() //nolint:errcheck // it was only read
	rows, faults, err := imports.Read(in, c.format())
	if err != nil {
		return errUsage{err}
	}
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	a := imports.Agency{Policy: docket.ReceptionPolicy(cfg.Policy), Source: filepath.Base(c.File), Now: time.Now().UTC().
		Truncate(time.Microsecond)}
	if a.Agency, err = procedures.LoadAgency(cfg.AgencyFile); err != nil {
		return err
	}
	if a.Procedures, err = loadProcedures(cfg.Procedures); err != nil {
		return err
	}
	shipped, err := procedures.LoadCalendar()
	if err != nil {
		return err
	}
	return withRegister(ctx, cfg, func(s *store.Store) error {
		i := caseImporter{importCasesCmd: c, Agency: a, store: s}
		if err := i.load(ctx, shipped); err != nil {
			return err
		}
		return i.run(ctx, rows, faults)
	})
}

func (c importCasesCmd) format() imports.Format {
	switch {
	case c.Format != "guess":
		return imports.Format(c.Format)
	case strings.EqualFold(filepath.Ext(c.File), ".csv"):
		return imports.CSV
	}
	return imports.JSONL
}

// caseImporter brings the rows of one file in.
type caseImporter struct {
	importCasesCmd
	imports.Agency
	store *store.Store

	brought, there int
}

// load reads what the register holds: people, published procedures, and the calendar in force.
func (i *caseImporter) load(ctx context.Context, shipped calendar.Calendar) error {
	users, err := i.store.Users(ctx)
	if err != nil {
		return err
	}
	i.Users = map[string]docket.Actor{}
	for _, u := range users {
		i.Users[u.Login] = docket.Actor{User: u.ID, Office: u.Office}
	}
	if _, err := norms.TakePublished(ctx, i.store, i.Procedures, 0, slog.Default()); err != nil {
		return err
	}
	i.Calendar, err = store.NewCalendarSource(i.store, shipped).InForce(ctx)
	return err
}

// run looks at every row before it brings the first one in: a file with a fault changes nothing, unless the caller
// wants the others.
func (i *caseImporter) run(ctx context.Context, rows []imports.Row, faults []imports.Fault) error {
	bad := map[int]bool{}
	for _, f := range faults {
		bad[f.Line] = true
	}
	good := rows[:0:0]
	for _, row := range rows {
		if bad[row.Line] {
			continue
		}
		built, wrong, err := i.check(ctx, row)
		if err != nil {
			return fmt.Errorf("line %d: %w", row.Line, err)
		}
		if faults = append(faults, wrong...); len(wrong) > 0 {
			continue
		}
		good = append(good, row)
		if i.DryRun {
			printImported(built.Case, "", false)
		}
	}
	for _, f := range faults {
		fmt.Fprintln(os.Stderr, f)
	}
	fmt.Fprintf(os.Stderr, "%d rows can be brought in, %d cannot\n", len(good), len(faults))
	if i.DryRun || len(faults) > 0 && !i.Skip {
		if len(faults) > 0 {
			return errors.New("the file has faults; nothing was changed (--skip brings the other rows in)")
		}
		return nil
	}
	for _, row := range good {
		if err := i.bring(ctx, row); err != nil {
			return fmt.Errorf("line %d (%s): %w; the rows before it are in: mend it and run the same command again", row.Line,
				imports.Printable(row.Number), err)
		}
	}
	fmt.Fprintf(os.Stderr, "%d cases were brought in, %d had been before\n", i.brought, i.there)
	return nil
}

// check builds a row without reading its files, and says as well whether its number is free.
func (i *caseImporter) check(ctx context.Context, row imports.Row) (builtCase, []imports.Fault, error) {
	b, faults, err := i.build(row, true)
	if err != nil || len(faults) > 0 || i.Series != "keep" {
		return b, faults, err
	}
	year, n, ok := store.SeriesNumber(row.Number)
	if !ok {
		return b, []imports.Fault{{
			Line: row.Line, Number: row.Number, Field: "number",
			Text: "is not of the form 000123-2026, or above 900000; --series new gives the cases numbers of foja",
		}}, nil
	}
	if received := b.Registration.ReceivedAt.Year(); year < received-1 || year > received+1 {
		return b, []imports.Fault{{
			Line: row.Line, Number: row.Number, Field: "number",
			Text: fmt.Sprintf("is of %d, and the case came in %d", year, received),
		}}, nil
	}
	r, err := i.store.RequestByNumber(ctx, fmt.Sprintf("%06d-%d", n, year))
	switch {
	case docket.CodeOf(err) == docket.CodeNotFound:
		return b, nil, nil
	case err != nil:
		return b, nil, err
	case r.Key != row.Key():
		faults = append(faults, imports.Fault{
			Line: row.Line, Number: row.Number, Field: "number", Text: "is another case's already",
		})
	}
	return b, faults, nil
}

// builtCase is a row's case and what the register has to keep of it.
type builtCase struct {
	imports.Case
	id        string
	documents []store.ImportedDocument
}

// build makes the case of a row. look reads no file to its end: it only says whether each can be read.
func (i *caseImporter) build(row imports.Row, look bool) (builtCase, []imports.Fault, error) {
	b := builtCase{id: store.NewImportID()}
	built, faults, err := i.Build(row, b.id, func(p imports.Paper) (string, error) {
		d := store.ImportedDocument{ID: store.NewImportID()}
		d.Kind, d.Name, d.Type, d.Bytes = p.Kind, p.Name, "text/plain; charset=utf-8", []byte(p.Text)
		if p.Path != "" {
			var err error
			if d.Bytes, err = i.read(p.Path, look); err != nil {
				return "", err
			}
			d.Type = mimetype.Detect(d.Bytes).String()
		}
		b.documents = append(b.documents, d)
		return d.ID, nil
	})
	b.Case = built
	return b, faults, err
}

// read reads a file of a row from the folder of files, and from nowhere else.
func (i *caseImporter) read(name string, look bool) ([]byte, error) {
	dir := i.Files
	if dir == "" {
		dir = filepath.Dir(i.File)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // it was only read
	name = filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
	about, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !about.Mode().IsRegular():
		return nil, &os.PathError{Op: "read", Path: name, Err: errors.New("is no file")}
	case about.Size() > mostImportedFile:
		return nil,
			&os.PathError{Op: "read", Path: name, Err: fmt.Errorf("has %d bytes, more than %d", about.Size(), mostImportedFile)}
	case look:
		return nil, nil
	}
	return root.ReadFile(name)
}

func (i *caseImporter) bring(ctx context.Context, row imports.Row) error {
	if r, err := i.store.RequestByKey(ctx, row.Key()); err == nil {
		i.there++
		printImported(imports.Case{Row: row}, r.Number, true)
		return nil
	} else if docket.CodeOf(err) != docket.CodeNotFound {
		return err
	}
	b, faults, err := i.build(row, false)
	if err != nil {
		return err
	}
	if len(faults) > 0 { // a file that went since the first look
		return errors.New(faults[0].String())
	}
	r, existed, err := i.store.Import(ctx, store.Imported{
		ID: b.id, Number: row.Number, KeepNumber: i.Series == "keep", Source: i.Source, Line: row.Line,
		Registration: b.Registration, Events: b.Events, Case: b.Case.Case, Documents: b.documents, At: i.Now,
	})
	if err != nil {
		return err
	}
	i.brought++
	printImported(b.Case, r.Number, existed)
	return nil
}

// printImported says in one line what a row became, or would become.
func printImported(c imports.Case, number string, existed bool) {
	was := imports.Printable(c.Row.Number)
	switch {
	case existed:
		fmt.Printf("line %d\t%s\t%s\tis there already\n", c.Row.Line, was, number)
		return
	case c.Case.Closed():
		fmt.Printf("line %d\t%s\t%s\tclosed: %s\n", c.Row.Line, was, number, c.Case.Outcome)
	default:
		fmt.Printf("line %d\t%s\t%s\topen, due %s\n", c.Row.Line, was, number, c.Case.DueOn)
	}
	for _, w := range c.Warnings {
		fmt.Printf("\t%s\n", w)
	}
}
