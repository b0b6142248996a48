package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foja/harness"
)

// TestRolesApart runs web, worker and mail as processes of their own around one Temporal server and one PostgreSQL, as
// an agency with more than one machine does.
func TestRolesApart(t *testing.T) {
	t.Parallel()
	p := realIn(t, postgres)
	cluster := append([]string{"TEMPORAL_ADDRESS=" + sharedTemporal(t), "TEMPORAL_NAMESPACE=foja"}, p.run.Env...)
	p.run.Args, p.run.Env = []string{"serve", "--roles", "web,worker"}, cluster
	p.opened()
	reader := harness.Run{Args: []string{"serve", "--roles", "mail"}, Dir: harness.Dir(t), Env: cluster}
	mail := harness.UseProgram(t, reader)
	harness.Eventually(t, soon, func() error { // what comes before its first look waits for an operator
		if !strings.Contains(mail.Log(), "first look into the mailbox") {
			return errors.New("the mailbox is not read yet")
		}
		return nil
	})

	l, c := p.asked("pedido a procesos aparte")

	// A second web process, at another address.
	addr := harness.FreeAddr(t)
	window := harness.UseProgram(t, harness.Run{
		Args: []string{"serve", "--roles", "web"}, Dir: harness.Dir(t), Env: append(cluster, "FOJA_HTTP_ADDR="+addr),
	})
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

// sharedTemporal starts a Temporal server that several processes may command.
func sharedTemporal(t testing.TB) (addr string) {
	t.Helper()
	binary, err := filepath.Abs("../bin/temporalserver")
	if err == nil {
		_, err = os.Stat(binary)
	}
	if err != nil {
		t.Fatalf("make bin/temporalserver first: %v", err)
	}
	dir := harness.Dir(t)
	server := harness.UseProgram(t, harness.Run{
		Binary: binary, Args: []string{filepath.Join(dir, "temporal.db")}, Dir: dir,
	})
	ctx, cancel := context.WithTimeout(t.Context(), readyWithin)
	defer cancel()
	var told struct{ Addr string }
	if err := server.FirstLine(ctx, &told); err != nil {
		t.Fatal(err)
	}
	return told.Addr
}
