package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

// stdio is the file name that means standard input or output.
const stdio = "-"

type calendarCmd struct {
	Export calendarExportCmd `cmd:"" help:"Write the calendar in force as an iCalendar file."`
	Import calendarImportCmd `cmd:"" help:"Propose the days of an iCalendar file; another person publishes them on the screen."`
}

type calendarExportCmd struct {
	File    string `arg:"" default:"-" help:"File to write; - for standard output."`
	Shipped bool   `help:"The calendar that came with the program; needs no database."`
	Version string `name:"calendar" help:"This version instead of the one in force." placeholder:"VERSION"`
}

func (c calendarExportCmd) Run(ctx context.Context) error {
	days, err := procedures.LoadCalendar()
	if err != nil {
		return err
	}
	if c.Shipped {
		return c.write(days, days.First.At(0, 0, time.UTC))
	}
	return withStore(ctx, func(s *store.Store) error {
		version := c.Version
		if version == "" {
			if version, err = s.LatestCalendarVersion(ctx); err != nil {
				return err
			}
		}
		if version == "" || version == days.Version { // none is published, or it is the first
			return c.write(days, days.First.At(0, 0, time.UTC))
		}
		v, err := s.CalendarByVersion(ctx, version)
		if err != nil {
			return fmt.Errorf("calendar %s: %w", version, err)
		}
		return c.write(v.Calendar, v.PublishedAt)
	})
}

func (c calendarExportCmd) write(days calendar.Calendar, at time.Time) (err error) {
	if c.File == stdio {
		return procedures.WriteICal(os.Stdout, days, at)
	}
	file, err := os.Create(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return procedures.WriteICal(file, days, at)
}

type calendarImportCmd struct {
	File string `arg:"" help:"iCalendar file to read; - for standard input."`
	By   string `required:"" help:"Login of the administrator who proposes the days." placeholder:"LOGIN"`
	Norm string `help:"Norm of the events that name none." placeholder:"NORM"`
}

func (c calendarImportCmd) Run(ctx context.Context) error {
	entries, err := c.read()
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	shipped, err := procedures.LoadCalendar()
	if err != nil {
		return err
	}
	return withUser(ctx, c.By, func(s *store.Store, u store.User) error {
		if !slices.Contains(u.Roles, docket.RoleAdministrator) || u.Disabled {
			return fmt.Errorf("%s is no administrator: only one may propose days", c.By)
		}
		days, err := store.NewCalendarSource(s, shipped).InForce(ctx)
		if err != nil {
			return err
		}
		fresh, err := unknownTo(days, entries)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		if len(fresh) == 0 {
			fmt.Printf("calendar %s has all %d days already\n", days.Version, len(entries))
			return nil
		}
		if _, err := s.AddCalendarProposal(ctx, store.CalendarProposal{Author: u.ID, Norm: fresh[0].Norm, Entries: fresh}); err != nil {
			return err
		}
		fmt.Printf("%d days proposed, %d were known: another administrator, a manager or the head publishes them at /calendar\n",
			len(fresh), len(entries)-len(fresh))
		return nil
	})
}

func (c calendarImportCmd) read() (entries []calendar.Entry, err error) {
	var in io.Reader = os.Stdin
	if c.File != stdio {
		file, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		in = file
	}
	return procedures.ReadICal(in, c.Norm)
}

// unknownTo lists the entries that a calendar does not have yet. One invalid entry refuses the whole file.
func unknownTo(c calendar.Calendar, entries []calendar.Entry) ([]calendar.Entry, error) {
	type key struct {
		date  calendar.Date
		kind  calendar.Kind
		scope calendar.Scope
	}
	known := map[key]bool{}
	for _, e := range c.Entries {
		known[key{e.Date, e.Kind, e.Scope}] = true
	}
	var fresh []calendar.Entry
	var errs []error
	for _, e := range entries {
		if err := c.Check(e); err != nil {
			errs = append(errs, err)
			continue
		}
		if k := (key{e.Date, e.Kind, e.Scope}); !known[k] {
			known[k] = true
			fresh = append(fresh, e)
		}
	}
	return fresh, errors.Join(errs...)
}
