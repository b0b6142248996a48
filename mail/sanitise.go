package mail

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// shownHTML is how much of an HTML text is prepared for a screen.
const shownHTML = 1 << 20

// screen is what a citizen's HTML may do on a screen of ours: look like text. It loads nothing, neither from us nor
// from elsewhere, so that nobody learns who read it and when; it runs nothing, sends nothing and styles nothing.
var screen = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "div", "span", "br", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "blockquote",
		"pre", "code", "ul", "ol", "li", "dl", "dt", "dd",
		"h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "address", "cite", "q")
	p.AllowTables()
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowAttrs("href").OnElements("a")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AddSpaceWhenStrippingTag(true)
	p.SkipElementsContent("script", "style", "title", "head", "object", "iframe", "svg", "math", "noscript", "template",
		"select", "textarea")
	return p
})

// remoteContent is what would be fetched from elsewhere if it were let.
var remoteContent = regexp.MustCompile(`(?i)(<(img|link|video|audio|source|iframe|input|embed|bgsound)\b[^>]{0,500}\b(src|href|srcset|poster)\s*=\s*["']?\s*(https?:)?//|\bbackground\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?\s*(https?:)?//)`)

// SafeHTML is a message's HTML for a screen; remote says how many things it wanted to fetch from elsewhere, none of
// which it will.
func SafeHTML(s string) (safe string, remote int) {
	s = cut(s, shownHTML)
	return screen().Sanitize(s), len(remoteContent.FindAllStringIndex(s, 1000))
}
