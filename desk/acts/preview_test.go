package acts_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/docket"
)

// The letter is seen as it would leave, and looking leaves nothing behind.
func TestALetterIsSeenBeforeItIsSent(t *testing.T) {
	h := desktest.New(t)
	clerk, officer, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis Paredes", "lima", docket.RoleOfficer), h.Person("Marta", "lima", docket.RoleManager)
	id := h.Register(clerk, desktest.Form("t1")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	before, err := h.Core.Store.Case(h.Ctx, id)
	h.Must(err)
	papers, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)

	for name, c := range map[string]struct {
		command acts.Command
		want    []string
	}{
		"an answer":        {acts.Command{Action: docket.ActRespond, Text: "  Va lo pedido.\r\nSon tres cuadros."}, []string{"Va lo pedido.\nSon tres cuadros.", "Luis Paredes"}},
		"its draft":        {acts.Command{Action: docket.ActDraft, Text: "Va lo pedido."}, []string{"Va lo pedido.", "Luis Paredes"}},
		"a denial":         {acts.Command{Action: docket.ActDeny, Ground: "confidential-deliberation", Text: "Son datos de otras personas."}, []string{"Son datos de otras personas.", "apela"}},
		"more days":        {acts.Command{Action: docket.ActExtend, Ground: "volume", To: h.Core.Today("lima").AddDays(30), Text: "Son 4000 folios."}, []string{"Son 4000 folios.", "1 de abril de 2026"}},
		"what is missing":  {acts.Command{Action: docket.ActAskCorrection, Text: "Falta el período."}, []string{"Falta el período."}},
		"with a new paper": {acts.Command{Action: docket.ActRespond, Text: "Va adjunto.", Files: []documents.Upload{desktest.Upload("cuadro.csv", "a;b")}}, []string{"Va adjunto."}},
	} {
		p, err := h.Acts.PreviewLetter(h.Ctx, officer, id, c.command)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range append(c.want, "María Ñahui Quispe", p.Number) {
			if !strings.Contains(strings.Join(strings.Fields(p.Text), " "), strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s: no %q in\n%s", name, want, p.Text)
			}
		}
		if desktest.Words(p.Name) == "" || p.Subject == "" || !strings.Contains(p.HTML, "<html") || !bytes.HasPrefix(p.PDF, []byte("%PDF-")) {
			t.Errorf("%s: %q, %q, %d bytes of PDF", name, p.Name, p.Subject, len(p.PDF))
		}
	}
	_, err = h.Acts.PreviewLetter(h.Ctx, officer, id, acts.Command{Action: docket.ActRespond})
	h.Code("an answer without words", err, docket.CodeInvalid)
	_, err = h.Acts.PreviewLetter(h.Ctx, officer, id, acts.Command{Action: docket.ActNote, Text: "Una nota."})
	h.Code("what sends no letter", err, docket.CodeInvalid)
	_, err = h.Acts.PreviewLetter(h.Ctx, h.Person("Auditora", "", docket.RoleAuditor), id, acts.Command{Action: docket.ActRespond, Text: "x"})
	h.Code("an auditor", err, docket.CodeForbidden)
	_, err = h.Acts.PreviewLetter(h.Ctx, h.Person("Iván", "trujillo", docket.RoleOfficer), id, acts.Command{Action: docket.ActRespond, Text: "x"})
	h.Code("another office", err, docket.CodeNotFound)

	after, err := h.Core.Store.Case(h.Ctx, id)
	h.Must(err)
	left, err := h.Core.Store.Documents(h.Ctx, id)
	h.Must(err)
	if diff := cmp.Diff(before, after); diff != "" || len(left) != len(papers) {
		t.Errorf("looking changed the case (%d papers, were %d):\n%s", len(left), len(papers), diff)
	}

	// What waits for approval is seen by the person who approves it, with the words that were kept.
	h.Do(officer, id, acts.Command{Action: docket.ActDeny, Ground: "confidential-deliberation", Text: "Son datos de otras personas."})
	p, err := h.Acts.PreviewLetter(h.Ctx, manager, id, acts.Command{Action: docket.ActApprove})
	h.Must(err)
	if !strings.Contains(p.Text, "Son datos de otras personas.") || !strings.Contains(p.Text, "Marta") { // who decides it signs
		t.Error(p.Text)
	}
}
