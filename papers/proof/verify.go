package proof

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"foja/calendar"
)

// Verdict is what checking a receipt gives. Valid is true only without faults.
type Verdict struct {
	Valid  bool    `json:"valid"`
	Faults []Fault `json:"faults,omitempty"`
	// PublicKey is the key that the receipt declares. Trusted says that it is the one that the
	// verifier brought; else the receipt only confirms itself.
	PublicKey string `json:"public_key,omitempty"`
	Trusted   bool   `json:"key_trusted"`

	Number           string        `json:"number,omitempty"`
	Procedure        string        `json:"procedure,omitempty"`
	ProcedureVersion string        `json:"procedure_version,omitempty"`
	CalendarVersion  string        `json:"calendar_version,omitempty"`
	DueOn            calendar.Date `json:"due_on,omitzero"`
	AlarmOn          calendar.Date `json:"alarm_on,omitzero"`
}

// Fault is a part of the receipt that is not as it must be. Part is a path like ledger[2].on,
// or "format" for the form of the file; Why is for people, in Spanish.
type Fault struct {
	Part string `json:"part"`
	Why  string `json:"why"`
}

func (f Fault) String() string { return f.Part + ": " + f.Why }

func sortFaults(faults []Fault) {
	slices.SortFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Part, b.Part) })
}

// PartForm is the part named when all values are right and the bytes around them are not.
const PartForm = "(forma del archivo)"

// Verify checks a receipt by itself, without register or network. trusted is the key that the
// verifier knows to be the agency's; nil if there is none.
func Verify(file []byte, trusted ed25519.PublicKey) Verdict {
	var v Verdict
	tree, err := parse(file)
	if err != nil {
		return v.with(parseFault(err))
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return v.with(Fault{PartForm, "no es un objeto JSON"})
	}
	if faults := checkSignature(object, trusted, &v); len(faults) > 0 {
		return v.with(faults...)
	}
	if want := append(canonical(object), '\n'); !bytes.Equal(file, want) {
		return v.with(Fault{PartForm, fmt.Sprintf("cambiaron espacios o escritura en el byte %d; los valores son los mismos",
			differsAt(file, want))})
	}
	var r receipt
	content := map[string]any{}
	for name, section := range object {
		if name != manifestMember && name != signatureMember {
			content[name] = section
		}
	}
	if err := decode(content, &r); err != nil {
		return v.with(Fault{"(contenido)", "esta versión de foja no lo entiende: " + err.Error()})
	}
	v.Number, v.Procedure, v.ProcedureVersion, v.CalendarVersion = r.Request.Number, r.Procedure.Key, r.Procedure.Version,
		r.Calendar.Version
	v.DueOn, v.AlarmOn = r.Result.DueOn, r.Result.AlarmOn
	return v.with(checkContent(object, r)...)
}

func (v Verdict) with(faults ...Fault) Verdict {
	v.Faults = append(v.Faults, faults...)
	v.Valid = len(v.Faults) == 0
	return v
}

func parseFault(err error) Fault {
	var bad *badJSON
	if !errors.As(err, &bad) {
		return Fault{PartForm, err.Error()}
	}
	return Fault{cmp.Or(bad.part, PartForm), bad.Error()}
}

// differsAt is the first byte in which two texts differ.
func differsAt(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// checkSignature finds out whether something was changed since the signature, and where.
func checkSignature(object map[string]any, trusted ed25519.PublicKey, v *Verdict) []Fault {
	var m manifest
	if err := decode(orEmpty(object[manifestMember]), &m); err != nil || m.Parts == nil || m.Sections == nil {
		return []Fault{{manifestMember, "falta o no tiene la forma debida"}}
	}
	if _, there := object[signatureMember]; !there {
		return []Fault{{signatureMember, "falta"}}
	}
	content := manifestOf(object)
	declared, keyErr := keyIn(object)
	if keyErr == nil {
		v.PublicKey = hex.EncodeToString(declared)
	}
	signature, sigErr := digits(object[signatureMember], ed25519.SignatureSize)
	signs := func(m manifest, key ed25519.PublicKey) bool {
		return sigErr == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, m.signed(), signature)
	}
	differ := m.difference(content)
	signedBy := func(m manifest) bool { return signs(m, declared) || signs(m, trusted) }
	switch {
	case sigErr != nil:
		return append(differ, Fault{signatureMember, sigErr.Error()})
	case len(differ) > 0 && signedBy(content):
		// What the content gives is what was signed: the change is in the manifest.
		for i := range differ {
			part := manifestMember + ".parts[" + differ[i].Part + "]"
			if m.Parts[differ[i].Part] == content.Parts[differ[i].Part] {
				part = manifestMember + ".sections." + differ[i].Part
			}
			differ[i] = Fault{part, "el manifiesto no dice lo que se firmó"}
		}
		return differ
	case len(differ) > 0:
		return differ
	case keyErr != nil:
		return []Fault{{"signer.public_key", keyErr.Error()}}
	case trusted != nil && !bytes.Equal(declared, trusted):
		return []Fault{{"signer.public_key", "no es la clave en la que usted confía: " + hex.EncodeToString(trusted)}}
	case !signs(m, declared):
		return []Fault{{signatureMember, "no es la firma de este contenido con esta clave"}}
	}
	v.Trusted = trusted != nil
	return nil
}

