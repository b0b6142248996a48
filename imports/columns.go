package imports

import (
	"maps"
	"slices"
	"strings"

	"foja/docket"
)

// fieldPrefix begins the columns of fields that a procedure's form asks for: field_KEY.
const fieldPrefix = "field_"

// cells are those of one row by column, without spaces around them.
type cells map[string]string

// columns are the names that the header line of a CSV file may have. A spreadsheet has one line a case: what was done
// to it stands in columns of its own, and actsOf makes acts of them.
var columns = map[string]func(r *Row, cell string) error{
	"number":      func(r *Row, s string) error { r.Number = s; return nil },
	"procedure":   func(r *Row, s string) error { r.Procedure = s; return nil },
	"office":      func(r *Row, s string) error { r.Office = s; return nil },
	"channel":     func(r *Row, s string) error { r.Channel = s; return nil },
	"received_at": func(r *Row, s string) error { r.ReceivedAt = s; return nil },
	"name":        func(r *Row, s string) error { r.Name = s; return nil },
	"id_kind":     func(r *Row, s string) error { r.IDKind = s; return nil },
	"id_number":   func(r *Row, s string) error { r.IDNumber = s; return nil },
	"address":     func(r *Row, s string) error { r.Address = s; return nil },
	"email":       func(r *Row, s string) error { r.Email = s; return nil },
	"email_consent": func(r *Row, s string) (err error) {
		r.EmailConsent, err = yes(s)
		return err
	},
	"phone":    func(r *Row, s string) error { r.Phone = s; return nil },
	"subject":  func(r *Row, s string) error { r.Subject = s; return nil },
	"text":     func(r *Row, s string) error { r.Text = s; return nil },
	"delivery": func(r *Row, s string) error { r.Delivery = s; return nil },
	"sheets":   func(r *Row, s string) (err error) { r.Sheets, err = number(s); return err },
	"holder":   func(r *Row, s string) error { r.Holder = s; return nil },
	"files":    func(r *Row, s string) error { r.Files = paths(s); return nil },

	"correction_asked_on": ofAct, "correction_text": ofAct, "corrected_on": ofAct,
	"extended_on": ofAct, "extended_to": ofAct, "extension_ground": ofAct, "extension_evidence_on": ofAct,
	"extension_text": ofAct,
	"answer":         ofAct, "answered_on": ofAct, "answer_text": ofAct, "answer_ground": ofAct, "answer_entity": ofAct,
	"answer_files": ofAct,
}

// ofAct is a column that actsOf reads.
func ofAct(*Row, string) error { return nil }

// ends says whether an action ends a case, or proposes to: these are the values of the column "answer".
func ends(do docket.Action) bool {
	spec, _ := docket.SpecOf(do)
	return spec.Ends
}

// rowOf makes a row of a line of CSV.
func rowOf(line int, names, record []string) (Row, []Fault) {
	row, all := Row{Line: line}, cells{}
	var faults []Fault
	for i, cell := range record {
		cell = strings.TrimSpace(cell)
		if all[names[i]] = cell; strings.HasPrefix(names[i], fieldPrefix) {
			if cell != "" {
				if row.Fields == nil {
					row.Fields = map[string]string{}
				}
				row.Fields[strings.TrimPrefix(names[i], fieldPrefix)] = cell
			}
			continue
		}
		if err := columns[names[i]](&row, cell); err != nil {
			faults = append(faults, Fault{Line: line, Field: names[i], Text: err.Error()})
		}
	}
	acts, wrong := actsOf(all)
	row.Acts = acts
	for _, w := range wrong {
		w.Line = line
		faults = append(faults, w)
	}
	for i := range faults {
		faults[i].Number = row.Number
	}
	return row, faults
}

// actsOf are the acts that the columns of a line tell, in the order of their days.
func actsOf(c cells) (acts []Act, faults []Fault) {
	need := func(column, because string) {
		if c[column] == "" {
			faults = append(faults, Fault{Field: column, Text: "is missing: " + because + " is there"})
		}
	}
	if c["correction_asked_on"] != "" {
		acts = append(acts, Act{
			Do: string(docket.ActAskCorrection), On: c["correction_asked_on"], Text: c["correction_text"],
		})
	}
	if c["corrected_on"] != "" {
		need("correction_asked_on", "corrected_on")
		acts = append(acts, Act{Do: string(docket.ActCorrect), On: c["corrected_on"]})
	}
	if c["extended_to"] != "" || c["extended_on"] != "" {
		need("extended_on", "extended_to")
		need("extended_to", "extended_on")
		acts = append(acts, Act{
			Do: string(docket.ActExtend), On: c["extended_on"], To: c["extended_to"], Ground: c["extension_ground"],
			Proved: c["extension_evidence_on"], Text: c["extension_text"],
		})
	}
	if end := c["answer"]; end != "" || c["answered_on"] != "" {
		need("answer", "answered_on")
		need("answered_on", "answer")
		if end != "" && !ends(docket.Action(end)) {
			faults = append(faults, Fault{Field: "answer", Text: "is none of respond, deny, not_held, forward, withdraw"})
		}
		acts = append(acts, Act{
			Do: end, On: c["answered_on"], Text: c["answer_text"], Ground: c["answer_ground"], Entity: c["answer_entity"],
			Files: paths(c["answer_files"]),
		})
	}
	return acts, faults
}

// Columns are the names that a header line may have, in order, without those of fields.
func Columns() []string { return slices.Sorted(maps.Keys(columns)) }
