package mail

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
)

// What is to stay in the inbox stays there, unread, and the mail beside it is taken; when nobody can say which, nothing
// is.
func TestWatcherLeavesWhatItIsToldTo(t *testing.T) {
	box := newMailbox(t, nil, imap.CapMove)
	for _, name := range []string{"uno", "dos", "tres"} {
		box.put(t, "Subject: "+name+"\r\n\r\nhola\r\n")
	}
	var asked atomic.Int32
	handled := make(chan uint32, 10)
	w := watcher(box.addr, func(_ context.Context, f Fetched) (string, error) {
		handled <- f.UID
		return "Hecho", nil
	})
	w.RetryMin, w.RetryMax = 10*time.Millisecond, 20*time.Millisecond
	w.Leave = func(_ context.Context, validity uint32, lying []FolderMessage) (map[uint32]bool, error) {
		if asked.Add(1) == 1 {
			return nil, errors.New("the register is away")
		}
		if validity == 0 || len(lying) == 0 || lying[0].UIDValidity != validity || lying[0].InternalDate.IsZero() {
			t.Errorf("asked about %d: %+v", validity, lying)
		}
		return map[uint32]bool{1: true, 3: true}, nil
	}
	stop := run(t, w)
	defer stop()
	if uid := <-handled; uid != 2 {
		t.Errorf("message %d was handled", uid)
	}
	eventually(t, "one is moved and two stay",
		func() bool { return box.count("Hecho") == 1 && box.count("INBOX") == 2 && w.Status().Left == 2 })
	if len(handled) != 0 {
		t.Error("more was handled")
	}
}

func TestFoldersBelowAPrefix(t *testing.T) {
	inbox, root := namespace{prefix: "INBOX.", delimiter: "."}, namespace{delimiter: "/"}
	for _, c := range []struct {
		ns           namespace
		folder, want string
	}{
		{inbox, "foja-retenido", "INBOX.foja-retenido"},
		{inbox, "INBOX.foja-retenido", "INBOX.foja-retenido"},
		{inbox, "inbox.foja-retenido", "inbox.foja-retenido"},
		{inbox, "foja/retenido", "INBOX.foja.retenido"},
		{inbox, "INBOX/foja", "INBOX.foja"},
		{root, "foja-retenido", "foja-retenido"},
		{root, "foja/retenido", "foja/retenido"},
		{namespace{delimiter: "."}, "foja/retenido", "foja.retenido"},
		{namespace{}, "foja/retenido", "foja/retenido"},
		{namespace{prefix: "#mh/", delimiter: "/"}, "foja", "#mh/foja"},
	} {
		if got := c.ns.qualify(c.folder); got != c.want {
			t.Errorf("%+v: %q is %q, want %q", c.ns, c.folder, got, c.want)
		}
	}
}
