package letters

import (
	"fmt"
	"strings"

	"foja/docket"
	"foja/languages"
)

// ItemWords are the words of one item of an answer; its outcome and ground are the case's.
type ItemWords struct {
	Asked      string // what of the request it is
	Withheld   string // given in part: what is kept back
	Reasons    string // why, how it was searched for, or who has it; of a given item, what is given
	Until      string // how long the bar lasts
	Resolution string // that classified it
}

// ItemAnswer is one item as a letter says it.
type ItemAnswer struct {
	ItemWords
	N       int
	Outcome docket.ItemOutcome
	Name    string // of the outcome
	Ground  docket.Ground
}

// Barred reports whether a part is withheld. Templates use it.
func (i ItemAnswer) Barred() bool { return i.Outcome.Withholds() }

// ReasonsLabel is what the item's words are about.
func (i ItemAnswer) ReasonsLabel() string {
	switch i.Outcome {
	case docket.ItemGiven:
		return "Qué se entrega"
	case docket.ItemNotHeld:
		return "Cómo se buscó"
	case docket.ItemElsewhere:
		return "Quién la tiene"
	default:
		return "Razones"
	}
}

var itemNames = map[docket.ItemOutcome]string{
	docket.ItemGiven: "Se entrega", docket.ItemPart: "Se entrega en parte", docket.ItemDenied: "Se deniega",
	docket.ItemNotHeld: "No existe en nuestra entidad", docket.ItemElsewhere: "Corresponde a otra entidad",
}

// NameEN is the outcome in English words.
func (i ItemAnswer) NameEN() string { return i.nameIn(languages.For(docket.LanguageEnglish)) }

// nameIn is the outcome in the words of a language, in lower case.
func (i ItemAnswer) nameIn(p *languages.Printer) string {
	if itemNames[i.Outcome] == "" {
		return ""
	}
	return p.T("letter.item_" + string(i.Outcome))
}

const (
	introHead = "Presentación"
	itemHead  = "Ítem "
	margin    = "    " // what people wrote stands behind it, so that none of their words is taken for a label
)

// itemParts are the labelled words of an item, in their order on the page.
func itemParts(w *ItemWords) []struct {
	label string
	value *string
} {
	return []struct {
		label string
		value *string
	}{
		{"Se pidió", &w.Asked},
		{"No se entrega", &w.Withheld},
		{"Respuesta", &w.Reasons},
		{"Dura", &w.Until},
		{"Clasificada por", &w.Resolution},
	}
}

// JoinItems makes one text of what is said about each item: one document, which people can read
// and SplitItems can take apart.
func JoinItems(intro string, items []ItemWords) string {
	var out strings.Builder
	write := func(label, words string) {
		if words = strings.TrimSpace(words); words == "" {
			return
		}
		fmt.Fprintf(&out, "%s:\n%s%s\n", label, margin, strings.ReplaceAll(words, "\n", "\n"+margin))
	}
	write(introHead, intro)
	for i := range items {
		fmt.Fprintf(&out, "%s%d\n", itemHead, i+1)
		for _, part := range itemParts(&items[i]) {
			write("  "+part.label, *part.value)
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

// SplitItems undoes JoinItems.
func SplitItems(text string) (intro string, items []ItemWords) {
	var open *string
	for _, line := range strings.Split(text, "\n") {
		if words, ok := strings.CutPrefix(line, margin); ok && open != nil {
			if *open != "" {
				*open += "\n"
			}
			*open += words
			continue
		}
		switch label := strings.TrimSuffix(strings.TrimSpace(line), ":"); {
		case line == introHead+":":
			open = &intro
		case strings.HasPrefix(line, itemHead):
			items, open = append(items, ItemWords{}), nil
		case len(items) > 0:
			for _, part := range itemParts(&items[len(items)-1]) {
				if part.label == label {
					open = part.value
				}
			}
		}
	}
	return intro, items
}

// ItemsOf joins outcomes and words of an answer by items.
func ItemsOf(p docket.Procedure, outcomes []docket.Item, text string) (intro string, list []ItemAnswer) {
	intro, words := SplitItems(text)
	for i, o := range outcomes {
		a := ItemAnswer{N: i + 1, Outcome: o.Outcome, Name: itemNames[o.Outcome]}
		a.Ground, _ = p.Ground(o.Ground)
		if i < len(words) {
			a.ItemWords = words[i]
		}
		list = append(list, a)
	}
	return intro, list
}
