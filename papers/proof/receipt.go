package proof

import (
	"time"

	"foja/calendar"
	"foja/docket"
)

// receipt is the file without manifest and signature.
type receipt struct {
	Format    string               `json:"format"`
	IssuedAt  time.Time            `json:"issued_at"`
	Request   requestPart          `json:"request"`
	Start     startPart            `json:"start"`
	Procedure procedurePart        `json:"procedure"`
	Calendar  calendarPart         `json:"calendar"`
	Office    docket.Office        `json:"office"`
	Zone      docket.Zone          `json:"zone"`
	Ledger    []docket.LedgerEntry `json:"ledger"`
	Result    result               `json:"result"`
	Signer    signer               `json:"signer"`
}

// requestPart says whose clock it is. No names: the number leads to them, for those who may.
type requestPart struct {
	Number  string         `json:"number"`
	Agency  string         `json:"agency"`
	Channel docket.Channel `json:"channel"`
}

// startPart is the evidence of the start.
type startPart struct {
	ReceivedAt time.Time              `json:"received_at"` // the true instant at the door
	ReceivedOn calendar.Date          `json:"received_on"` // the legal day under the policy
	Policy     docket.ReceptionPolicy `json:"policy"`
	// MessageSHA256 is of every byte of the message as the mail server gave it; absent when it
	// did not come by mail.
	MessageSHA256 string `json:"message_sha256,omitempty"`
}

// procedurePart is the law that the count obeys. Data is what the count needs of the version;
// DataSHA256 is of that, SHA256 of the whole version.
type procedurePart struct {
	Key        string           `json:"key"`
	Version    string           `json:"version"`
	SHA256     string           `json:"sha256"`
	DataSHA256 string           `json:"data_sha256"`
	Data       docket.Procedure `json:"data"`
}

// calendarPart is the days. Data is the stretch that the count walks, for the office only.
// Hash and DataHash are of calendar.Calendar.Hash: of the calendar at hand and of Data.
type calendarPart struct {
	Version  string            `json:"version"`
	Hash     string            `json:"hash"`
	DataHash string            `json:"data_hash"`
	Data     calendar.Calendar `json:"data"`
}

// result is what follows from all that.
type result struct {
	DueOn   calendar.Date `json:"due_on"`
	AlarmOn calendar.Date `json:"alarm_on"` // the earlier of two readings (law: R15)
	Reading reading       `json:"reading"`
	Other   *reading      `json:"other_reading,omitempty"`
}

// reading is a deadline with its working, in a form that stays when foja's own changes.
type reading struct {
	Policy       docket.ReceptionPolicy `json:"policy"`
	ReceivedOn   calendar.Date          `json:"received_on"`
	CountsFrom   calendar.Date          `json:"counts_from"`
	DueOn        calendar.Date          `json:"due_on"`
	WaitingSince calendar.Date          `json:"waiting_since"`
	Limit        docket.TimeLimit       `json:"limit"`
	Counted      int                    `json:"counted"`
	Rules        []string               `json:"rules"`
	Cites        []cite                 `json:"cites"`
	Days         []day                  `json:"days"`
}

// cite is a norm and article as it was to be cited on the legal day of reception (law: R57).
type cite struct {
	Subject string `json:"subject"`
	Norm    string `json:"norm"`
	Article string `json:"article"`
}

type day struct {
	Date    calendar.Date `json:"date"`
	Counted bool          `json:"counted"`
	N       int           `json:"n"`
	Kind    string        `json:"kind"`
	Reason  string        `json:"reason"`
	Source  string        `json:"source"`
}

type signer struct {
	Algorithm string `json:"algorithm"`
	PublicKey string `json:"public_key"` // 64 hexadecimal digits
}

const algorithm = "Ed25519"

// recompute folds the ledger anew with what the receipt holds (law: R59).
func (r receipt) recompute() (result, error) {
	law := docket.Law{Procedure: r.Procedure.Data, Calendar: r.Calendar.Data, Office: r.Office, Zone: r.Zone}
	deadline, other, alarmOn, err := law.Readings(r.Ledger)
	if err != nil {
		return result{}, err
	}
	out := result{DueOn: deadline.DueOn, AlarmOn: alarmOn, Reading: readingOf(deadline, law.Procedure)}
	if other != nil {
		alt := readingOf(*other, law.Procedure)
		out.Other = &alt
	}
	return out, nil
}

func readingOf(d docket.Deadline, p docket.Procedure) reading {
	r := reading{
		Policy: d.Policy, ReceivedOn: d.ReceivedOn, CountsFrom: d.CountsFrom, DueOn: d.DueOn, WaitingSince: d.WaitingSince,
		Limit: d.Limit, Counted: d.Counted, Rules: append([]string{}, d.Rules...),
		Cites: citesOn(p, d.ReceivedOn), Days: []day{},
	}
	for _, one := range d.Days {
		r.Days = append(r.Days, day{one.Date, one.Counted, one.N, one.Kind, one.Reason, one.Source})
	}
	return r
}

// citesOn are the norms of the procedure in force on a day (law: R57).
func citesOn(p docket.Procedure, on calendar.Date) []cite {
	all := []cite{}
	for _, c := range p.LegalBase {
		if c.From.After(on) || !c.Until.IsZero() && c.Until.Before(on) {
			continue
		}
		all = append(all, cite{c.Subject, c.Norm, c.Article})
	}
	return all
}
