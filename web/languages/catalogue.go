package languages

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
)

//go:embed en.po
var english []byte

// Catalogue translates sentences from Spanish.
type Catalogue struct {
	code     string // of the language, as in lang=""
	exact    map[string]string
	patterns []pattern

	mu    sync.Mutex
	cache map[string]saying // what was said of late; Add empties it
}

// pattern is an entry with a gap for any words: "Espera a {*1}".
type pattern struct {
	key   string
	mark  string // its longest words: a sentence without them need not be held against shape
	shape *regexp.Regexp
	slots []string // what stands for each part of shape: "{*1}" for words, "{1}" for what moves
	say   string
}

// slot is a gap of an entry. What moves is counted within an entry, and within a sentence from its beginning: the words of a gap may
// hold something that moves before it.
var slot = regexp.MustCompile(`\{(\*?)\d\}`)

func patternOf(key, say string) (pattern, error) {
	var shape strings.Builder
	p, from := pattern{key: key, say: say}, 0
	literal := func(words string) {
		shape.WriteString(regexp.QuoteMeta(words))
		if len(words) > len(p.mark) {
			p.mark = words
		}
	}
	for _, at := range slot.FindAllStringSubmatchIndex(key, -1) {
		literal(key[from:at[0]])
		if at[2] < at[3] {
			shape.WriteString(`(.+?)`)
		} else {
			shape.WriteString(`\{(\d+)\}`)
		}
		p.slots, from = append(p.slots, key[at[0]:at[1]]), at[1]
	}
	literal(key[from:])
	var err error
	if p.shape, err = regexp.Compile("^" + shape.String() + "$"); err != nil {
		return p, fmt.Errorf("languages: %q: %w", key, err)
	}
	return p, nil
}

// English is the catalogue of that language.
func English() (*Catalogue, error) { return read("en", english) }

func read(code string, file []byte) (*Catalogue, error) {
	po := gotext.NewPo()
	po.Parse(file)
	c := &Catalogue{code: code, exact: map[string]string{}, cache: map[string]saying{}}
	for key, t := range po.GetDomain().GetTranslations() {
		say := t.Trs[0]
		key, say = lookupForm(key, say)
		switch {
		case key == "":
		case say == "":
			return nil, fmt.Errorf("languages: %s has no words for %q", code, key)
		case strings.Contains(key, "{*"):
			p, err := patternOf(key, say)
			if err != nil {
				return nil, err
			}
			c.patterns = append(c.patterns, p)
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

// lookupForm takes off an entry what a sentence is looked up without: what stands around it, and its full stop.
func lookupForm(key, say string) (string, string) {
	if core := strings.Trim(key, edges); core != key {
		key, say = core, strings.Trim(say, edges)
	}
	if core, ended := strings.CutSuffix(key, "."); ended {
		key, say = core, strings.TrimSuffix(say, ".")
	}
	return key, say
}

// Add gives the catalogue what another part of the program says in both languages already (procedures do); what it has stays.
func (c *Catalogue) Add(spanish, words string) {
	spanish, words = lookupForm(spanish, words)
	spanish, moving := parted(spanish)
	for i, part := range moving { // "Aviso de 3 días" is looked up without its number
		words = strings.Replace(words, part, fmt.Sprintf("{%d}", i+1), 1)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.cache)
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
