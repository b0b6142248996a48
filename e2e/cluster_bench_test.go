package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"foja/harness"
)

var peak = regexp.MustCompile(`VmHWM:\s+\d+ kB`)

// BenchmarkLettersOnACluster is foja bench mail on what an agency of size runs: foja without the embedded server,
// PostgreSQL with its durability on, a Temporal cluster of four processes on the same PostgreSQL, Dovecot and Postfix.
// All of them share this machine.
//
//	make build bin/temporal-server
//	bin/withservers go test ./e2e -run '^$' -bench LettersOnACluster -benchtime 1x -timeout 30m
func BenchmarkLettersOnACluster(b *testing.B) {
	pg := harness.UseDurablePostgreSQL(b)
	cluster := harness.UseCluster(b, pg)
	p := realIn(b, func(t testing.TB, _ string) register {
		dsn, err := pg.NewDatabase(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return hired(t, dsn)
	})
	p.run.Env = append(p.run.Env, "TEMPORAL_ADDRESS="+cluster.Addr, "TEMPORAL_NAMESPACE="+cluster.Namespace)
	p.opened()
	binary, err := harness.Binary()
	if err != nil {
		b.Fatal(err)
	}
	citizen := p.citizen()
	cmd := exec.CommandContext(b.Context(), binary, "bench", "mail", "--rates", "1,10,50,0", "--for", "20s",
		"--smtp", p.SMTPAddr, "--imap", p.IMAPAddr, "--ca-file", p.dovecot.CAFile, "--citizen", citizen.Address, "--to",
		p.agency().Address,
		"--pid", strconv.Itoa(p.program.Pid()), "--data", pg.Data())
	cmd.Env = append(os.Environ(), "FOJA_BENCH_PASSWORD="+citizen.Password)
	out, err := cmd.CombinedOutput()
	fmt.Printf("%s\n", out)
	if err != nil {
		b.Fatal(err)
	}
	for name, pid := range cluster.PIDs {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			b.Fatal(err)
		}
		fmt.Printf("temporal %s: %s\n", name, peak.FindString(string(text)))
	}
}
