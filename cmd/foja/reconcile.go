package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"foja/calendar"
	"foja/config"
	"foja/docket"
	"foja/mail"
	"foja/procedures"
	"foja/reconcile"
	"foja/store"
	"foja/workflows"
)

// errDiffers sets the exit code when something does not agree.
var errDiffers = errors.New("hay diferencias: véalas arriba")

// reconcileCmd runs the nothing-lost report on demand. It changes nothing.
type reconcileCmd struct {
	Days  int  `help:"How many days back the mailbox is compared." default:"30"`
	Quick bool `help:"Do not hash every kept byte again."`
	JSON  bool `name:"json" help:"Print one JSON object."`
}

// Run does the command.
func (cmd reconcileCmd) Run(ctx context.Context) error {
	if cmd.Days < 1 {
		return errUsage{errors.New("--days: un número de días, 1 o más")}
	}
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	h := &app{cfg: cfg, log: newLogger(cfg)}
	defer h.close()
	if err := h.readLaw(); err != nil {
		return errUsage{err}
	}
	if err := h.openStore(ctx, false); err != nil {
		return err
	}
	if clusterNamed() { // the embedded server belongs to the running program and cannot be reached from here
		if err := h.openTemporal(ctx, false); err != nil {
			return err
		}
	}
	report, err := reconcile.Run(ctx, h.accounts(), cmd.Days, cmd.Quick)
	if err != nil {
		return err
	}
	if cmd.JSON {
		err = json.NewEncoder(os.Stdout).Encode(report)
	} else {
		err = printReport(os.Stdout, report)
	}
	if err == nil && !report.Clean() {
		err = errDiffers
	}
	return err
}

func printReport(out io.Writer, r reconcile.Report) error {
	var b strings.Builder
	counts := func(m map[string]int) string {
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(m)) {
			parts = append(parts, fmt.Sprintf("%s %d", k, m[k]))
		}
		return strings.Join(parts, " · ")
	}
	fmt.Fprintf(&b, "Cuadre al %s (correo desde el %s)\n", r.At.Format("2006-01-02 15:04:05 MST"), r.Since.Format("2006-01-02"))
	if r.Mailbox != nil {
		fmt.Fprintf(&b, "Buzón:       %s\n", counts(r.Mailbox))
	}
	fmt.Fprintf(&b, "Mensajes:    %s\nCartas:      %s\nExpedientes: %d, abiertos %d\n", counts(r.Messages), counts(r.Letters), r.Cases, r.Open)
	if r.Bytes > 0 {
		fmt.Fprintf(&b, "Huellas:     %d comprobadas\n", r.Bytes)
	}
	for _, n := range r.NotChecked {
		fmt.Fprintf(&b, "No se miró:  %s\n", n)
	}
	if r.Clean() {
		b.WriteString("TODO CUADRA\n")
	}
	for _, d := range r.Differences {
		fmt.Fprintf(&b, "NO CUADRA (%s): %s\n", d.Kind, d.What)
		for _, row := range d.Rows {
			fmt.Fprintf(&b, "  %s\n", row)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// accounts is where the nothing-lost report looks, as far as it can be reached from this process.
func (h *app) accounts() reconcile.Sources {
	s := reconcile.Sources{Store: h.store, Law: lawOf(h.store, h.laws, h.days, h.agency), Now: time.Now}
	for _, b := range h.boxes {
		m := reconcile.Mailbox{
			Folders: reconcile.Folders{Inbox: b.Inbox, Processed: b.Processed, Held: b.Held, Archive: b.Archive},
			Messages: func(ctx context.Context, since time.Time) ([]mail.FolderMessage, error) {
				return h.listFolders(ctx, b, since)
			},
			Full: func(ctx context.Context) (int, error) { return mail.QuotaUsed(ctx, b.account()) },
		}
		if b.Name != config.AgencyMailbox {
			m.Name = b.Name
		}
		s.Mailboxes = append(s.Mailboxes, m)
	}
	if h.temporal != nil {
		s.Running = h.running
	}
	return s
}

// listFolders lists the messages in a mailbox, without those that stay in the inbox by decision.
func (h *app) listFolders(ctx context.Context, b mailbox, since time.Time) ([]mail.FolderMessage, error) {
	all, err := mail.ListFolders(ctx, b.account(), b.folders(), since)
	if err != nil {
		return nil, err
	}
	standing, _, err := h.standings(ctx, b)
	if err != nil {
		return nil, err
	}
	stays := map[uint32]bool{}
	for _, s := range standing {
		stays[s.UID] = s.Stays()
	}
	return slices.DeleteFunc(all, func(l mail.FolderMessage) bool { return l.Folder == b.Inbox && stays[l.UID] }), nil
}

// running lists the requests whose workflow runs.
func (h *app) running(ctx context.Context) (map[string]bool, error) {
	all := map[string]bool{}
	for page := []byte(nil); ; {
		found, err := h.temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			PageSize: 1000, NextPageToken: page,
			Query: fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus = 'Running'", workflows.RequestWorkflowName),
		})
		if err != nil {
			return nil, fmt.Errorf("list running workflows: %w", err)
		}
		for _, e := range found.GetExecutions() {
			all[strings.TrimPrefix(e.GetExecution().GetWorkflowId(), workflows.RequestWorkflowID(""))] = true
		}
		if page = found.GetNextPageToken(); len(page) == 0 {
			return all, nil
		}
	}
}

// lawOf gives the law that a case's workflow uses: with the calendar version that the case last applied.
func lawOf(s *store.Store, laws *procedures.Set, shipped calendar.Calendar, agency docket.Agency) func(context.Context, docket.Case) (docket.Law, error) {
	almanac := store.NewCalendarSource(s, shipped)
	return func(ctx context.Context, c docket.Case) (law docket.Law, err error) {
		if law.Procedure, err = laws.Version(c.Procedure, c.Version); err != nil {
			return law, err
		}
		var known bool
		if law.Office, known = agency.Office(c.Office); !known {
			return law, fmt.Errorf("office %q of request %s is not in the agency file", c.Office, c.Request)
		}
		zone, err := time.LoadLocation(law.Office.Zone)
		if err != nil {
			return law, err
		}
		law.Zone = docket.ZoneOf(zone, time.Now().AddDate(-20, 0, 0), time.Now().AddDate(5, 0, 0))
		law.Calendar, err = almanac.Version(ctx, c.CalendarVersion())
		return law, err
	}
}
