// Command build turns the style sheet that npm fetched into the one that foja serves: without
// the fonts and images that are licensed for gov.uk alone, and without any address to fetch. The
// client of resumable uploads is served as it is, without the address of its source map.
//
//	npm ci --prefix web --ignore-scripts && go run ./web/build
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

const notice = "/* govuk-frontend, MIT License, Copyright (c) Crown Copyright (Government Digital Service). " +
	"Fonts and crest removed by foja's web/build. https://github.com/alphagov/govuk-frontend */\n"

var (
	fontFace  = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)
	remoteURL = regexp.MustCompile(`url\([^)]*\)`)
	comment   = regexp.MustCompile(`/\*[\s\S]*?\*/`)
	charset   = regexp.MustCompile(`@charset "[^"]*";`)
	family    = regexp.MustCompile(`"?GDS Transport"?,\s*arial,\s*sans-serif`)
)

// The stack names no font that must be fetched; Noto and Liberation are what plain Linux has.
const stack = `"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif`

func main() {
	from := flag.String("from", "web/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css", "style sheet fetched by npm")
	to := flag.String("to", "web/dist/govuk.css", "style sheet to serve")
	tus := flag.String("tus", "web/node_modules/tus-js-client/dist/tus.min.js", "client of resumable uploads, fetched by npm")
	flag.Parse()
	if err := errors.Join(build(*from, *to), copyScript(*tus, filepath.Join(filepath.Dir(*to), "tus.js"))); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func build(from, to string) error {
	css, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("%w (run npm ci --prefix web --ignore-scripts first)", err)
	}
	css, err = patch(css)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, css, 0o644)
}

const tusNotice = "/* tus-js-client, MIT License, Copyright (c) Transloadit and contributors. https://github.com/tus/tus-js-client */\n"

var sourceMap = regexp.MustCompile(`(?m)^//# sourceMappingURL=.*$`)

func copyScript(from, to string) error {
	script, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("%w (run npm ci --prefix web --ignore-scripts first)", err)
	}
	return os.WriteFile(to, append([]byte(tusNotice), sourceMap.ReplaceAll(script, nil)...), 0o644)
}

// patch refuses what it does not recognise, so that a new version of the package cannot bring
// a font or an address back unseen.
func patch(css []byte) ([]byte, error) {
	for _, gone := range []*regexp.Regexp{comment, fontFace, charset} {
		css = gone.ReplaceAll(css, nil)
	}
	css = remoteURL.ReplaceAll(css, []byte("none"))
	css = family.ReplaceAll(css, []byte(stack))
	for _, left := range []string{"GDS Transport", "@font-face", "@import", "url("} {
		if bytes.Contains(css, []byte(left)) {
			return nil, fmt.Errorf("%q is still in the style sheet: look at the new version of govuk-frontend", left)
		}
	}
	if !bytes.Contains(css, []byte(".govuk-button")) {
		return nil, fmt.Errorf("this is not govuk-frontend's style sheet")
	}
	return append([]byte(notice), bytes.TrimSpace(css)...), nil
}
