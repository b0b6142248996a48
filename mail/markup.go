package mail

import (
	"regexp"
	"strings"
)

// knownTag is an HTML element as programs write it into plain text. Other angle brackets are text: an address, a
// smaller-than sign.
var (
	knownTag  = regexp.MustCompile(`(?i)</?(?:p|div|br|span|font|b|i|u|em|strong|a|ul|ol|li|table|tbody|tr|td|th|h[1-6]|hr|blockquote|center|img|body|html|head|meta|pre)(?:\s[^<>]{0,500})?/?>`)
	blockTag  = regexp.MustCompile(`(?i)^\s*<(?:p|div|br|span|font|table|ul|ol|h[1-6]|center|body|blockquote|html|!doctype|head|meta)(?:\s[^<>]{0,500})?/?>`)
	lineTag   = regexp.MustCompile(`(?i)<br\s*/?>|</p>|</div>|</li>|</tr>`)
	closesTag = regexp.MustCompile(`(?i)</[a-z0-9]+>|<br\s*/?>`)
)

// unmarked converts a fragment of HTML that is labelled plain text; ok is false when s is none. A text that merely
// mentions a tag is none: a fragment begins with a block element or ends its lines with tags.
func unmarked(s string) (text string, ok bool) {
	if !strings.Contains(s, "<") || !blockTag.MatchString(s) && len(lineTag.FindAllStringIndex(s, 2)) < 2 ||
		!closesTag.MatchString(s) {
		return s, false
	}
	var b strings.Builder
	pos := 0
	for _, f := range knownTag.FindAllStringIndex(s, -1) {
		b.WriteString(strings.ReplaceAll(s[pos:f[0]], "<", "&lt;"))
		b.WriteString(s[f[0]:f[1]])
		pos = f[1]
	}
	b.WriteString(strings.ReplaceAll(s[pos:], "<", "&lt;"))
	text, _ = htmlText(b.String())
	return text, strings.TrimSpace(text) != ""
}
