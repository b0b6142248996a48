package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"
)

type filesCmd struct {
	Unreadable filesUnreadableCmd `cmd:"" help:"List the files that ended their reader, or whose reading was cut off."`
	Again      filesAgainCmd      `cmd:"" help:"Have a file opened again, which foja does not do by itself after two attempts."`
}

type filesUnreadableCmd struct{}

func (filesUnreadableCmd) Run(ctx context.Context) (err error) {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	s, err := openMigrated(ctx, c.Database)
	if err != nil {
		return err
	}
	all, err := s.FileReads(ctx)
	if err = closeAfter(s, err); err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, err = fmt.Fprintln(w, "SHA-256\tFOR\tATTEMPTS\tCUT OFF\tENDED BY\tBEGUN")
	for _, r := range all {
		begun := "-"
		if !r.BegunAt.IsZero() {
			begun = r.BegunAt.Local().Format(time.DateTime)
		}
		failure := r.Failure
		if failure == "" {
			failure = "-"
		}
		_, e := fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\n", r.SHA256, r.Task, r.Attempts, r.CutOff, failure, begun)
		err = errors.Join(err, e)
	}
	return errors.Join(err, w.Flush())
}

type filesAgainCmd struct {
	SHA256 string `arg:"" name:"sha256" help:"Of the file, as foja files unreadable prints it."`
}

func (f filesAgainCmd) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	s, err := openMigrated(ctx, c.Database)
	if err != nil {
		return err
	}
	known, err := s.AllowRead(ctx, f.SHA256)
	if err = closeAfter(s, err); err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("no file with that SHA-256 has ended its reader: %s", f.SHA256)
	}
	fmt.Println("It will be opened again within a minute.")
	return nil
}
