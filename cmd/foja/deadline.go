package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
	"foja/procedures"
)

// DeadlineCmd computes the last day of a term and shows how the days were counted. It reads no
// database and no mailbox: the law, the calendar and the agency's hours are all that it needs.
type DeadlineCmd struct {
	Procedure string                 `help:"Procedure key." default:"public-information"`
	Received  string                 `help:"Local time of reception in the office, like 2026-03-27T10:00." xor:"input" required:""`
	Office    string                 `help:"Office ID; the agency's first office unless given."`
	Reception docket.ReceptionPolicy `help:"What to make of the hours after closing: OFFICE_HOURS or SAME_DAY_24x7." enum:"OFFICE_HOURS,SAME_DAY_24x7," default:"OFFICE_HOURS" env:"FOJA_RECEPTION_POLICY"`
	Agency    string                 `help:"File of the agency; the built-in example unless given." env:"FOJA_AGENCY_FILE"`
	Event     []string               `help:"What happened to the clock: hold=2026-03-10, resume=2026-03-12, correction_asked=…, correction_received=…, procedure=2026-07-01 (a later version takes the case over), extension=2026-03-04:2026-04-30, extension_undone=…. Repeat it." sep:"none" placeholder:"KIND=DAY[:TO]"`

	ProcedureFile string `help:"A procedure of your own instead of a shipped one." type:"existingfile"`
	CalendarFile  string `help:"A calendar of your own instead of the shipped one." type:"existingfile"`

	JSON  bool `name:"json" help:"Print one JSON object."`
	Stdin bool `help:"Read one local time per line and print one JSON object per line." xor:"input" required:""`
}

// errUnansweredLines sets the exit code when a line of the input could not be computed; the output line says why.
var errUnansweredLines = errors.New("hay líneas sin respuesta: vea el campo error de cada una")

// Run does the command.
func (cmd *DeadlineCmd) Run() error {
	return cmd.run(os.Stdin, os.Stdout)
}

func (cmd *DeadlineCmd) run(in io.Reader, out io.Writer) error {
	desk, err := cmd.open()
	if err != nil {
		return err
	}
	if cmd.Stdin {
		return desk.answerLines(in, out)
	}
	answer, err := desk.answer(cmd.Received)
	switch {
	case err != nil:
		return err
	case cmd.JSON:
		return json.NewEncoder(out).Encode(answer)
	default:
		return answer.print(out)
	}
}

// deadlineCalculator computes when a term ends, for one office, procedure and reception policy.
type deadlineCalculator struct {
	key        string
	policy     docket.ReceptionPolicy
	office     docket.Office
	zone       docket.Zone
	calendar   calendar.Calendar
	view       calendar.View
	procedures procedureSource
	happened   []docket.LedgerEntry // after the reception
}

// procedureSource finds the version of a procedure that rules on a day.
type procedureSource interface {
	For(key string, on calendar.Date) (docket.Procedure, error)
	Current(key, version string, on calendar.Date) (docket.Procedure, error)
}

func (cmd *DeadlineCmd) open() (*deadlineCalculator, error) {
	if cmd.Reception == "" { // the setting is there, and empty
		cmd.Reception = docket.OfficeHours
	}
	agency, err := procedures.LoadAgency(cmd.Agency)
	if err != nil {
		return nil, err
	}
	if cmd.Office == "" {
		cmd.Office = agency.Offices[0].ID // LoadAgency refuses an agency without one
	}
	office, found := agency.Office(cmd.Office)
	if !found {
		var known []string
		for _, o := range agency.Offices {
			known = append(known, o.ID)
		}
		return nil, docket.Invalid("office", "office.unknown", "office", cmd.Office, "known", strings.Join(known, ", "))
	}
	days, region, err := procedures.CalendarFile(cmd.CalendarFile)
	if err != nil {
		return nil, err
	}
	office.Region = cmp.Or(region, office.Region)
	set, err := procedures.LoadWith(os.Getenv("FOJA_PROCEDURES_DIR"))
	if err != nil {
		return nil, err
	}
	if cmd.ProcedureFile != "" {
		if set, cmd.Procedure, err = procedures.AddFile(set, cmd.ProcedureFile); err != nil {
			return nil, errUsage{err}
		}
	}
	happened, err := ledgerOf(cmd.Event)
	if err != nil {
		return nil, err
	}
	location, err := time.LoadLocation(office.Zone)
	if err != nil {
		return nil, fmt.Errorf("office %s: %w", office.ID, err)
	}
	return &deadlineCalculator{
		key: cmd.Procedure, policy: cmd.Reception, office: office, calendar: days, procedures: set,
		zone: docket.ZoneOf(location, days.First.At(0, 0, time.UTC), days.Last.At(0, 0, time.UTC)),
		view: days.For(office.Region, office.ID), happened: happened,
	}, nil
}

