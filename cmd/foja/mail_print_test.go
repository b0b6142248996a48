package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// promised are the keys that scripts rely on.
var promised = []string{
	"attachments", "bounce_permanent", "bounce_status", "bounced_recipient", "class", "date", "defects", "from_email", "from_name", "in_reply_to", "is_auto_reply",
	"is_bounce", "message_id", "new_text", "received_at", "references", "subject", "text", "to",
}

func TestMailReadPrintsWhatIsPromised(t *testing.T) {
	for name, mail := range map[string]string{"a mail": "From: a@b.test\n\nhola\n", "nothing": "", "bytes": "\x00\xff\xfe\n\r\n:::"} {
		var out bytes.Buffer
		if err := (mailReadCmd{Files: []string{"-"}}).run(strings.NewReader(mail), &out); err != nil {
			t.Fatal(name, err)
		}
		var got map[string]any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(name, err)
		}
		if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, promised) {
			t.Errorf("%s: keys %q", name, keys)
		}
		for _, list := range []string{"to", "references", "attachments", "defects"} {
			if _, ok := got[list].([]any); !ok {
				t.Errorf("%s: %s is no list: %v", name, list, got[list])
			}
		}
	}
}

func TestMailReadOfSeveralFiles_oneLineEach(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, []byte("From: a@b.test\n\nhola <b>\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := mailReadCmd{Files: []string{file, file + ".missing", "-"}}.run(strings.NewReader("Subject: x\n\n"), &out)
	if !errors.Is(err, errUnreadFiles) {
		t.Errorf("error %v", err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], `"text":"hola <b>"`) || !strings.Contains(lines[1], `"error"`) {
		t.Fatalf("%q", lines)
	}
	for i, name := range []string{file, file + ".missing", "-"} {
		var got struct{ File string }
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil || got.File != name {
			t.Errorf("line %d: %v, %v", i, got, err)
		}
	}
	var usage errUsage
	if err := (mailReadCmd{Files: []string{file + ".missing"}}).run(nil, &out); !errors.As(err, &usage) {
		t.Errorf("one missing file: %v", err)
	}
}

func TestMailReadOfAGiant_readsItsBeginning(t *testing.T) {
	file := filepath.Join(t.TempDir(), "giant.eml")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("From: a@b.test\n\nhola"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(1<<30), f.Close()); err != nil { // sparse
		t.Fatal(err)
	}
	raw, err := readFile(file, nil)
	if err != nil || len(raw) != maxRead+1 || cap(raw) > maxRead+64<<10 {
		t.Fatalf("%d bytes in %d, %v", len(raw), cap(raw), err)
	}
	m := describe(raw, nil)
	if m.FromEmail != "a@b.test" || !slices.Contains(m.Defects, "too-big") {
		t.Errorf("%q, %q", m.FromEmail, m.Defects)
	}
}
