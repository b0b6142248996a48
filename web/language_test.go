package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	ours "foja/languages"
	"foja/web/languages"
)

// foreign are the words of the samples' own people, papers and machines: nobody translates them.
var foreign = regexp.MustCompile(`Salcedo|Entrega en línea|Puertas Abiertas|Huamán|Rojas|Estudio Valdez|Torres|Medina|Jr\. |Julia|Paredes|Alarcón|Núñez|Salas|Rosa|Nacional|Logística|Oficina Regional|Juan|` +
	`^(Contratos|Convenios|Planillas|Protocolo|Número de internos|Queja|Buenos días|¿Podrían|Remitir|Resoluciones|La misma persona|Entrega la información|Re: |Decreto|DS |Reg\. |antigua$|funcionario$|complaints|public-information|DNI|RUC|INBOX|R\d+$|G$|Alt$|CSV$|PDF$|Excel$)|` +
	`^Sede Central$|@|\.(png|pdf|xlsx|example)|^foja-|^Português$|^pe-20|/s/|K7M2|mailbox_unread|^mail: | Ok$`)

// invented are sentences that the samples say in the desk's stead, in words that it does not use.
var invented = regexp.MustCompile(`^(sobre mi expediente|Una parte tiene|Su solicitud fue registrada|Si no recibe|Se registró la|Se presentó una apelación en la|Se consultó|Pasaron diez|` +
	`Leer el mensaje|La Unidad|Falta el encabezado|El asunto menciona|Disco compacto|El mensaje no tiene|Se envió el cargo|Se adjuntan|Quedan tres|Reclamar|Responde del plazo|Su apelación del|` +
	`Mensaje del|El solicitante escribió de nuevo)`)

// englishPage is a page as an English reader gets it, and what of it has no English words.
func englishPage(t *testing.T, f *fake, login, path string) (answer, []string) {
	t.Helper()
	b := as(t, f, login)
	es := b.get(path)
	en := b.do(http.MethodGet, path, "", nil, "Cookie", languageCookie+"="+english)
	c, err := (&oldWords{}).english(f.rooms().Core.Procedures(today))
	if err != nil {
		t.Fatal(err)
	}
	_, missing := c.Page([]byte(es.body))
	return en, missing
}

// Every page that the samples show can be read in English from its title to its foot.
func TestEveryPageCanBeReadInEnglish(t *testing.T) {
	f := newFake()
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			a, missing := englishPage(t, f, p.login, p.path)
			a.wants(t, http.StatusOK, `<html lang="en"`, "</html>", "Español")
			for _, m := range missing {
				if !foreign.MatchString(m) && !invented.MatchString(m) {
					t.Errorf("no English words in web/languages/en.po for %q", m)
				}
			}
			if n := len(heading.FindAllString(a.body, -1)); n != 1 {
				t.Errorf("%d h1", n)
			}
			for _, twice := range repeatedIDs(a.body) {
				t.Errorf("id %q stands twice", twice)
			}
		})
	}
}

// What people wrote is left as they wrote it, and forms send what they always send.
func TestEnglishChangesOurWordsOnly(t *testing.T) {
	f := newFake()
	f.page.Request.Text = "Recibida. Plazo: hoy. <b>Cerrada</b>"
	a, _ := englishPage(t, f, "funcionario", "/requests/r-123")
	a.wants(t, http.StatusOK, "Recibida. Plazo: hoy. &lt;b&gt;Cerrada&lt;/b&gt;", "business day", `name="action" value="respond"`)
	es := as(t, f, "funcionario").get("/requests/r-123")
	values := regexp.MustCompile(` (?:value|name|href|action|id|for)="[^"]*"`)
	key := regexp.MustCompile(`name="key" value="[^"]*"|value="[0-9a-f-]{36}"|/language|value="e[ns]"`)
	strip := func(body string) []string { return values.FindAllString(key.ReplaceAllString(body, ""), -1) }
	if before, after := strip(es.body), strip(a.body); !slices.Equal(before, after) {
		for i := range min(len(before), len(after)) {
			if before[i] != after[i] {
				t.Fatalf("%s became %s", before[i], after[i])
			}
		}
		t.Errorf("%d attributes became %d", len(before), len(after))
	}
}

