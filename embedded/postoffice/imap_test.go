package postoffice_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"foja/embedded/postoffice"
)

const childEnv = "FOJA_POSTOFFICE_TEST_FILE"

func within(t *testing.T, what string, news <-chan uint32) uint32 {
	t.Helper()
	select {
	case n := <-news:
		return n
	case <-time.After(20 * time.Second):
		t.Fatal("not told:", what)
		return 0
	}
}

func TestIdleIsToldAtOnce(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	exists, expunged := make(chan uint32, 100), make(chan uint32, 100)
	c := connect(t, po, agency, &imapclient.UnilateralDataHandler{
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages != nil {
				exists <- *d.NumMessages
			}
		},
		Expunge: func(n uint32) { expunged <- n },
	})
	selected(t, c, "INBOX")
	// Each round begins a new IDLE: the letter may arrive before, at or after its start.
	for i := range uint32(30) {
		idle, err := c.Idle()
		if err != nil {
			t.Fatal(err)
		}
		mustSend(t, po, letter(fmt.Sprint("i", i)), agency)
		for within(t, fmt.Sprint("letter ", i+1), exists) != i+1 {
		}
		if err := idle.Close(); err != nil {
			t.Fatal(err)
		}
		if err := idle.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	idle, err := c.Idle()
	if err != nil {
		t.Fatal(err)
	}
	other := connect(t, po, agency, nil)
	selected(t, other, "INBOX")
	if _, err := other.Move(imap.UIDSetNum(2, 4), "Trash").Wait(); err != nil {
		t.Fatal(err)
	}
	if a, b := within(t, "expunge", expunged), within(t, "expunge", expunged); a != 4 || b != 2 {
		t.Errorf("expunged %d, %d", a, b)
	}
	if err := idle.Close(); err != nil {
		t.Fatal(err)
	}
	if err := idle.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, c, imap.SeqSetNum(2, 28), &imap.FetchOptions{UID: true}); got[0].UID != 3 || got[1].UID != 30 {
		t.Errorf("numbers after the expunge: %d, %d", got[0].UID, got[1].UID)
	}
}

func TestMoveSearchStoreExpunge(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	for _, id := range []string{"a", "b", "c", "d"} {
		mustSend(t, po, letter(id), agency)
	}
	c := connect(t, po, agency, nil)
	if err := c.Create("Archivo/Procesado", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	selected(t, c, "INBOX")

	search := func(criteria imap.SearchCriteria) string {
		t.Helper()
		data, err := c.UIDSearch(&criteria, nil).Wait()
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(data.AllUIDs())
	}
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for want, criteria := range map[string]imap.SearchCriteria{
		"[2]":       {Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<b@correo.example>"}}},
		"[3]":       {Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: "petición C"}}},
		"[4]":       {Body: []string{"PETICIÓN D"}},
		"[1]":       {Text: []string{"<a@correo"}},
		"[2 3 4]":   {Not: []imap.SearchCriteria{{Text: []string{"<a@correo"}}}},
		"[1 2 3 4]": {SentSince: day, SentBefore: day.AddDate(0, 0, 1), NotFlag: []imap.Flag{imap.FlagSeen}, Larger: 10},
		"[]":        {SentSince: day.AddDate(0, 0, 1)},
		"[1 4]": {Or: [][2]imap.SearchCriteria{{
			{UID: []imap.UIDSet{imap.UIDSetNum(1)}}, {SeqNum: []imap.SeqSet{{{Start: 0, Stop: 0}}}},
		}}},
	} {
		if got := search(criteria); got != want {
			t.Errorf("search %+v: %s, want %s", criteria, got, want)
		}
	}
	if _, err := c.Move(imap.UIDSetNum(1), "Nowhere").Wait(); err == nil || !strings.Contains(err.Error(), "TRYCREATE") {
		t.Errorf("move to nowhere: %v", err)
	}
	moved, err := c.Move(imap.UIDSetNum(2, 3), "Archivo/Procesado").Wait()
	if err != nil || moved.UIDValidity == 0 || fmt.Sprint(moved.SourceUIDs, moved.DestUIDs) != "2:3 1:2" {
		t.Fatalf("move: %+v %v", moved, err)
	}
	if again, err := c.Move(imap.UIDSetNum(2), "Archivo/Procesado").Wait(); err != nil || again.DestUIDs != nil {
		t.Errorf("moving what is gone: %+v %v", again, err)
	}
	copied, err := c.Copy(imap.UIDSetNum(1), "Archivo/Procesado").Wait()
	if err != nil || fmt.Sprint(copied.DestUIDs) != "3" {
		t.Fatalf("copy: %+v %v", copied, err)
	}
	got, err := c.Store(imap.UIDSetNum(1, 4),
		&imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted, "$foja"}}, nil).Collect()
	if err != nil || len(got) != 2 || !slices.Contains(got[1].Flags, "$foja") {
		t.Fatalf("store: %v %v", got, err)
	}
	if gone, err := c.UIDExpunge(imap.UIDSetNum(4)).Collect(); err != nil || fmt.Sprint(gone) != "[2]" {
		t.Errorf("UID EXPUNGE: %v %v", gone, err)
	}
	if gone, err := c.Expunge().Collect(); err != nil || fmt.Sprint(gone) != "[1]" {
		t.Errorf("EXPUNGE: %v %v", gone, err)
	}
	st, err := c.Status("Archivo/Procesado",
		&imap.StatusOptions{NumMessages: true, UIDNext: true, NumUnseen: true, Size: true}).Wait()
	if err != nil || *st.NumMessages != 3 || st.UIDNext != 4 || *st.NumUnseen != 3 || *st.Size < 100 {
		t.Errorf("status: %+v %v", st, err)
	}
	if list, err := po.Messages(t.Context(), agency, "Archivo/Procesado"); err != nil || len(list) != 3 ||
		!bytes.Contains(list[2].Raw, []byte("<a@correo")) {
		t.Errorf("the copy lost its body with the original: %d %v", len(list), err)
	}
}

