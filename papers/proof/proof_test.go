package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"foja/calendar"
	"foja/docket"
	"foja/procedures"
)

var key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func public() ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func day0(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// lawOn is the law of the shipped procedure on a day, with the whole calendar.
func lawOn(t testing.TB, on calendar.Date) docket.Law {
	t.Helper()
	set, err := procedures.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.For("public-information", on)
	if err != nil {
		t.Fatal(err)
	}
	days, err := procedures.LoadCalendar()
	if err != nil {
		t.Fatal(err)
	}
	agency, err := procedures.LoadAgency("")
	if err != nil {
		t.Fatal(err)
	}
	office := agency.Offices[0]
	loc, err := time.LoadLocation(office.Zone)
	if err != nil {
		t.Fatal(err)
	}
	zone := docket.ZoneOf(loc, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	return docket.Law{Procedure: p, Calendar: days, Office: office, Zone: zone}
}

// started is a ledger with a start at an instant, under a policy.
func started(t testing.TB, law docket.Law, at time.Time, policy docket.ReceptionPolicy) []docket.LedgerEntry {
	t.Helper()
	on, err := docket.Receive(at, docket.ChannelEmail, policy, law.Office, law.Zone, law.View())
	if err != nil {
		t.Fatal(err)
	}
	return []docket.LedgerEntry{{
		Kind: docket.LedgerStart, At: at, On: on, Received: at, Policy: policy, Calendar: law.Calendar.Version, Event: 1,
	}}
}

// sample is a receipt of a case filed after hours before Easter, whose count began anew.
func sample(t testing.TB) []byte {
	t.Helper()
	law := lawOn(t, day0(t, "2026-03-27"))
	at := time.Date(2026, 3, 28, 0, 30, 0, 0, time.UTC) // Friday 27 March, 19:30 in Lima
	ledger := started(t, law, at, docket.OfficeHours)
	ledger = append(ledger, docket.LedgerEntry{
		Kind: docket.LedgerCorrectionReceived, At: at.AddDate(0, 0, 5), On: day0(t, "2026-04-01"), Event: 3,
	})
	file, err := Make(Facts{
		Number: "000123-2026", Agency: "Servicio «Penitenciario»", Channel: docket.ChannelEmail,
		MessageSHA256: strings.Repeat("ab", 32),
		Ledger:        ledger, IssuedAt: at.AddDate(0, 0, 9),
	}, law, key)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestMake_isRecomputed(t *testing.T) {
	file := sample(t)
	v := Verify(file, nil)
	if !v.Valid || v.Trusted || v.Number != "000123-2026" || v.DueOn != day0(t, "2026-04-17") {
		t.Errorf("%+v", v)
	}
	if v := Verify(file, public()); !v.Valid || !v.Trusted {
		t.Errorf("with the agency's key: %+v", v)
	}
	stranger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	if v := Verify(file, stranger); v.Valid || v.Faults[0].Part != "signer.public_key" {
		t.Errorf("with another's key: %+v", v)
	}
	if len(file) > 100_000 {
		t.Errorf("a receipt of %d bytes", len(file))
	}
}

// small is a receipt with little of everything: each of its bytes can be tried.
func small(t testing.TB) []byte {
	t.Helper()
	law := lawOn(t, day0(t, "2026-03-30"))
	law.Procedure.TimeLimit.N, law.Procedure.Windows, law.Procedure.LegalBase = 3, nil, law.Procedure.LegalBase[:1]
	law.Procedure.Effects, law.Calendar.Regions = law.Procedure.Effects[:1], nil
	law.Calendar.Entries = slices.DeleteFunc(slices.Clone(law.Calendar.Entries),
		func(e calendar.Entry) bool { return e.Name != "Jueves Santo" })
	law.Office.Region = ""
	ledger := started(t, law, time.Date(2026, 3, 31, 0, 30, 0, 0, time.UTC), docket.OfficeHours)
	file, err := Make(Facts{
		Number: "000124-2026", Agency: "Servicio «Penitenciario»", Channel: docket.ChannelCounter, Ledger: ledger,
	}, law, key)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// No changed byte may pass, and the part named is the one that the byte is in.
func TestEveryByte(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 11
	}
	changeBytes(t, small(t), step)
}

func TestManyBytes(t *testing.T) { changeBytes(t, sample(t), 23) }

// changeBytes changes every step-th byte of a receipt in turn.
func changeBytes(t *testing.T, file []byte, step int) {
	t.Helper()
	where := spans(t, file)
	tried, named, wrong := 0, 0, 0
	changed := slices.Clone(file)
	for i := 0; i < len(file); i += step {
		tried++
		copy(changed, file)
		changed[i] ^= 1
		v := Verify(changed, public())
		if v.Valid {
			t.Fatalf("byte %d (%q to %q) is not missed", i, file[i], changed[i])
		}
		want, inValue := where[i]
		if !inValue {
			continue // between values: punctuation and names
		}
		if slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Part == want }) {
			named++
			continue
		}
		t.Errorf("byte %d (%q to %q): in %s, and told is %v", i, file[i], changed[i], want, v.Faults)
		if wrong++; wrong > 10 {
			t.FailNow()
		}
	}
	if named < tried/3 {
		t.Errorf("only %d of %d bytes are in a value whose path is told", named, tried)
	}
	t.Logf("%d of %d bytes, %d in a value that is named", tried, len(file), named)
}

// spans maps the bytes inside the values of a receipt to the paths that must be reported. Bytes
// whose change leaves no JSON (quotes, the backslash) are left out, and so are member names.
func spans(t *testing.T, file []byte) map[int]string {
	t.Helper()
	tree, err := parse(file)
	if err != nil {
		t.Fatal(err)
	}
	where := map[int]string{}
	mark(file, 0, "", tree, where)
	return where
}

func mark(file []byte, at int, path string, tree any, where map[int]string) (end int) {
	switch v := tree.(type) {
	case map[string]any:
		at++
		for i, name := range names(v) {
			if i > 0 {
				at++
			}
			at += len(appendText(nil, name)) + 1
			below := member(path, name)
			switch path {
			case "manifest.parts":
				below = "manifest.parts[" + name + "]"
			case "manifest.sections":
				below = "manifest.sections." + name
			}
			at = mark(file, at, below, v[name], where)
		}
		return at + 1
	case []any:
		at++
		for i, one := range v {
			if i > 0 {
				at++
			}
			at = mark(file, at, item(path, i), one, where)
		}
		return at + 1
	case string:
		end = at + len(appendText(nil, v))
		for i := at + 1; i < end-1; i++ {
			if c := file[i] ^ 1; c != '"' && c != '\\' && c >= ' ' && file[i] != '\\' && file[i-1] != '\\' {
				where[i] = path
			}
		}
		return end
	default:
		return at + len(canonical(tree))
	}
}

func TestVerify_saysWhat(t *testing.T) {
	file := string(sample(t))
	for _, c := range []struct{ name, old, new, part string }{
		{
			"a ledger day", `"kind":"correction_received","on":"2026-04-01"`, `"kind":"correction_received","on":"2026-04-06"`,
			"ledger[1].on",
		},
		{"a holiday's name", "Jueves Santo", "Jueves Tanto", "calendar.data.entries["},
		{
			"the due date", `"result":{"alarm_on":"2026-04-17","due_on":"2026-04-17"`,
			`"result":{"alarm_on":"2026-04-17","due_on":"2026-04-18"`, "result.due_on",
		},
		{"the term", `"limit":{"n":10`, `"limit":{"n":20`, "result.reading.limit.n"},
		{"a space", `"format":`, `"format": `, PartForm},
		{"an escape", `Jueves`, `\u004aueves`, PartForm},
		{"a line feed more", "\n", "\n\n", PartForm},
		{"a member twice", `"format":`, `"format":"x","format":`, "format"},
		{"a member more", `"format":`, `"extra":"x","format":`, "extra"},
		{"a member of a manifest more", `"manifest":{`, `"manifest":{"extra":"x",`, "manifest"},
		{"a member less", `"channel":"email",`, ``, "request.channel"},
		{"an entry of the ledger less", `{"at":"2026-04-02T00:30:00Z"`, `{"bt":"2026-04-02T00:30:00Z"`, "ledger[1].at"},
		{"the signature", `"signature":"`, `"signature":"0`, "signature"},
		{"null", `"channel":"email"`, `"channel":null`, "request.channel"},
		{"a fraction", `"n":10,`, `"n":10.0,`, ".n"},
		{"nothing", file, ``, PartForm},
		{"another kind", file, `[]`, PartForm},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(file, c.old, c.new, 1)
			if changed == file {
				t.Fatalf("%q is not in the receipt", c.old)
			}
			v := Verify([]byte(changed), nil)
			if v.Valid || !strings.Contains(fmt.Sprint(v.Faults), c.part) {
				t.Errorf("want %s, told is %v", c.part, v.Faults)
			}
		})
	}
}

