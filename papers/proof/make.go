package proof

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"foja/calendar"
	"foja/docket"
)

// Facts is what a receipt tells of a case beside the law.
type Facts struct {
	Number        string
	Agency        string // name
	Channel       docket.Channel
	MessageSHA256 string // of the mail that it came in; "" when it did not
	Ledger        []docket.LedgerEntry
	IssuedAt      time.Time
}

// Make writes and signs a receipt. The law's calendar may be the whole: the receipt carries the
// stretch that it needs. What Make returns has passed Verify.
func Make(f Facts, law docket.Law, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("proof: no signing key")
	}
	r, err := gather(f, law)
	if err != nil {
		return nil, err
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("proof: no public key")
	}
	r.Signer = signer{algorithm, hex.EncodeToString(public)}
	tree, err := treeOf(r)
	if err != nil {
		return nil, err
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, errors.New("proof: a receipt is an object")
	}
	file := sign(object, key)
	if v := Verify(file, public); !v.Valid {
		return nil, fmt.Errorf("proof: the receipt of %s does not recompute: %v", f.Number, v.Faults)
	}
	return file, nil
}

// sign adds manifest and signature.
func sign(object map[string]any, key ed25519.PrivateKey) []byte {
	m := manifestOf(object)
	object[manifestMember] = map[string]any{"sections": anyMap(m.Sections), "parts": anyMap(m.Parts)}
	object[signatureMember] = hex.EncodeToString(ed25519.Sign(key, m.signed()))
	return append(canonical(object), '\n')
}

func gather(f Facts, law docket.Law) (receipt, error) {
	i := slices.IndexFunc(f.Ledger, func(e docket.LedgerEntry) bool { return e.Kind == docket.LedgerStart })
	if i < 0 {
		return receipt{}, errors.New("proof: the ledger has no start")
	}
	start := f.Ledger[i]
	whole, err := treeOf(law.Procedure)
	if err != nil {
		return receipt{}, err
	}
	r := receipt{
		Format: Format, IssuedAt: f.IssuedAt.UTC(), Office: law.Office, Zone: law.Zone, Ledger: f.Ledger,
		Request: requestPart{f.Number, f.Agency, f.Channel},
		Start: startPart{
			ReceivedAt: start.Received.UTC(), ReceivedOn: start.On, Policy: start.Policy, MessageSHA256: f.MessageSHA256,
		},
		Procedure: procedurePart{
			Key: law.Procedure.Key, Version: law.Procedure.Version, SHA256: hash(whole), Data: forCounting(law.Procedure),
		},
		Calendar: calendarPart{Version: law.Calendar.Version, Hash: law.Calendar.Hash(), Data: law.Calendar},
	}
	data, err := treeOf(r.Procedure.Data)
	if err != nil {
		return receipt{}, err
	}
	r.Procedure.DataSHA256 = hash(data)
	if r.Result, err = r.recompute(); err != nil {
		return receipt{}, err
	}
	from, to := r.span()
	if r.Calendar.Data, err = law.Calendar.Slice(from, to); err != nil {
		return receipt{}, err
	}
	r.Calendar.Data.Entries = slices.DeleteFunc(r.Calendar.Data.Entries, func(e calendar.Entry) bool {
		return !e.Scope.Covers(calendar.RegionName(law.Office.Region), law.Office.ID)
	})
	r.Calendar.DataHash = r.Calendar.Data.Hash()
	r.Zone = cut(law.Zone, from, to)
	return r, nil
}

// forCounting leaves out what cannot touch a date: states, forms, letters, prices. What is
// new to a procedure one day stays in until somebody knows that it may go.
func forCounting(p docket.Procedure) docket.Procedure {
	p.Initial, p.States, p.Grounds, p.Outcomes, p.Closing = "", nil, nil, nil, docket.ClosingRule{}
	p.Ladder, p.Letters, p.DeliveryModes, p.Fields, p.Tariffs = nil, nil, nil, nil, nil
	return p
}

// margin is a month: under the other reading of the reception rule day zero may lie earlier
// (law: R15), and rolling forward over a run of days off looks that far.
const margin = 31

// span is the stretch of days that the count may look at.
func (r receipt) span() (from, to calendar.Date) {
	from, to = r.Start.ReceivedOn, r.Start.ReceivedOn
	note := func(d calendar.Date) {
		if d.IsZero() {
			return
		}
		if d.Before(from) {
			from = d
		}
		if d.After(to) {
			to = d
		}
	}
	readings := []reading{r.Result.Reading}
	if r.Result.Other != nil {
		readings = append(readings, *r.Result.Other)
	}
	for _, one := range readings {
		note(one.ReceivedOn)
		note(one.DueOn)
		if n := len(one.Days); n > 0 {
			note(one.Days[n-1].Date)
		}
	}
	if !r.Start.ReceivedAt.IsZero() {
		note(r.Zone.DateOf(r.Start.ReceivedAt))
	}
	return from.AddDays(-margin), to.AddDays(margin)
}

// cut keeps the spans of a zone that days between from and to can touch.
func cut(z docket.Zone, from, to calendar.Date) docket.Zone {
	first, last := from.At(0, 0, time.UTC).AddDate(0, 0, -2), to.At(0, 0, time.UTC).AddDate(0, 0, 2)
	short := docket.Zone{Name: z.Name}
	for _, span := range z.Spans {
		if !span.Until.IsZero() && span.Until.Before(first) {
			continue
		}
		if span.Until.After(last) {
			span.Until = time.Time{}
		}
		short.Spans = append(short.Spans, span)
		if span.Until.IsZero() {
			break
		}
	}
	return short
}
