package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"foja/harness"
)

// TestRolesApart runs web, worker and mail as processes of their own around one Temporal server and one PostgreSQL, as an
// agency with more than one machine does. The server is that of the first process: to the others it is a cluster.
func TestRolesApart(t *testing.T) {
	p := realIn(t, postgres)
	p.run.Args = []string{"serve", "--roles", "web,worker"}
	p.opened()
	cluster := append([]string{"TEMPORAL_ADDRESS=" + frontend(t, p.program.Pid()), "TEMPORAL_NAMESPACE=foja"}, p.run.Env...)
	reader := harness.Run{Args: []string{"serve", "--roles", "mail"}, Dir: harness.Dir(t), Env: cluster}
	harness.UseProgram(t, reader)

	l, c := p.asked("pedido a procesos aparte")

	// A second web process, at another address.
	addr := freeAddr(t)
	window := harness.UseProgram(t, harness.Run{Args: []string{"serve", "--roles", "web"}, Dir: harness.Dir(t), Env: append(cluster, "FOJA_HTTP_ADDR="+addr)})
	ctx, cancel := context.WithTimeout(t.Context(), readyWithin)
	defer cancel()
	if err := ready(ctx, window, "http://"+addr); err != nil {
		t.Fatal(err)
	}
	other := *p
	other.WebURL = "http://" + addr
	other.act("officer", c.ID, obj{"action": "claim"})
	// What was done at one window is known at the other, keys of commands included.
	path, again := "/requests/"+c.ID+"/actions", obj{"action": "note", "text": "Se pidió al archivo."}
	for _, at := range []*place{&other, p, &other} {
		if err := at.call(ctx, "officer", "POST", path, "misma-clave", again, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(fmt.Sprint(p.timeline(c.ID)), "Se pidió al archivo."); n != 1 {
		t.Errorf("the note stands %d times in the case", n)
	}
	p.act("officer", c.ID, obj{"action": "respond", "text": "Se adjunta."})
	p.citizen().response(t, l.MessageID)
	p.reaches(c.ID, "closed")
}

func (p *place) timeline(id string) any {
	p.t.Helper()
	var c struct {
		Timeline []struct{ Title, Text string } `json:"timeline"`
	}
	p.get("officer", "/requests/"+id, &c)
	return c.Timeline
}

// frontend finds the address of a program's embedded Temporal server, which tells it to nobody: it tries the ports at
// which the process listens.
func frontend(t testing.TB, pid int) string {
	t.Helper()
	ports, err := listening(pid)
	if err != nil {
		t.Fatal(err)
	}
	for _, port := range ports {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		c, err := client.DialContext(ctx, client.Options{HostPort: port, Namespace: "foja"})
		if err == nil {
			c.Close()
		}
		cancel()
		if err == nil {
			return port
		}
	}
	t.Fatalf("no Temporal server among %v", ports)
	return ""
}

// listening are the loopback addresses at which a process listens, as Linux tells them.
func listening(pid int) ([]string, error) {
	descriptors, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		return nil, err
	}
	mine := map[string]bool{}
	for _, d := range descriptors {
		if to, err := os.Readlink(d); err == nil { // one that was closed meanwhile is none
			mine[to] = true
		}
	}
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return nil, err
	}
	var all []string
	for _, line := range strings.Split(string(table), "\n") {
		f := strings.Fields(line)
		if len(f) < 10 || f[3] != "0A" || !mine["socket:["+f[9]+"]"] { // 0A: listening
			continue
		}
		_, port, _ := strings.Cut(f[1], ":")
		n, err := strconv.ParseUint(port, 16, 16)
		if err != nil {
			return nil, err
		}
		all = append(all, fmt.Sprintf("127.0.0.1:%d", n))
	}
	if len(all) == 0 {
		return nil, errors.New("it listens nowhere")
	}
	return all, nil
}