func orEmpty(tree any) any {
	if tree == nil {
		return map[string]any{}
	}
	return tree
}

func keyIn(object map[string]any) (ed25519.PublicKey, error) {
	who, _ := object["signer"].(map[string]any)
	key, err := digits(who["public_key"], ed25519.PublicKeySize)
	return key, err
}

// digits reads n bytes written as lower-case hexadecimal digits.
func digits(tree any, n int) ([]byte, error) {
	text, _ := tree.(string)
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != n || hex.EncodeToString(raw) != text {
		return nil, fmt.Errorf("no son %d dígitos hexadecimales en minúsculas", 2*n)
	}
	return raw, nil
}

// checkContent asks whether what was signed is right: a signature can also be of an error.
func checkContent(object map[string]any, r receipt) []Fault {
	var faults []Fault
	check := func(ok bool, part, why string) {
		if !ok {
			faults = append(faults, Fault{part, why})
		}
	}
	check(r.Format == Format, "format", "esta versión de foja comprueba el formato "+Format)
	check(r.Signer.Algorithm == algorithm, "signer.algorithm", "solo se conoce "+algorithm)
	procedure, _ := object["procedure"].(map[string]any)
	check(hash(procedure["data"]) == r.Procedure.DataSHA256, "procedure.data_sha256", "no es el resumen de procedure.data")
	check(r.Procedure.Data.Key == r.Procedure.Key, "procedure.key", "no es la de procedure.data")
	check(r.Procedure.Data.Version == r.Procedure.Version, "procedure.version", "no es la de procedure.data")
	check(r.Calendar.Data.Hash() == r.Calendar.DataHash, "calendar.data_hash", "no es el resumen de calendar.data")
	check(r.Calendar.Data.Version == r.Calendar.Version, "calendar.version", "no es la de calendar.data")
	check(r.Calendar.Data.Validate() == nil, "calendar.data", "no es un calendario válido")
	check(r.Zone.Name == r.Office.Zone, "zone.name", "no es la de la sede")
	for i, e := range r.Ledger {
		if e.Kind != "start" {
			continue
		}
		check(e.On == r.Start.ReceivedOn, item("ledger", i)+".on", "no es start.received_on")
		check(e.Policy == r.Start.Policy, item("ledger", i)+".policy", "no es start.policy")
		check(e.Received.Equal(r.Start.ReceivedAt), item("ledger", i)+".received", "no es start.received_at")
	}
	again, err := r.recompute()
	if err != nil {
		return append(faults, Fault{"ledger", "no se puede volver a contar: " + err.Error()})
	}
	tree, err := treeOf(again)
	if err != nil {
		return append(faults, Fault{"result", err.Error()})
	}
	return append(faults, compare(object["result"], tree)...)
}

// compare tells by path where the dates in the receipt are not those that follow from it.
func compare(reported, found any) []Fault {
	values := map[string]string{}
	leaves("result", found, func(path string, value any) { values[path] = string(canonical(value)) })
	var faults []Fault
	leaves("result", reported, func(path string, value any) {
		want, there := values[path]
		delete(values, path)
		if got := string(canonical(value)); !there || got != want {
			faults = append(faults, Fault{path, fmt.Sprintf("dice %s y de los datos sale %s", got, cmp.Or(want, "nada"))})
		}
	})
	for path, want := range values {
		faults = append(faults, Fault{path, "falta; de los datos sale " + want})
	}
	sortFaults(faults)
	return faults
}
