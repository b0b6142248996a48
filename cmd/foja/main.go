// Command foja tracks public-information requests: see README.md.
//
// Only this package reads the environment and decides which parts run.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/alecthomas/kong"

	"foja/files/sandbox"
)

// Exit codes, for scripts.
const (
	exitFailed = 1 // the command was valid and failed
	exitUsage  = 2 // the command line or a setting is wrong
)

// cli lists the commands. Settings come from the environment (foja config); flags concern one call only.
type cli struct {
	Serve     serveCmd     `cmd:"" help:"Run foja: screens and API, worker, mailbox."`
	Demo      demoCmd      `cmd:"" help:"Run everything on this machine, with a mail server and sample cases."`
	Deadline  DeadlineCmd  `cmd:"" help:"Count a legal deadline and show the working."`
	Simulate  SimulateCmd  `cmd:"" help:"Play a case through skipped time and tell what happens on each day."`
	Calendar  calendarCmd  `cmd:"" help:"Export the calendar, or propose days from a file (iCalendar)."`
	Procedure procedureCmd `cmd:"" help:"Check, list and show procedures: the law as data."`
	Config    configCmd    `cmd:"" help:"Print the settings in force, with secrets hidden."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database to this program's version."`
	User      userCmd      `cmd:"" help:"Add, list, disable users; set passwords."`
	Token     tokenCmd     `cmd:"" help:"Add, list, revoke API tokens."`
	Secret    secretCmd    `cmd:"" help:"Make, check and rotate the secret key, which is kept apart from the register."`
	Key       keyCmd       `cmd:"" help:"Print the public key of clock receipts."`
	Reconcile reconcileCmd `cmd:"" help:"Prove that nothing was lost or sent twice: mailbox, register, outbox and workflows against each other."`
	Blobs     blobsCmd     `cmd:"" help:"Move the bytes of mail and files into or out of the database."`
	Verify    verifyCmd    `cmd:"" help:"Check a clock receipt: count its dates again, without the register."`
	Mail      mailCmd      `cmd:"" help:"Check the mail account; read a message from a file."`
	Import    importCmd    `cmd:"" help:"Bring in cases from another system."`
	Files     filesCmd     `cmd:"" help:"List the files that could not be opened, or have one opened again."`
	Bench     benchCmd     `cmd:"" help:"Measure: letters a second, and the time until their receipts."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// errUsage marks an error that the caller can fix: a wrong setting or argument.
type errUsage struct{ error }

func (e errUsage) Unwrap() error { return e.error }

func main() {
	sandbox.RunChildIfRequested() // runs the hidden child command that opens untrusted files
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	var c cli
	exit := -1 // kong asks to exit after printing help
	parser, err := kong.New(&c,
		kong.Name("foja"),
		kong.Description("A tracker of public-information requests: mail and counter in, legal days counted, answers out with proof."),
		kong.UsageOnError(),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, "foja:", err)
		return exitFailed
	}
	call, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "foja: %v\nfoja --help lists the commands.\n", err)
		return exitUsage
	}
	if err := call.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "foja:", reasonOf(err))
		var usage errUsage
		if errors.As(err, &usage) {
			return exitUsage
		}
		return exitFailed
	}
	return 0
}
