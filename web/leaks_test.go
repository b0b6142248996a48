package web

import (
	"net/http"
	"net/url"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/docket"
)

// What the desk found in the files comes back with a box to tick, and with the files that were attached: nobody attaches them twice.
func TestFilesThatSayTooMuchComeBackToBeLookedAt(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	f.refusal = acts.UncheckedFiles{FieldErrors: access.FieldErrors{
		docket.Invalid("looked", "«contratos-2026.xlsx» tiene oculto «Nóminas»."), docket.Invalid("looked", "«contratos-2026.xlsx» tiene comentarios."),
	}, Kept: []string{"d-2"}, Token: "aa.bb"}
	form := url.Values{"action": {"respond"}, "text": {"Va la lista."}, "key": {newKey()}}
	b.post("/requests/r-123/act", form).wants(t, http.StatusUnprocessableEntity,
		"tiene oculto «Nóminas»", "tiene comentarios", `href="#respond-looked`, "que vayan así", "Va la lista.", `value="d-2" checked`, `name="looked" value="aa.bb">`)
	form["looked"], form["documents"] = []string{"aa.bb"}, []string{"d-2"}
	refused := f.refusal
	f.refusal = acts.UncheckedFiles{FieldErrors: access.FieldErrors{docket.Invalid("looked", "«otra.xlsx» tiene comentarios.")}, Token: "aa.bb.dd"}
	b.post("/requests/r-123/act", form).wants(t, http.StatusUnprocessableEntity, "«otra.xlsx» tiene comentarios", `value="aa.bb.dd">`)
	f.refusal = refused
	b.post("/requests/r-123/act", form).wants(t, http.StatusSeeOther)
	if c := f.commands[len(f.commands)-1]; c.SeenFindings != "aa.bb" || len(c.Documents) != 1 || c.Documents[0] != "d-2" {
		t.Errorf("%+v", c)
	}
}

// A file that nobody could look into goes only with a reason: the form asks for it, and keeps what was typed.
func TestAFileThatCouldNotBeLookedIntoAsksForAReason(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	f.refusal = acts.UncheckedFiles{FieldErrors: access.FieldErrors{
		docket.Invalid("looked", "«planos.pdf» no se pudo revisar por dentro (pide mucha más memoria de la que un archivo necesita): compruebe su contenido antes de enviarlo."),
		docket.Invalid("unread_reason", "Escriba por qué se envían aunque no se pudieron revisar por dentro, o quítelos."),
	}, Kept: []string{"d-2"}, Unread: true, Token: "cc"}
	form := url.Values{"action": {"respond"}, "text": {"Van los planos."}, "key": {newKey()}, "unread_reason": {"Los abrió el área técnica."}}
	b.post("/requests/r-123/act", form).wants(t, http.StatusUnprocessableEntity, "no se pudo revisar por dentro", `name="unread_reason"`,
		`href="#respond-unread_reason`, "Los abrió el área técnica.", "Queda en el expediente.")
	form["looked"], form["documents"] = []string{"cc"}, []string{"d-2"}
	b.post("/requests/r-123/act", form).wants(t, http.StatusSeeOther)
	if c := f.commands[len(f.commands)-1]; c.SeenFindings != "cc" || c.UnreadReason != "Los abrió el área técnica." {
		t.Errorf("%+v", c)
	}
}

// Overtaken by somebody else's draft, the words come back on the version that is shown now: sent again, they replace it knowingly.
func TestAnOvertakenDraftComesBack(t *testing.T) {
	f := newFake()
	b := as(t, f, "funcionario")
	f.refusal = docket.Refuse(docket.CodeConflict, "Mientras usted escribía, Marta guardó otro proyecto.")
	form := url.Values{"action": {"respond"}, "text": {"Mis palabras."}, "seen": {"d-7"}, "key": {newKey()}}
	b.post("/requests/r-123/act", form).wants(t, http.StatusConflict, "Marta guardó otro proyecto", "Mis palabras.", `name="seen" value="d-9"`)
	b.post("/requests/r-123/act", form).wants(t, http.StatusSeeOther)
	if c := f.commands[len(f.commands)-1]; c.Seen != "d-7" {
		t.Errorf("%+v", c)
	}
}