// A signature can be of an error, or of a lie: the dates are counted again.
func TestVerify_aSignedLie(t *testing.T) {
	for _, c := range []struct {
		name, part string
		lie        func(object map[string]any)
	}{
		{"the due date", "result.due_on", func(o map[string]any) { at(o, "result")["due_on"] = "2026-05-29" }},
		{"a citation", "result.reading.cites[0].article", func(o map[string]any) {
			at(o, "result", "reading")["cites"].([]any)[0].(map[string]any)["article"] = "99"
		}},
		{"a holiday more", "calendar.data_hash", func(o map[string]any) {
			data := at(o, "calendar", "data")
			extra := map[string]any{"date": "2026-04-10", "kind": "holiday", "name": "x", "norm": "x", "scope": "nation"}
			data["entries"] = append(data["entries"].([]any), extra)
		}},
		{"a longer term", "procedure.data_sha256", func(o map[string]any) {
			at(o, "procedure", "data", "time_limit")["n"] = json.Number("20")
		}},
		{"another start", "ledger[0].on", func(o map[string]any) { at(o, "start")["received_on"] = "2026-03-31" }},
		{"an unknown member", "(contenido)", func(o map[string]any) { at(o, "start")["mood"] = "good" }},
		{"another format", "format", func(o map[string]any) { o["format"] = "foja clock receipt 2" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree, err := parse(sample(t))
			if err != nil {
				t.Fatal(err)
			}
			object := tree.(map[string]any)
			delete(object, manifestMember)
			delete(object, signatureMember)
			c.lie(object)
			v := Verify(sign(object, key), public())
			if v.Valid || !slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Part == c.part }) {
				t.Errorf("want %s, told is %v", c.part, v.Faults)
			}
		})
	}
}

