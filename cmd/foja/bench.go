package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"foja/bench"
	"foja/mail"
)

// benchCmd measures throughput. Its figures hold for this machine and this moment only.
type benchCmd struct {
	Mail benchMailCmd `cmd:"" help:"Write letters at given rates and measure until their receipts lie in the citizen's mailbox."`
}

// benchMailCmd measures a demo that it starts in a temporary folder, or the installation whose servers the flags
// name. It sends letters there: never use it on a production register.
type benchMailCmd struct {
	Rates   []float64     `default:"1,10,50" help:"Letters a second, one measurement each; 0 is as fast as the server takes them."`
	For     time.Duration `default:"20s" help:"How long letters are sent at each rate (with rate 0: 500 letters)."`
	Senders int           `default:"16" help:"Connections that send at the same time."`
	JSON    bool          `name:"json" help:"One JSON object a line."`

	SMTP    string `help:"Server that takes the letters; without it foja demo is started in a temporary folder." placeholder:"HOST:PORT"`
	IMAP    string `help:"Server with the citizen's mailbox." placeholder:"HOST:PORT"`
	CAFile  string `name:"ca-file" help:"Certificate authority of these servers; STARTTLS is used with it, and plain connections without."`
	Citizen string `help:"Address and login of the citizen's mailbox, which is emptied."`
	Secret  string `env:"FOJA_BENCH_PASSWORD" help:"Its password."`
	To      string `help:"The agency's address."`
	PID     int    `name:"pid" help:"Process of foja on this machine, to tell its memory."`
	Data    string `help:"Folder in which it keeps everything, to tell bytes a case."`
}

const (
	benchHead = "%10s %6s %10s %9s %9s %9s %9s %7s %5s %8s %8s\n"
	benchLine = "%10s %6d %10.1f %9s %9s %9s %9s %7d %5d %5d MB %8d\n"
)

// lettersUnpaced is how many letters rate 0 sends.
const lettersUnpaced = 500

func (c benchMailCmd) Run(ctx context.Context) (err error) {
	post, end, err := c.post(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if !c.JSON {
		fmt.Printf(benchHead, "letters/s", "sent", "receipts/s", "p50", "p95", "p99", "max", "missing", "twice", "memory", "kB/case")
	}
	for _, rate := range c.Rates {
		n := lettersUnpaced
		if rate > 0 {
			n = max(1, int(rate*c.For.Seconds()))
		}
		before := folderSize(c.Data)
		l, err := post.Mail(ctx, rate, n, c.Senders)
		if err != nil {
			return err
		}
		if l.Sent == 0 {
			return errors.New("no letter was taken: is the SMTP server the agency's own, and does it take mail for " + post.To + "?")
		}
		memory, each := memoryOf(c.PID), (folderSize(c.Data)-before)/int64(max(1, l.Receipt.N))
		if err := c.report(l, memory, each); err != nil {
			return err
		}
	}
	return nil
}

func (c benchMailCmd) report(l bench.Letters, memory, each int64) error {
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(map[string]any{
			"rate": l.Rate, "sent": l.Sent, "failed": l.Failed, "receipts": l.Receipt.N, "receipts_per_second": l.PerSecond(),
			"p50_ms": l.Receipt.P50.Milliseconds(), "p95_ms": l.Receipt.P95.Milliseconds(), "p99_ms": l.Receipt.P99.Milliseconds(),
			"max_ms": l.Receipt.Max.Milliseconds(), "missing": l.Missing, "twice": l.Twice, "memory_bytes": memory, "bytes_per_case": each,
		})
	}
	rate := "unpaced"
	if l.Rate > 0 {
		rate = strconv.FormatFloat(l.Rate, 'g', -1, 64)
	}
	ms := func(d time.Duration) string { return d.Round(time.Millisecond).String() }
	_, err := fmt.Printf(benchLine, rate, l.Sent, l.PerSecond(), ms(l.Receipt.P50), ms(l.Receipt.P95), ms(l.Receipt.P99), ms(l.Receipt.Max),
		l.Missing, l.Twice, memory>>20, each>>10)
	return err
}

// post is where the letters go. end stops what was started for it.
func (c *benchMailCmd) post(ctx context.Context) (bench.Post, func() error, error) {
	if c.SMTP == "" {
		return c.ownSet(ctx)
	}
	if c.IMAP == "" || c.Citizen == "" || c.To == "" {
		return bench.Post{}, nil, errUsage{errors.New("with --smtp, --imap, --citizen and --to are needed")}
	}
	tls := mail.TLSNone
	if c.CAFile != "" {
		tls = mail.TLSStart
	}
	return bench.Post{
		Submit: mail.Submitter{Addr: c.SMTP, TLS: tls, CAFile: c.CAFile}, From: c.Citizen, To: c.To,
		Box: mail.Account{Name: "bench", Addr: c.IMAP, TLS: tls, CAFile: c.CAFile, User: c.Citizen, Password: c.Secret},
	}, func() error { return nil }, nil
}

// ownSet starts foja demo as a process of its own, so that its memory is not mixed with ours.
func (c *benchMailCmd) ownSet(ctx context.Context) (_ bench.Post, end func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return bench.Post{}, nil, err
	}
	dir, err := os.MkdirTemp("", "foja-bench-")
	if err != nil {
		return bench.Post{}, nil, err
	}
	c.Data = filepath.Join(dir, "data")
	cmd := exec.CommandContext(ctx, self, "demo", "--json", "--no-samples", "--no-limits", "--data", c.Data) //nolint:gosec // this program again
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return bench.Post{}, nil, errors.Join(err, os.RemoveAll(dir))
	}
	end = func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		return errors.Join(cmd.Wait(), os.RemoveAll(dir))
	}
	var card struct {
		SMTP  string `json:"smtp_addr"`
		IMAP  string `json:"imap_addr"`
		Boxes []struct {
			Who, Address, User, Password string
		} `json:"mailboxes"`
	}
	if err := json.NewDecoder(out).Decode(&card); err != nil {
		return bench.Post{}, nil, errors.Join(fmt.Errorf("foja demo did not start: %w", err), end())
	}
	c.PID = cmd.Process.Pid
	post := bench.Post{Submit: mail.Submitter{Addr: card.SMTP, TLS: mail.TLSNone}}
	for _, b := range card.Boxes {
		if b.Who == "agency" {
			post.To = b.Address
			continue
		}
		post.From = b.Address
		post.Box = mail.Account{Name: "bench", Addr: card.IMAP, TLS: mail.TLSNone, User: b.User, Password: b.Password}
	}
	return post, end, nil
}

// memoryOf is the process's largest resident memory so far, in bytes; 0 where the kernel does not say.
func memoryOf(pid int) int64 {
	if pid == 0 {
		return 0
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64) // 0 when it cannot be read
			return kB << 10
		}
	}
	return 0
}

// folderSize is what the files of a folder take, in bytes.
func folderSize(dir string) (size int64) {
	if dir == "" {
		return 0
	}
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { // a file may go while it is counted
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return size
}
