package web

import (
	"net/http"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"foja/desk/core"
	"foja/docket"
	"foja/languages"
	finished "foja/web/languages"
)

// The languages of the screens. Spanish is the agency's; anyone who chose another one keeps it in a cookie. A browser's
// own wish is not followed: the machines of an office are set up in many languages, and its people read Spanish.
const (
	english        = "en"
	languageCookie = "foja-lang"
	languageAge    = 365 * 24 * 60 * 60 // seconds
)

// languageOf is the language of the answer to a request. A person who is signed in gets one that has words for every
// page.
func languageOf(r *http.Request, signedIn bool) string {
	c, err := r.Cookie(languageCookie)
	if err != nil || !offered(c.Value, signedIn) {
		return languages.Spanish
	}
	return c.Value
}

func offered(code string, signedIn bool) bool {
	return languages.Known(code) && (!signedIn || languages.Whole(code))
}

// printerOf says sentences in the language of the answer.
func printerOf(r *http.Request) *languages.Printer {
	return languages.For(languageOf(r, userOf(r) != nil))
}

// printerFor is of programs as well as of our pages: who has not chosen a language is answered as the request asks.
func printerFor(r *http.Request) *languages.Printer {
	if _, err := r.Cookie(languageCookie); err == nil {
		return printerOf(r)
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return printerOf(r)
	}
	_, i, _ := acceptable().Match(wanted...)
	return languages.For(languages.Codes()[i])
}

var acceptable = sync.OnceValue(func() language.Matcher {
	var tags []language.Tag
	for _, code := range languages.Codes() {
		tags = append(tags, language.Make(code))
	}
	return language.NewMatcher(tags)
})

// letterLanguage asks in which language letters by mail are rendered below the Spanish.
func letterLanguage() field {
	choices := []core.Choice{{Words: docket.Say("Solo en español")}}
	for _, code := range languages.Codes() {
		if code != languages.Spanish {
			choices = append(choices, core.Choice{Key: code, Label: languages.For(code).T("language.own_name")})
		}
	}
	return field{
		Name: "language", Label: "Otro idioma en las cartas por correo", Kind: kindSelect, Width: "half", Choices: choices, Optional: true,
		Hint: "Va debajo del texto en español, que es la carta.",
	}
}

// tongue is a language that a page offers: its code, and its name in itself.
type tongue struct{ Code, Name string }

// others are the languages that a page in one language offers.
func others(code string, signedIn bool) (list []tongue) {
	for _, other := range languages.Codes() {
		if other != code && offered(other, signedIn) {
			list = append(list, tongue{other, languages.For(other).Say(docket.Say("language.own_name"))})
		}
	}
	return list
}

// chooseLanguage keeps the choice and goes back to where it was made.
func (s *server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	lang := r.PostFormValue("lang")
	if !languages.Known(lang) {
		lang = languages.Spanish
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure where the site is
		Name: languageCookie, Value: lang, Path: "/", MaxAge: languageAge, Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, local(r.PostFormValue("back")), http.StatusSeeOther)
	return nil
}

// oldWords are the English of what still reaches a page in Spanish, with what the procedures in force say in English themselves.
type oldWords struct {
	mu      sync.Mutex
	version string
	words   *finished.Catalogue
}

// english returns the catalogue, made anew when other procedures hold. A catalogue that is handed out is not changed any more.
func (t *oldWords) english(in []docket.Procedure) (*finished.Catalogue, error) {
	var version strings.Builder
	for _, p := range in {
		version.WriteString(p.Key + "@" + p.Version + " ")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.words != nil && t.version == version.String() {
		return t.words, nil
	}
	c, err := finished.English()
	if err != nil {
		return nil, err
	}
	for _, p := range in {
		for _, text := range textsOf(p) {
			c.Add(text.ES, text.EN)
		}
	}
	// what stands there in English already stays as it is
	printer := languages.For(english)
	for _, key := range append(languages.Keys(), languages.Sentences(english)...) {
		if words := printer.T(key); !strings.Contains(words, "{") {
			c.Add(words, words)
			c.Add(key, words)
		}
	}
	t.words, t.version = c, version.String()
	return c, nil
}

// textsOf are the texts of a procedure that screens show.
func textsOf(p docket.Procedure) []docket.Text {
	texts := []docket.Text{p.Name}
	for _, s := range p.States {
		texts = append(texts, s.Name)
		for _, a := range s.Actions {
			texts = append(texts, a.Label)
		}
	}
	for _, w := range p.Windows {
		texts = append(texts, w.Name, w.Missed)
	}
	for _, w := range p.Waits {
		texts = append(texts, w.Name, w.Missed)
	}
	for _, g := range append(p.Grounds, p.Extension.Grounds...) {
		texts = append(texts, g.Name)
	}
	for _, o := range p.Outcomes {
		texts = append(texts, o.Name)
	}
	for _, r := range p.Ladder {
		texts = append(texts, r.Name)
	}
	for _, l := range p.Letters {
		texts = append(texts, l.Name)
	}
	for _, m := range p.DeliveryModes {
		texts = append(texts, m.Name)
	}
	for _, f := range p.Fields {
		texts = append(texts, f.Name, f.Hint)
	}
	for _, x := range p.Expiries {
		texts = append(texts, x.Name, x.Missed)
	}
	for _, d := range p.Duties {
		texts = append(texts, d.Name, d.Does)
	}
	return texts
}

// translated is the page in the reader's language. Where it cannot be had, it stays Spanish: a page is worth more than its language.
func (s *server) translated(lang string, page []byte) []byte {
	if lang != english {
		return page
	}
	c, err := s.old.english(s.Desk.Core.Procedures(s.Desk.Core.Today("")))
	if err != nil {
		s.Logger.Error("no English", "err", err)
		return page
	}
	out, _ := c.Page(page)
	return out
}
