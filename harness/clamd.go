package harness

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Virus is what Clamd takes for a virus, and VirusName what it calls it: the harness's own signature, the only one that
// it knows.
const (
	Virus     = "FOJA-VIRUS-DE-PRUEBA-0123456789"
	VirusName = "Foja.Test.UNOFFICIAL"
)

// ClamdLimit is how many bytes Clamd looks at.
const ClamdLimit = 5 << 20

// Clamd is a running virus scanner.
type Clamd struct {
	Addr string // host:port

	program, conf, log string
	process            *process
}

// UseClamd gives the test a virus scanner and stops it at the test's end.
func UseClamd(t testing.TB) *Clamd {
	t.Helper()
	c, err := startClamd(Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, c.Stop)
	return c
}

func startClamd(dir string) (*Clamd, error) {
	program, err := findProgram("clamd", "clamav-daemon")
	if err != nil {
		return nil, err
	}
	c := &Clamd{program: program, conf: filepath.Join(dir, "clamd.conf"), log: filepath.Join(dir, "clamd.log")}
	data := filepath.Join(dir, "signatures")
	if err := os.Mkdir(data, 0o755); err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(VirusName, ".UNOFFICIAL")
	if err := writeFile(filepath.Join(data, "foja.ndb"),
		fmt.Sprintf("%s:0:*:%s\n", name, hex.EncodeToString([]byte(Virus)))); err != nil {
		return nil, err
	}
	for range attempts {
		var ports []int
		if ports, err = freePorts(1); err != nil {
			return nil, err
		}
		c.Addr = loopback(ports[0])
		conf := []string{
			"Foreground yes", "TCPAddr 127.0.0.1", "TCPSocket " + strconv.Itoa(ports[0]), "DatabaseDirectory " + data,
			"StreamMaxLength " + strconv.Itoa(ClamdLimit), "MaxThreads 2", "TemporaryDirectory " + dir, "",
		}
		if err = writeFile(c.conf, strings.Join(conf, "\n")); err != nil {
			return nil, err
		}
		if err = c.Start(); err == nil {
			return c, nil
		}
	}
	return nil, err
}

// Start runs it again after Stop, at the same port.
func (c *Clamd) Start() error {
	cmd := exec.CommandContext(context.Background(), c.program, "--config-file="+c.conf)
	var err error
	if c.process, err = launchInto(c.log, cmd, syscall.SIGTERM); err != nil {
		return err
	}
	if err := listens(c.process, c.Addr); err != nil {
		return fmt.Errorf("clamd: %w\n%s", errors.Join(err, c.Stop()), lastLines(c.log, 10))
	}
	return nil
}

// Stop ends it. Stopping twice is harmless.
func (c *Clamd) Stop() error { return c.process.stop(syscall.SIGTERM, 10*time.Second) }
