package e2e_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "modernc.org/sqlite" // a look at what is left to read

	"foja/files/sandbox/hostiletest"
	"foja/harness"
)

// What the agency is promised of hostile files. A machine that is busy with other things answers later: the receipt of
// an ordinary letter may take so much longer as it did before the first of them.
const (
	receiptIn = 3 * time.Second
	answerIn  = 15 * time.Second
	mayGrow   = 300 << 20
)

// TestHostileFiles hands in files that stop a careless reader, on every way that an outsider has, and attaches them to
// answers. The program lives, does not grow, serves ordinary mail beside them, keeps no officer waiting, and opens none
// of them again after a restart. Forty of the kinds are a sample of all; FOJA_HOSTILE_ROUNDS sends every kind so often
// (200 files: 3), FOJA_HOSTILE_SCALE makes them larger.
func TestHostileFiles(t *testing.T) {
	files := hostileFiles()
	p := realIn(t, sqlite)
	p.run.Env = append(p.run.Env, "FOJA_FILE_TIME=5s", "FOJA_MAX_MAIL_BYTES=1048576")
	p.opened()
	var usual time.Duration
	for i := range 3 {
		began := time.Now()
		p.alive("nothing " + strconv.Itoa(i))
		usual = max(usual, time.Since(began))
	}
	p.ordinaryWork(len(files))
	size := p.watchSize()
	before := size.Load()
	clerk, officer := "reception", "officer"

	var took []time.Duration
	for i, f := range files {
		switch { // every file on one way, and on the others those that fit
		case i%2 == 0 && len(f.Bytes) < 600_000:
			l := p.letterOf(fmt.Sprintf("Pedido %d con archivo", i), "Solicito el acta.")
			l.FileName, l.File = f.Name, f.Bytes
			p.post(l)
		default:
			if err := p.do(clerk, "/requests", obj{
				"procedure": "public-information", "text": "Solicito el acta.", "subject": "Mesa de partes " + strconv.Itoa(i),
				"requester": obj{"name": "Juan Soto", "address": "Av. Uno 1, Lima"},
				"files":     []obj{{"name": f.Name, "content": base64.StdEncoding.EncodeToString(f.Bytes)}},
			}, nil); err != nil {
				t.Errorf("%s at the counter: %v", f.Name, err)
			}
		}
		began := time.Now()
		p.alive(f.Name)
		took = append(took, time.Since(began))
	}
	p.handInByForm(files[:min(5, len(files))])
	p.handInByLink(files[:min(25, len(files))])
	slices.Sort(took)
	t.Logf("%d files; ordinary letters had their receipts after %s (half), %s (all); before, after %s", len(files),
		took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond), usual.Round(time.Millisecond))
	if worst := took[len(took)-1]; worst > max(receiptIn, 3*usual) {
		t.Errorf("an ordinary letter had its receipt after %s", worst)
	}

	_, c := p.asked("planos de la respuesta")
	p.act(officer, c.ID, obj{"action": "claim"})
	var slowest time.Duration
	for _, f := range files {
		began := time.Now()
		err := p.do(officer, "/requests/"+c.ID+"/actions", obj{"action": "respond", "text": "Van los planos.", "files": []obj{
			// so that none of these answers leaves
			{"name": "cambios.docx", "content": base64.StdEncoding.EncodeToString(trackedChanges(t))},
			{"name": f.Name, "content": base64.StdEncoding.EncodeToString(f.Bytes)},
		}}, nil)
		var no *refusal
		if !errors.As(err, &no) || no.Status != http.StatusUnprocessableEntity || len(no.Errors) == 0 ||
			no.Errors[0].Field != "looked" {
			t.Errorf("%s in an answer: %v", f.Name, err)
		}
		if d := time.Since(began); d > slowest {
			slowest = d
			t.Logf("%s in an answer: %s", f.Name, d.Round(time.Millisecond))
		}
	}
	if slowest > answerIn+usual {
		t.Errorf("an officer waited %s", slowest)
	}

	p.allRead(10 * time.Minute)
	unreadable, _ := p.says("files", "unreadable")
	t.Logf("grown by %d MB; not opened any more:\n%s", (size.Load()-before)>>20, unreadable)
	if grown := size.Load() - before; grown > mayGrow {
		t.Errorf("the program grew by %d MB", grown>>20)
	}
	p.stop()
	p.start()
	p.alive("the restart")
	p.allRead(time.Minute)
	time.Sleep(5 * time.Second)
	if after, _ := p.says("files", "unreadable"); after != unreadable {
		t.Errorf("the restart opened some again:\n%s", after)
	}
	p.alive("all")
}

// ordinaryWork is as much of it as the program sees with the hostile files and beside them, so that it has grown by
// that before it is measured: as many letters and cases, which caches and workflows hold whatever their files are, and
// as many ordinary files of the size that is allowed.
func (p *place) ordinaryWork(n int) {
	p.t.Helper()
	large := obj{"name": "legajo.pdf", "content": base64.StdEncoding.EncodeToString(
		bytes.Repeat([]byte("0123456789abcdef"), 20_000_000/16),
	)}
	for i := range max(25, n) {
		p.alive("lo de siempre " + strconv.Itoa(i))
		form := obj{
			"procedure": "public-information", "text": "Solicito el acta.", "subject": "Lo de siempre " + strconv.Itoa(i),
			"requester": obj{"name": "Juan Soto", "address": "Av. Uno 1, Lima"},
		}
		if i%10 == 0 {
			form["files"] = []obj{large}
		}
		if err := p.do("reception", "/requests", form, nil); err != nil {
			p.t.Fatal(err)
		}
	}
}