func at(object map[string]any, path ...string) map[string]any {
	for _, name := range path {
		object = object[name].(map[string]any)
	}
	return object
}

// law: R59
func TestR59_recomputingGivesTheSameDates(t *testing.T) {
	law := lawOn(t, day0(t, "2026-01-05"))
	rapid.Check(t, func(rt *rapid.T) {
		minutes := rapid.IntRange(0, 400*24*60).Draw(rt, "minutes after New Year 2025")
		start := time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
		policy := rapid.SampledFrom([]docket.ReceptionPolicy{docket.OfficeHours, docket.SameDay24x7}).Draw(rt, "policy")
		law := law
		law.Office.Region = rapid.SampledFrom([]string{"", "Lima", "La Libertad"}).Draw(rt, "region")
		law.Procedure.Effects = slices.Clone(law.Procedure.Effects)
		if rapid.Bool().Draw(rt, "holds suspend") {
			for i := range law.Procedure.Effects {
				switch law.Procedure.Effects[i].On {
				case docket.LedgerHold:
					law.Procedure.Effects[i].Does = docket.EffectSuspend
				case docket.LedgerResume:
					law.Procedure.Effects[i].Does = docket.EffectResume
				}
			}
		}
		ledger := started(t, law, start, policy)
		for n := range rapid.IntRange(0, 6).Draw(rt, "entries") {
			on := ledger[0].On.AddDays(rapid.IntRange(0, 60).Draw(rt, "day"))
			e := docket.LedgerEntry{At: start, On: on, Event: n + 2, Kind: rapid.SampledFrom([]docket.LedgerKind{
				docket.LedgerCalendarSet, docket.LedgerCorrectionAsked, docket.LedgerCorrectionReceived, docket.LedgerHold,
				docket.LedgerResume, docket.LedgerExtension, docket.LedgerForwarded,
			}).Draw(rt, "kind")}
			if e.Kind == docket.LedgerExtension {
				e.To = on.AddDays(rapid.IntRange(1, 60).Draw(rt, "to"))
			}
			ledger = append(ledger, e)
		}
		deadline, other, alarmOn, err := law.Readings(ledger)
		if err != nil {
			rt.Skip(err)
		}
		file, err := Make(Facts{Number: "000001-2025", Ledger: ledger, IssuedAt: start}, law, key)
		if err != nil {
			rt.Fatal(err)
		}
		v := Verify(file, public())
		if !v.Valid || v.DueOn != deadline.DueOn || v.AlarmOn != alarmOn {
			rt.Fatalf("%+v, and the register has %s, alarm %s, other %v", v, deadline.DueOn, alarmOn, other)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	file := sample(b)
	b.ReportMetric(float64(len(file)), "bytes")
	for b.Loop() {
		if v := Verify(file, nil); !v.Valid {
			b.Fatal(v.Faults)
		}
	}
}
