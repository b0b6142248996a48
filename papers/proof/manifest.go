package proof

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Names of the two members that are no sections.
const (
	manifestMember  = "manifest"
	signatureMember = "signature"
)

// partDigits is how much of a value's hash is kept: enough to tell where a change is.
const partDigits = 16

// manifest is what is signed.
type manifest struct {
	Sections map[string]string `json:"sections"`
	Parts    map[string]string `json:"parts"`
}

func hash(tree any) string {
	sum := sha256.Sum256(canonical(tree))
	return hex.EncodeToString(sum[:])
}

// manifestOf hashes every section of a receipt and every value in them.
func manifestOf(receipt map[string]any) manifest {
	m := manifest{Sections: map[string]string{}, Parts: map[string]string{}}
	for name, section := range receipt {
		if name == manifestMember || name == signatureMember {
			continue
		}
		m.Sections[name] = hash(section)
		leaves(name, section, func(path string, value any) { m.Parts[path] = hash(value)[:partDigits] })
	}
	return m
}

// leaves visits every single value of a tree with its path.
func leaves(path string, tree any, visit func(path string, value any)) {
	switch v := tree.(type) {
	case map[string]any:
		for name, one := range v {
			leaves(member(path, name), one, visit)
		}
		if len(v) > 0 {
			return
		}
	case []any:
		for i, one := range v {
			leaves(item(path, i), one, visit)
		}
		if len(v) > 0 {
			return
		}
	}
	visit(path, tree)
}

// signed are the bytes that the signature is of.
func (m manifest) signed() []byte {
	tree := map[string]any{"sections": anyMap(m.Sections), "parts": anyMap(m.Parts)}
	return append([]byte(Format+"\n"), canonical(tree)...)
}

func anyMap(m map[string]string) map[string]any {
	all := make(map[string]any, len(m))
	for k, v := range m {
		all[k] = v
	}
	return all
}

// difference tells where the content differs from what the manifest says, by path.
func (m manifest) difference(content manifest) []Fault {
	var faults []Fault
	reported := map[string]bool{}
	for path, want := range m.Parts {
		got, there := content.Parts[path]
		switch {
		case !there:
			faults = append(faults, Fault{path, "falta"})
		case got != want:
			faults = append(faults, Fault{path, "no es lo que se firmó"})
		default:
			continue
		}
		reported[top(path)] = true
	}
	for path := range content.Parts {
		if _, there := m.Parts[path]; !there {
			faults = append(faults, Fault{path, "no estaba cuando se firmó"})
			reported[top(path)] = true
		}
	}
	for _, name := range unionOf(m.Sections, content.Sections) {
		if m.Sections[name] != content.Sections[name] && !reported[name] {
			faults = append(faults, Fault{name, "no es lo que se firmó"})
		}
	}
	sortFaults(faults)
	return faults
}

func unionOf(a, b map[string]string) []string {
	var all []string
	for name := range a {
		all = append(all, name)
	}
	for name := range b {
		if _, both := a[name]; !both {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}
