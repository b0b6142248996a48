package mail

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// shownHTML is how much of an HTML text is shown.
const shownHTML = 1 << 20

// screen is the policy for a citizen's HTML on our pages: formatted text only. It loads nothing, neither from us nor
// from elsewhere, so that nobody can observe who read it and when; it has no scripts, forms or styles.
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

// remoteContent matches content that would be loaded from elsewhere.
var remoteContent = regexp.MustCompile(`(?i)(<(img|link|video|audio|source|iframe|input|embed|bgsound)\b[^>]{0,500}\b(src|href|srcset|poster)\s*=\s*["']?\s*(https?:)?//|\bbackground\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?\s*(https?:)?//)`)

// SafeHTML sanitises a message's HTML for a page; remote is the number of blocked remote loads.
func SafeHTML(s string) (safe string, remote int) {
	s = cut(s, shownHTML)
	return screen().Sanitize(s), len(remoteContent.FindAllStringIndex(s, 1000))
}