// sampled is how many kinds are tried when nobody asks for more.
const sampled = 40

// hostileFiles are a sample of all kinds, or all of them so often.
func hostileFiles() (all []hostiletest.File) {
	number := func(name string) int {
		n, err := strconv.Atoi(os.Getenv(name))
		if err != nil {
			return 0
		}
		return n
	}
	kinds, rounds := hostiletest.Files(max(1, number("FOJA_HOSTILE_SCALE"))), number("FOJA_HOSTILE_ROUNDS")
	if rounds == 0 {
		for n := range sampled {
			all = append(all, kinds[n*len(kinds)/sampled])
		}
		return all
	}
	for i := range rounds {
		for _, f := range kinds {
			if i > 0 { // other bytes, another hash
				f.Name, f.Bytes = strconv.Itoa(i)+"-"+f.Name, append(slices.Clone(f.Bytes), fmt.Sprintf("\n%%%d\n", i)...)
			}
			all = append(all, f)
		}
	}
	return all
}

// watchSize follows how large the program itself is at most, in bytes.
func (p *place) watchSize() *atomic.Int64 {
	var most atomic.Int64
	look := func() {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.program.Pid()))
		if _, after, found := strings.Cut(string(status), "VmRSS:"); err == nil && found {
			if kb, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64); err == nil {
				most.Store(max(most.Load(), kb<<10))
			}
		}
	}
	look()
	stop := make(chan struct{})
	p.t.Cleanup(func() { close(stop) })
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Millisecond):
				look()
			}
		}
	}()
	return &most
}

// handInByForm hands files in at the public form.
func (p *place) handInByForm(files []hostiletest.File) {
	p.t.Helper()
	w := p.window("hostile-form")
	w.goes("/ask")
	w.fills("#name", "Juana Ríos")
	w.fills("#address", "Av. Dos 2, Lima")
	w.fills("#email", p.citizen().Address)
	w.fills("#text", "Solicito el acta de la última sesión.")
	w.attachesAll("#files", files)
	time.Sleep(5 * time.Second) // nobody writes a request in less
	w.follows("main form button[type=submit]")
	w.says("Su solicitud quedó registrada")
}

// handInByLink hands files in by the link that the sender of a mail gets which was too large, and makes a request of
// it.
func (p *place) handInByLink(files []hostiletest.File) {
	p.t.Helper()
	big := p.letterOf("Planos que no caben", "Pido los planos.")
	big.FileName, big.File = "planos.bin", bytes.Repeat([]byte("0123456789abcdef"), 2_000_000/16)
	p.post(big)
	link := uploadAddress.FindString(p.answerTo(big.MessageID).Text)
	u, err := url.Parse(link)
	if err != nil {
		p.t.Fatal(err)
	}
	coded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, f := range files {
		at := p.tus(http.MethodPost, p.WebURL+"/up-files/", nil, "Upload-Length", strconv.Itoa(len(f.Bytes)),
			"Upload-Metadata", "filename "+coded(f.Name)+",token "+coded(filepath.Base(u.Path)))
		p.tus(http.MethodPatch, at, f.Bytes, "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	}
	w := p.window("hostile-link")
	w.goes(u.Path)
	w.fills("#text", "Pido los planos del pabellón sur.")
	w.follows("form[data-resumable] button")
	pen := p.holds(big.Subject)
	if err := p.do("reception", "/held/"+pen.ID+"/decision", obj{"do": "request", "request": obj{
		"procedure": "public-information", "subject": big.Subject, "text": pen.Text,
		"requester": obj{"name": "Ana Flores", "email": p.citizen().Address, "email_consent": true},
	}}, nil); err != nil {
		p.t.Fatal(err)
	}
}

// tus makes one call of the protocol by which files come in parts, and returns where the file is.
func (p *place) tus(method, address string, body []byte, header ...string) string {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, address, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Tus-Resumable", "1.0.0")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	text, err := readAll(resp)
	if err != nil || resp.StatusCode >= 300 {
		p.t.Fatalf("%s %s: %s %s %v", method, address, resp.Status, text, err)
	}
	at, err := resp.Request.URL.Parse(resp.Header.Get("Location"))
	if err != nil {
		p.t.Fatal(err)
	}
	return at.String()
}

// attachesAll chooses several files.
func (w *window) attachesAll(selector string, files []hostiletest.File) {
	w.t.Helper()
	var paths []string
	for _, f := range files {
		path := filepath.Join(w.t.TempDir(), f.Name)
		if err := os.WriteFile(path, f.Bytes, 0o600); err != nil {
			w.t.Fatal(err)
		}
		paths = append(paths, path)
	}
	w.choose(selector, paths)
}

// allRead waits until the search has read, or given up, every file.
func (p *place) allRead(within time.Duration) {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.dir, "foja.db")+"?mode=ro")
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // only read
	harness.Eventually(p.t, within, func() error {
		var n int
		if err := db.QueryRowContext(p.t.Context(),
			`SELECT count(*) FROM document WHERE NOT searched AND request<>''`).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%d files wait to be read", n)
		}
		return nil
	})
}

// trackedChanges is a Word file with what was deleted still in it.
func trackedChanges(t testing.TB) []byte {
	t.Helper()
	return hostiletest.Office("word/document.xml", `<w:document xmlns:w="w"><w:del/></w:document>`)
}
