package languages

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/leonelquinteros/gotext"
)

//go:embed en.po
var english []byte

// Catalogue translates sentences from Spanish.
type Catalogue struct {
	code     string // of the language, as in lang=""
	exact    map[string]string
	patterns []pattern
}

// pattern is an entry with a gap for any words: "Espera a {*1}".
type pattern struct {
	key   string
	shape *regexp.Regexp
	say   string
}

var gap = regexp.MustCompile(`\\\{\\\*\d\\\}`)

// English is the catalogue of that language.
func English() (*Catalogue, error) { return read("en", english) }

func read(code string, file []byte) (*Catalogue, error) {
	po := gotext.NewPo()
	po.Parse(file)
	c := &Catalogue{code: code, exact: map[string]string{}}
	for key, t := range po.GetDomain().GetTranslations() {
		say := t.Trs[0]
		if core := strings.Trim(key, edges); core != key { // a sentence is looked up without what stands around it
			key, say = core, strings.Trim(say, edges)
		}
		switch {
		case key == "":
		case say == "":
			return nil, fmt.Errorf("languages: %s has no words for %q", code, key)
		case strings.Contains(key, "{*"):
			shape, err := regexp.Compile("^" + gap.ReplaceAllString(regexp.QuoteMeta(key), `(.+?)`) + "$")
			if err != nil {
				return nil, fmt.Errorf("languages: %q: %w", key, err)
			}
			c.patterns = append(c.patterns, pattern{key, shape, say})
		default:
			c.exact[key] = say
		}
	}
	// The longest first: it says most of the sentence itself.
	slices.SortFunc(c.patterns, func(a, b pattern) int {
		if len(a.key) != len(b.key) {
			return len(b.key) - len(a.key)
		}
		return strings.Compare(a.key, b.key)
	})
	return c, nil
}

// Add gives the catalogue what another part of the program says in both languages already (procedures do); what it has stays.
func (c *Catalogue) Add(spanish, words string) {
	if _, have := c.exact[spanish]; !have && spanish != "" && words != "" {
		c.exact[spanish] = words
	}
}

// Keys are the Spanish sentences that the catalogue has words for, in order.
func (c *Catalogue) Keys() (keys []string) {
	for key := range c.exact {
		keys = append(keys, key)
	}
	for _, p := range c.patterns {
		keys = append(keys, p.key)
	}
	slices.Sort(keys)
	return keys
}
