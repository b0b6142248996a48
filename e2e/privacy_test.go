package e2e_test

import (
	"bytes"
	"database/sql"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // reads the engine's database
)

// planted are marks of one person, by where they come in. Each is a word that nobody else says.
var planted = map[string]string{
	"name in mail":        "Zenobia Quispitupa",
	"words in mail":       "pedidocontrasena-kunturi",
	"subject of mail":     "asuntosecreto-wayra",
	"file name":           "partidadenacimiento-illari",
	"file":                "contenidodelarchivo-qori",
	"name at counter":     "Eufrasio Condorcanqui-Yupanqui",
	"identity":            "48151623",
	"address":             "Pasaje Planchada 77123",
	"telephone":           "98765432109",
	"words at counter":    "textodelformulario-sisa",
	"answer":              "palabrasdelresponsable-amaru",
	"note":                "notainterna-puma",
	"reasons":             "razonesdedenegar-suyana",
	"reason of dismissal": "motivodescarte-rumi",
	"held words":          "mensajeretenido-tika",
	"reply":               "mensajeposterior-killa",
	"idempotency key":     "clave-de-Hermelinda-Pachas",
	"login":               "Hermenegilda-equivocada",
}

// TestNoPersonalData plants names, addresses and words everywhere a person may come in, and looks for them in the log
// and in the process engine's database. That the register has them proves that the search can find.
func TestNoPersonalData(t *testing.T) {
	t.Parallel()
	p := embedded(t, "FOJA_LOG_LEVEL=debug")
	citizen := p.citizen().Address
	l := p.letterOf(planted["subject of mail"], planted["words in mail"])
	l.From = planted["name in mail"] + " <" + citizen + ">"
	l.FileName, l.File = planted["file name"]+".pdf", []byte("%PDF "+planted["file"])
	p.post(l)
	receipt := p.citizen().receipt(t, l.MessageID)
	mailed := p.find(planted["subject of mail"])

	var counter struct{ ID, Number string }
	ctx, cancel := short()
	defer cancel()
	if err := p.call(ctx, "reception", http.MethodPost, "/requests", planted["idempotency key"], obj{
		"procedure": "public-information", "subject": "En mesa", "text": planted["words at counter"], "sheets": 2,
		"requester": obj{
			"name": planted["name at counter"], "id_kind": "DNI", "id_number": planted["identity"],
			"address": planted["address"],
			"phone":   planted["telephone"], "email": citizen, "email_consent": true,
		},
	}, &counter); err != nil {
		t.Fatal(err)
	}
	p.act("officer", mailed.ID, obj{"action": "claim"})
	p.act("officer", mailed.ID, obj{"action": "note", "text": planted["note"]})
	p.act("officer", mailed.ID, obj{"action": "respond", "text": planted["answer"]})
	p.reaches(mailed.ID, "closed")
	p.act("officer", counter.ID, obj{"action": "claim"})
	p.act("officer", counter.ID, obj{
		"action": "deny", "ground": "confidential-personal", "until": "siempre", "text": planted["reasons"],
	})
	p.act("manager", counter.ID, obj{"action": "approve"})
	p.reaches(counter.ID, "closed")
	reply := p.letterOf("Re: "+planted["subject of mail"], planted["reply"])
	reply.InReplyTo = "<" + receipt.MessageID + ">"
	p.post(reply)
	held := p.letterOf("Consulta "+counter.Number, planted["held words"])
	held.From = planted["name in mail"] + " <" + citizen + ">"
	p.post(held)
	waiting := p.holds("Consulta " + counter.Number)
	if err := p.do("reception", "/held/"+waiting.ID+"/decision",
		obj{"do": "dismiss", "reason": planted["reason of dismissal"]}, nil); err != nil {
		t.Fatal(err)
	}
	p.looksAround(counter.ID)
	p.archived(4)
	p.stop()

	log, err := os.ReadFile(p.program.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	engine := contents(t, filepath.Join(p.dir, "temporal.db*"))
	for _, id := range []string{mailed.ID, counter.ID} {
		if !bytes.Contains(engine, []byte("request/"+id)) || !bytes.Contains(log, []byte(id)) {
			t.Errorf("the engine's database and the log do not even name request %s: the search looks in the wrong place", id)
		}
	}
	if !bytes.Contains(log, []byte("level=DEBUG")) {
		t.Error("the log has no debug lines")
	}
	register := contents(t, filepath.Join(p.dir, "foja.db*"))
	// Two are hashed before they are kept.
	hidden := map[string]bool{"idempotency key": true, "login": true}
	for what, words := range planted {
		for place, text := range map[string][]byte{"the log": log, "the engine's database": engine} {
			if at := bytes.Index(bytes.ToLower(text), []byte(strings.ToLower(words))); at >= 0 {
				t.Errorf("%s is in %s: ...%q...", what, place, text[max(0, at-200):min(len(text), at+100)])
			}
		}
		if bytes.Contains(register, []byte(words)) == hidden[what] {
			t.Errorf("%s: in the register as it should not be, or not there as it should", what)
		}
	}
	for _, address := range []string{citizen, url.QueryEscape(citizen)} {
		if bytes.Contains(log, []byte(address)) || bytes.Contains(engine, []byte(address)) {
			t.Errorf("%s is in the log or in the engine's database", address)
		}
	}
	workflowIDs(t, filepath.Join(p.dir, "temporal.db"))
}

// looksAround is what people type and click: searches, a wrong login, a wrong status code.
func (p *place) looksAround(id string) {
	p.t.Helper()
	var list struct{ Total int }
	for _, words := range []string{"name at counter", "identity", "words at counter"} {
		if p.get("manager", "/requests?text="+url.QueryEscape(planted[words]), &list); list.Total != 1 {
			p.t.Errorf("searching for the %s finds %d", words, list.Total)
		}
	}
	var hints struct{ Items []struct{ Why []string } }
	if err := p.do("reception", "/duplicates", obj{"name": planted["name at counter"], "id_number": planted["identity"]},
		&hints); err != nil || len(hints.Items) != 1 {
		p.t.Errorf("hints of duplicates: %+v, %v", hints, err)
	}
	for _, path := range []string{"/requests/" + id, "/requests/" + id + "/receipt"} {
		var page []byte
		p.get("officer", path, &page)
	}
	resp, err := http.PostForm(p.WebURL+"/login", url.Values{"login": {planted["login"]}, "password": {"no-es-esta"}})
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := readAll(resp); err != nil || resp.StatusCode != http.StatusUnauthorized {
		p.t.Errorf("a wrong login: %s, %v", resp.Status, err)
	}
}

// contents joins the bytes of the files: nothing is decoded, so nothing can be hidden by a reader.
func contents(t testing.TB, pattern string) []byte {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	var all []byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

var workflowForm = regexp.MustCompile(`^(request/[0-9a-f-]{36}|message/[0-9a-f]{64}|temporal-.*)$`)

// workflowIDs are random or hashes, and nothing else.
func workflowIDs(t testing.TB, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	rows, err := db.QueryContext(t.Context(), "SELECT DISTINCT workflow_id FROM executions")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // Err is asked below
	n := 0
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		if !workflowForm.MatchString(id) {
			t.Errorf("workflow %q", id)
		}
		n++
	}
	if err := rows.Err(); err != nil || n < 4 {
		t.Errorf("%d workflows: %v", n, err)
	}
}