func TestALanguageIsChosenAndKept(t *testing.T) {
	b := as(t, newFake(), "")
	for _, c := range []struct{ lang, back, want, to string }{
		{"en", "/status?number=1", "en", "/status?number=1"}, {"es", "/ask", "es", "/ask"}, {"xx", "https://evil.example/", "es", "/"}, {"en", "//evil.example", "en", "/"},
	} {
		a := b.post("/language", url.Values{"lang": {c.lang}, "back": {c.back}})
		cookie := ""
		for _, k := range a.Cookies() {
			if k.Name == languageCookie {
				cookie = k.Value
			}
		}
		if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != c.to || cookie != c.want {
			t.Errorf("%+v: %d to %q with %q", c, a.StatusCode, a.Header.Get("Location"), cookie)
		}
	}
	as(t, newFake(), "").get("/login").wants(t, http.StatusOK, `<html lang="es"`, "Contraseña") // whatever the browser asks for
}

// No entry of the catalogue outlives the Spanish words that it translates.
func TestNoEnglishWithoutItsSpanish(t *testing.T) {
	all := strings.ToLower(strings.Join(strings.Fields(joined(sources(t, "templates/*.html", "templates/*/*.html", "*.go", "../desk/*.go", "../desk/*/*.go", "../access/*.go", "../access/*/*.go", "../docket/*.go", "../store/*.go", "../api/*.go", "../calendar/*.go", "languages/*.go", "../languages/es.po", "../procedures/*.yaml", "../procedures/calendars/*.yaml", "../papers/letters/*.go", "../papers/letters/*.yaml", "../reconcile/*.go", "../intake/*.go", "../procedures/*.go", "../files/leaks/*.go", "../files/fulltext/*.go"))), " "))
	c, err := languages.English()
	if err != nil {
		t.Fatal(err)
	}
	moving := regexp.MustCompile(`\{\*?\d\}|[0-9]+|[.,:;()«»]`)
	for _, key := range c.Keys() {
		longest := ""
		for _, part := range moving.Split(key, -1) {
			if part = strings.TrimSpace(part); len(part) > len(longest) {
				longest = part
			}
		}
		// Singular and plural, and what a template joins, stand apart in the source: a half of the words is proof enough.
		words := strings.Fields(strings.ToLower(longest))
		found := len(words) == 0
		for n := len(words); n > 0 && n >= (len(words)+1)/2 && !found; n-- {
			for i := 0; i+n <= len(words) && !found; i++ {
				found = strings.Contains(all, strings.Join(words[i:i+n], " "))
			}
		}
		if !found {
			t.Errorf("web/languages/en.po: nobody says %q any more", key)
		}
	}
}

// counted is a number with its noun, in a template or in Go: one of it, and more.
var counted = regexp.MustCompile(`(?:[cC]ount|noun)[ (][^"{}\n]*"([^"]+)",? "([^"]+)"`)

// A sentence that is translated for many is translated for one.
func TestOneHasItsEnglishLikeMany(t *testing.T) {
	c, err := languages.English()
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[string]string{}
	for _, m := range counted.FindAllStringSubmatch(joined(sources(t, "templates/*.html", "templates/*/*.html", "*.go", "../desk/*.go", "../desk/*/*.go", "../access/*.go", "../access/*/*.go", "../docket/*.go")), -1) {
		pairs[m[2]] = m[1]
	}
	var nouns []string // the longest first: "solicitudes suyas" is not "solicitudes"
	for many := range pairs {
		nouns = append(nouns, many)
	}
	slices.SortFunc(nouns, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, key := range c.Keys() {
		for _, many := range nouns {
			standing := regexp.MustCompile(`(\{\d\} )` + regexp.QuoteMeta(many) + `(\PL|$)`)
			if !standing.MatchString(key) {
				continue
			}
			alone := standing.ReplaceAllString(key, "${1}"+pairs[many]+"${2}")
			if _, missing := c.Say(regexp.MustCompile(`\{\*?\d\}`).ReplaceAllString(alone, "1")); len(missing) > 0 && !never[key] {
				t.Errorf("web/languages/en.po has %q, and not %q", key, missing[0])
			}
			break
		}
	}
}

// never are sentences that are said of many only, or of one with another verb.
var never = map[string]bool{
	"Quedan {1} días hábiles": true, "faltan {1} días hábiles": true, "{1} solicitudes con el mismo texto": true,
	"Una fecha por línea, como {1}. Obligatorio más allá de {2} días hábiles": true,
}

// sources are the files that match, without tests, by name.
func sources(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(filepath.Dir(name), "test") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = string(text)
		}
	}
	return all
}

func joined(files map[string]string) string {
	return strings.Join(slices.Collect(maps.Values(files)), "\n")
}

// What a page says in English already is left alone, also where it begins as a Spanish word does.
func TestEnglishWordsStay(t *testing.T) {
	c, err := new(oldWords).english(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"waiting.reviewer", "waiting.unit"} {
		words := ours.For("en").T(key)
		if said, missing := c.Say(words); said != words || len(missing) > 0 {
			t.Errorf("%q became %q, missing %q", words, said, missing)
		}
	}
}
