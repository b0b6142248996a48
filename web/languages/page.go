package languages

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// read aloud or shown by browsers; what they say is text like any other.
var spoken = []string{"title", "aria-label", "placeholder", "alt"}

// silent elements hold no sentences of ours.
var silent = []string{"script", "style", "textarea", "code"}

// Page translates a whole page. It returns as well the sentences that the catalogue has no words for.
func (c *Catalogue) Page(page []byte) (out []byte, missing []string) {
	var b bytes.Buffer
	b.Grow(len(page))
	z := html.NewTokenizer(bytes.NewReader(page))
	var kept []string // open elements whose words stay
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return bytes.ReplaceAll(bytes.ReplaceAll(b.Bytes(), []byte(Said), nil), []byte(End), nil), missing
		}
		raw := bytes.Clone(z.Raw())
		switch kind {
		case html.TextToken:
			if len(kept) > 0 {
				break
			}
			text := html.UnescapeString(string(raw))
			if said, changed := c.text(text, &missing); changed {
				raw = []byte(html.EscapeString(said))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case len(kept) > 0:
				if t.Data == kept[0] && kind == html.StartTagToken {
					kept = append(kept, t.Data) // the same element inside: its end is not the end
				}
			case kind == html.StartTagToken && (keeps(t) || slices.Contains(silent, t.Data)) && !void[t.Data]:
				kept = []string{t.Data}
			default:
				if c.attributes(&t, &missing) {
					raw = []byte(t.String())
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); len(kept) > 0 && string(name) == kept[0] {
				kept = kept[1:]
			}
		}
		b.Write(raw)
	}
}

// void elements have no end.
var void = map[string]bool{"input": true, "br": true, "img": true, "meta": true, "link": true, "hr": true}

func keeps(t html.Token) bool {
	return slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "translate" && a.Val == "no" })
}

// attributes translates what is spoken of an element, and the page's own language.
func (c *Catalogue) attributes(t *html.Token, missing *[]string) (changed bool) {
	for i, a := range t.Attr {
		switch {
		case t.Data == "html" && a.Key == "lang":
			t.Attr[i].Val, changed = c.code, true
		case slices.Contains(spoken, a.Key) && !keeps(*t):
			if said, ok := c.text(a.Val, missing); ok {
				t.Attr[i].Val, changed = said, true
			}
		}
	}
	return changed
}

// Said and End stand around what is in the reader's language already.
const (
	Said = "\ue000"
	End  = "\ue001"
)

// text translates what of a piece of text is not in the reader's language yet.
func (c *Catalogue) text(text string, missing *[]string) (said string, changed bool) {
	if !strings.Contains(text, Said) {
		return c.plain(text, missing)
	}
	var b strings.Builder
	for text != "" {
		before, rest, _ := strings.Cut(text, Said)
		words, _ := c.plain(before, missing)
		b.WriteString(words)
		words, text, _ = strings.Cut(rest, End)
		b.WriteString(words)
	}
	return b.String(), true
}

// plain translates the words of a piece of text and leaves the space around them.
func (c *Catalogue) plain(text string, missing *[]string) (said string, changed bool) {
	words := strings.Join(strings.Fields(text), " ")
	if words == "" {
		return text, false
	}
	known := c.cached(words)
	say := known.words
	*missing = append(*missing, known.missing...)
	i := strings.IndexFunc(text, notSpace)
	j := strings.LastIndexFunc(text, notSpace)
	_, last := utf8.DecodeRuneInString(text[j:])
	return text[:i] + say + text[j+last:], say != words
}

// What pages say again and again is looked up once in a while: so much of it, and nothing long, which changes with the case.
const (
	rememberedMost = 8192
	rememberedLong = 200 // bytes
)

// saying is what Say gave.
type saying struct {
	words   string
	missing []string
}

// cached is Say, by heart where the sentence was said before.
func (c *Catalogue) cached(words string) (s saying) {
	short := len(words) <= rememberedLong
	if short {
		c.mu.Lock()
		known, before := c.cache[words]
		c.mu.Unlock()
		if before {
			return known
		}
	}
	if s.words, s.missing = c.Say(words); short {
		c.mu.Lock()
		defer c.mu.Unlock()
		if len(c.cache) >= rememberedMost {
			clear(c.cache)
		}
		c.cache[words] = s
	}
	return s
}

func notSpace(r rune) bool { return !strings.ContainsRune(" \t\r\n", r) }
