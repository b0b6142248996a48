package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"foja/docket"
	"foja/papers/proof"
)

// aReceipt is the receipt of what foja deadline was asked, and the answer itself.
func aReceipt(t *testing.T, received string) (file []byte, public string, answer deadlineAnswer) {
	t.Helper()
	cmd := DeadlineCmd{Procedure: "public-information", Reception: docket.OfficeHours}
	d, err := cmd.open()
	if err != nil {
		t.Fatal(err)
	}
	if answer, err = d.answer(received); err != nil {
		t.Fatal(err)
	}
	at, err := d.instant(received)
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.procedures.For(d.key, answer.ReceivedOn)
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	file, err = proof.Make(proof.Facts{Number: "000001-2026", Ledger: []docket.LedgerEntry{{
		Kind: docket.LedgerStart, At: at, On: answer.ReceivedOn, Received: at, Policy: d.policy, Event: 1,
	}}}, docket.Law{Procedure: p, Calendar: d.calendar, Office: d.office, Zone: d.zone}, key)
	if err != nil {
		t.Fatal(err)
	}
	return file, hex.EncodeToString(key[ed25519.SeedSize:]), answer
}

func TestVerify_command(t *testing.T) {
	file, key, _ := aReceipt(t, "2026-03-27T19:30")
	changed := bytes.Replace(file, []byte("Jueves Santo"), []byte("Jueves Tanto"), 1)
	keyFile := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(keyFile, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, key, want string
		file            []byte
		valid, usage    bool
	}{
		{"self-declared", "", "Clave declarada por la propia constancia", file, true, false},
		{"trusted", key, "en la que usted confía", file, true, false},
		{"trusted from a file", keyFile, "en la que usted confía", file, true, false},
		{"another key", strings.Repeat("0", 64), "signer.public_key", file, false, false},
		{"changed", "", "calendar.data.entries[", changed, false, false},
		{"no key", "nonsense", "", file, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			err := verifyCmd{File: "-", Key: c.key}.run(bytes.NewReader(c.file), &out)
			var usage errUsage
			if (err == nil) != c.valid || errors.As(err, &usage) != c.usage || !strings.Contains(out.String(), c.want) {
				t.Errorf("%v: %s", err, out.String())
			}
			out.Reset()
			err = verifyCmd{File: "-", Key: c.key, JSON: true}.run(bytes.NewReader(c.file), &out)
			var verdict proof.Verdict
			if !c.usage && (json.Unmarshal([]byte(out.String()), &verdict) != nil || verdict.Valid != c.valid || errors.Is(err, errNotValid) == c.valid) {
				t.Errorf("JSON: %v: %s", err, out.String())
			}
		})
	}
	var usage errUsage
	if err := (verifyCmd{File: "/nowhere.json"}).run(nil, nil); !errors.As(err, &usage) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// One date has one working: what the command prints is what the receipt proves.
func TestDeadlineAndReceiptTellTheSameDays(t *testing.T) {
	for _, received := range []string{"2026-03-27T10:00", "2026-03-27T19:30", "2026-04-29T10:00", "2025-12-22T09:15"} {
		file, _, answer := aReceipt(t, received)
		var told struct {
			Result struct {
				DueOn   string `json:"due_on"`
				AlarmOn string `json:"alarm_on"`
				Reading struct {
					Days []deadlineDay `json:"days"`
				} `json:"reading"`
			} `json:"result"`
		}
		if err := json.Unmarshal(file, &told); err != nil {
			t.Fatal(err)
		}
		r := told.Result
		if r.DueOn != answer.DueOn.String() || r.AlarmOn != answer.AlarmOn.String() || !reflect.DeepEqual(r.Reading.Days, answer.Days) {
			t.Errorf("%s: the receipt tells %+v, the command %+v", received, r, answer)
		}
	}
}
