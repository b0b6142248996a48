package letters

import (
	"regexp"
	"strings"
)

var (
	asked   = regexp.MustCompile(`\{\{t "([^"]*)"((?: "[a-z_]+" (?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^ "}]+))*)\}\}`)
	gapPair = regexp.MustCompile(` "([a-z_]+)" (\([^()]*(?:\([^()]*\)[^()]*)*\)|[^ "}]+)`)
)

// spanishSource is a template with its Spanish sentences in place, as an agency changes it.
func spanishSource(source string) string {
	return asked.ReplaceAllStringFunc(source, func(call string) string {
		m := asked.FindStringSubmatch(call)
		var pairs []any
		for _, pair := range gapPair.FindAllStringSubmatch(m[2], -1) {
			value := strings.TrimSuffix(strings.TrimPrefix(pair[2], "("), ")")
			if !strings.HasPrefix(pair[2], "(") {
				value = pair[2]
			}
			pairs = append(pairs, pair[1], "{{"+value+"}}")
		}
		return inSpanish.T(m[1], pairs...)
	})
}
