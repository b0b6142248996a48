package languages

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
)

//go:embed *.po
var files embed.FS

// Spanish is the language of the sentences in the code, and what is said where another language has no words.
const Spanish = "es"

// catalogue is the file of one language.
type catalogue struct {
	code string
	po   *gotext.Po
	said map[string]*gotext.Translation // by key or Spanish sentence
}

var catalogues = sync.OnceValue(func() map[string]*catalogue {
	all, err := load(files)
	if err != nil {
		panic(err) // the files are part of the program
	}
	return all
})

// load reads every file of a folder.
func load(folder fs.FS) (map[string]*catalogue, error) {
	names, err := fs.Glob(folder, "*.po")
	if err != nil {
		return nil, err
	}
	all := map[string]*catalogue{}
	for _, name := range names {
		b, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		code := strings.TrimSuffix(name, ".po")
		all[code] = read(code, b)
	}
	return all, nil
}

func read(code string, file []byte) *catalogue {
	po := gotext.NewPo()
	po.Parse(file)
	return &catalogue{code: code, po: po, said: po.GetDomain().GetTranslations()}
}

// Codes are the languages that there are, Spanish first and the others by their code (ISO 639-1).
func Codes() []string { return codesOf(catalogues()) }

func codesOf(all map[string]*catalogue) []string {
	codes := []string{Spanish}
	var others []string
	for code := range all {
		if code != Spanish {
			others = append(others, code)
		}
	}
	slices.Sort(others)
	return append(codes, others...)
}

// Known reports whether there is a catalogue of the language.
func Known(code string) bool { return catalogues()[code] != nil }

// Whole reports whether a language says all that any other says. Spanish stands in the code.
func Whole(code string) bool { return code == Spanish || whole()[code] }

var whole = sync.OnceValue(func() map[string]bool {
	all := catalogues()
	is := map[string]bool{}
	for code, c := range all {
		is[code] = true
		for _, other := range all {
			for key := range other.said {
				if key != "" && c.get(key) == "" {
					is[code] = false
				}
			}
		}
	}
	return is
})

// get is the translation of a key or sentence; "" where the catalogue has none.
func (c *catalogue) get(key string) string {
	if t, is := c.said[key]; is && key != "" { // the entry without a key is the head of the file
		return t.Trs[0]
	}
	return ""
}

// keyShape tells keys from Spanish sentences.
var keyShape = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)

// Keys are the keys of the Spanish catalogue, in order.
func Keys() (keys []string) {
	for key := range catalogues()[Spanish].said {
		if keyShape.MatchString(key) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Sentences are the Spanish sentences that a language has words for, in order.
func Sentences(code string) (sentences []string) {
	for key := range catalogues()[code].said {
		if key != "" && !keyShape.MatchString(key) {
			sentences = append(sentences, key)
		}
	}
	slices.Sort(sentences)
	return sentences
}

// gap is a place in a sentence for a value: its name and, of a date or time, how it is written.
var gap = regexp.MustCompile(`\{([a-z_]+)(?::([a-z]+))?\}`)

// Check lists what is wrong with the catalogue of a language: entries without words, gaps that the Spanish sentence does
// not have or that the translation leaves out, keys that the Spanish catalogue does not have.
func Check(code string) (faults []string) {
	c, own := catalogues()[code], catalogues()[Spanish]
	for key, t := range c.said {
		source := key
		if keyShape.MatchString(key) {
			spanish, known := own.said[key]
			if !known {
				faults = append(faults, fmt.Sprintf("%s.po: %s.po has no key %s", code, Spanish, key))
				continue
			}
			source = spanish.Trs[0]
		} else if code == Spanish && key != "" {
			faults = append(faults, fmt.Sprintf("%s.po: %q is no key: Spanish sentences stand in the code", code, key))
			continue
		}
		for i, words := range t.Trs {
			switch {
			case key == "":
			case strings.TrimSpace(words) == "":
				faults = append(faults, fmt.Sprintf("%s.po has no words for %q", code, key))
			case i == 0 && t.PluralID == "" && !slices.Equal(gaps(words), gaps(source)):
				faults = append(faults, fmt.Sprintf("%s.po: %q has the gaps %v, not %v", code, words, gaps(words), gaps(source)))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// gaps are the names of a sentence's gaps, in order and each once.
func gaps(sentence string) (names []string) {
	for _, m := range gap.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}