func TestMailboxes(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	c := connect(t, po, agency, nil)
	names := func(pattern string) string {
		t.Helper()
		list, err := c.List("", pattern, nil).Collect()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, l := range list {
			out = append(out, l.Mailbox)
		}
		return strings.Join(out, " ")
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	validity := func(name string) uint32 {
		t.Helper()
		st, err := c.Status(name, &imap.StatusOptions{UIDValidity: true}).Wait()
		must(err)
		return st.UIDValidity
	}
	must(c.Create("Año/Uno", nil).Wait())
	if got := names("*"); got != "Año Año/Uno Drafts INBOX Sent Trash" {
		t.Error("list:", got)
	}
	first := validity("Año/Uno")
	must(c.Rename("Año", "Year", nil).Wait())
	if got := names("%"); got != "Drafts INBOX Sent Trash Year" {
		t.Error("after rename:", got)
	}
	if got := validity("Year/Uno"); got != first {
		t.Errorf("rename changed UIDVALIDITY %d to %d", first, got)
	}
	must(c.Delete("Year/Uno").Wait())
	must(c.Create("Year/Uno", nil).Wait())
	if validity("Year/Uno") == first {
		t.Error("a mailbox made again has the old UIDVALIDITY")
	}
	for what, err := range map[string]error{
		"create twice": c.Create("Year", nil).Wait(), "delete INBOX": c.Delete("INBOX").Wait(),
		"rename INBOX": c.Rename("INBOX", "x", nil).Wait(), "rename onto": c.Rename("Year", "Sent", nil).Wait(),
		"delete nothing": c.Delete("Nothing").Wait(), "empty name": c.Create("/", nil).Wait(),
	} {
		if err == nil {
			t.Error("accepted:", what)
		}
	}
	must(c.Unsubscribe("Year").Wait())
	subscribed, err := c.List("", "*", &imap.ListOptions{
		SelectSubscribed: true, ReturnStatus: &imap.StatusOptions{NumMessages: true},
	}).Collect()
	if err != nil || len(subscribed) != 5 || subscribed[0].Status == nil ||
		!slices.Contains(subscribed[0].Attrs, imap.MailboxAttrDrafts) {
		t.Errorf("subscribed: %v %v", subscribed, err)
	}
	_, err = c.Select("Sent", &imap.SelectOptions{ReadOnly: true}).Wait()
	must(err)
	w := c.Append("Sent", int64(len(letter("s"))),
		&imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	_, err = w.Write(letter("s"))
	must(err)
	must(w.Close())
	appended, err := w.Wait()
	if err != nil || appended.UID != 1 {
		t.Errorf("append: %+v %v", appended, err)
	}
	list, err := po.Messages(t.Context(), agency, "Sent")
	if err != nil || len(list) != 1 || !bytes.Equal(list[0].Raw, letter("s")) || list[0].InternalDate.Year() != 2026 {
		t.Errorf("appended: %v %v", list, err)
	}
	if err := c.Store(imap.SeqSetNum(1), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}},
		nil).Close(); err == nil {
		t.Error("stored flags into an examined mailbox")
	}
}

func TestNumbersSurviveARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.db")
	po := open(t, file, postoffice.Options{})
	mustSend(t, po, letter("a"), agency)
	mustSend(t, po, letter("b"), agency)
	c := connect(t, po, agency, nil)
	first := selected(t, c, "INBOX")
	if _, err := c.Move(imap.UIDSetNum(2), "Trash").Wait(); err != nil {
		t.Fatal(err)
	}
	shut(t, po) // with the client still connected

	po = open(t, file, postoffice.Options{})
	mustSend(t, po, letter("c"), agency)
	c = connect(t, po, agency, nil)
	again := selected(t, c, "INBOX")
	if again.UIDValidity != first.UIDValidity || again.UIDNext != 4 || again.NumMessages != 2 {
		t.Errorf("before %+v, after %+v", first, again)
	}
	list := fetch(t, c, imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{UID: true})
	if len(list) != 2 || list[0].UID != 1 || list[1].UID != 3 {
		t.Errorf("the UID of a message that left was given again: %v", list)
	}
}

// Many senders, movers and listeners at once: everything arrives exactly once.
func TestCrowd(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	const senders, each = 4, 15
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			for i := range each {
				if err := send(po, letter(fmt.Sprintf("%d-%d", s, i)), agency, citizen); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		c := connect(t, po, agency, nil)
		selected(t, c, "INBOX")
		wg.Go(func() {
			for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
				if _, err := c.Move(imap.UIDSet{{Start: 1, Stop: 0}}, "Trash").Wait(); err != nil {
					t.Error(err)
					return
				}
				if st, err := c.Status("Trash", &imap.StatusOptions{NumMessages: true}).Wait(); err != nil ||
					*st.NumMessages >= senders*each {
					return
				}
			}
		})
	}
	wg.Wait()
	for address, box := range map[string]string{agency: "Trash", citizen: "INBOX"} {
		list, err := po.Messages(t.Context(), address, box)
		if err != nil {
			t.Fatal(err)
		}
		subjects := map[string]int{}
		for _, m := range list {
			_, after, _ := bytes.Cut(m.Raw, []byte("Message-ID: "))
			id, _, _ := bytes.Cut(after, []byte("\r\n"))
			subjects[string(id)]++
		}
		if len(list) != senders*each || len(subjects) != senders*each {
			t.Errorf("%s: %d letters, %d different", box, len(list), len(subjects))
		}
	}
}

func TestKilledRightAfterThe250(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mail.db")
	for round := 1; round <= 3; round++ {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childEnv+"="+file)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil || strings.TrimSpace(line) != "accepted" {
			t.Fatalf("child said %q, %v", line, err)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it says "killed"

		po := open(t, file, postoffice.Options{})
		for _, address := range []string{agency, citizen} {
			list, err := po.Messages(t.Context(), address, "INBOX")
			if err != nil || len(list) != round {
				t.Errorf("%s has %d letters after kill %d, %v", address, len(list), round, err)
			}
			if n := len(list); n > 0 && list[n-1].UID != uint32(round) {
				t.Errorf("UID %d after kill %d", list[n-1].UID, round)
			}
		}
		shut(t, po)
	}
}

// serveUntilKilled is the child: it says "accepted" when a letter got its 250.
func serveUntilKilled(file string) {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
	}
	po, err := postoffice.Open(file, postoffice.Options{})
	fail(err)
	fail(po.AddUser(agency, secret))
	fail(po.AddUser(citizen, secret))
	fail(send(po, letter("k"), agency, citizen))
	fmt.Println("accepted")
	_, _ = io.Copy(io.Discard, os.Stdin) // stdin is /dev/null: falls through
	time.Sleep(time.Minute)              // to be killed in
}