// receivedForms are the ways to write a local time, the one in the help first.
var receivedForms = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05"}

// instant reads a local time of the office, or an instant with its offset from UTC.
func (d *deadlineCalculator) instant(input string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, input); err == nil {
		return t, nil
	}
	for _, form := range receivedForms {
		if wall, err := time.Parse(form, input); err == nil {
			at := d.zone.Instant(calendar.DateOf(wall), wall.Hour(), wall.Minute())
			return at.Add(time.Duration(wall.Second()) * time.Second), nil
		}
	}
	return time.Time{}, docket.Invalid("received", "deadline.moment_form", "given", input)
}

func (d *deadlineCalculator) answer(input string) (deadlineAnswer, error) {
	at, err := d.instant(input)
	if err != nil {
		return deadlineAnswer{}, err
	}
	receivedOn, err := docket.Receive(at, docket.ChannelEmail, d.policy, d.office, d.zone, d.view)
	if err != nil {
		return deadlineAnswer{}, err
	}
	procedure, err := d.procedures.For(d.key, receivedOn) // law: R58
	if err != nil {
		return deadlineAnswer{}, err
	}
	for _, e := range d.happened {
		if e.Kind != docket.LedgerProcedureSet {
			continue
		}
		before := procedure.Version
		if procedure, err = d.procedures.Current(d.key, before, e.On); err != nil {
			return deadlineAnswer{}, err
		}
		if procedure.Version == before {
			return deadlineAnswer{}, docket.Invalid("event", "deadline.no_version_takes_over", "procedure", d.key, "on", e.On, "from", before)
		}
	}
	ledger := append([]docket.LedgerEntry{{
		Kind: docket.LedgerStart, At: at, On: receivedOn, Received: at, Policy: d.policy, Calendar: d.calendar.Version, Event: 1,
	}}, d.happened...)
	deadline, other, alarmOn, err := docket.Readings(ledger, procedure, d.office, d.zone, d.view) // law: R15
	if err != nil {
		return deadlineAnswer{}, err
	}
	return d.newAnswer(d.zone.In(at), procedure, deadline, other, alarmOn), nil
}

// answerLines answers every line of in with a line of out: the deadline, or why there is none.
func (d *deadlineCalculator) answerLines(in io.Reader, out io.Writer) error {
	lines, written := bufio.NewReader(in), bufio.NewWriter(out)
	encoder := json.NewEncoder(written)
	failed := false
	for n := 1; ; n++ {
		line, readErr := lines.ReadString('\n')
		if line == "" && errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return fmt.Errorf("line %d: %w", n, readErr)
		}
		input := strings.TrimSpace(line)
		answer, err := d.answer(input)
		if err != nil {
			failed = true
			err = encoder.Encode(lineError{Line: n, Input: input, Error: reasonOf(err)})
		} else {
			err = encoder.Encode(answer)
		}
		if err != nil {
			return err
		}
		if lines.Buffered() > 0 {
			continue // more is waiting: write it together
		}
		if err := written.Flush(); err != nil {
			return err
		}
	}
	if err := written.Flush(); err != nil {
		return err
	}
	if failed {
		return errUnansweredLines
	}
	return nil
}

// reasonOf is the text of an error for a person: a refusal in its words.
func reasonOf(err error) string {
	var refusal *docket.Error
	if errors.As(err, &refusal) {
		return strings.Replace(err.Error(), refusal.Error(), languages.For(languages.Spanish).Error(refusal), 1)
	}
	return err.Error()
}
