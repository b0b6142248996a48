package desk

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
)

// The letter is seen as it would leave, and looking leaves nothing behind.
func TestALetterIsSeenBeforeItIsSent(t *testing.T) {
	h := newHouse(t)
	clerk, officer, manager := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis Paredes", "lima", docket.RoleOfficer), h.person("Marta", "lima", docket.RoleManager)
	id := h.register(clerk, form("t1")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	before, err := h.Store.Case(h.ctx, id)
	h.must(err)
	papers, err := h.Store.Documents(h.ctx, id)
	h.must(err)

	for name, c := range map[string]struct {
		command Command
		want    []string
	}{
		"an answer":        {Command{Action: docket.ActRespond, Text: "  Va lo pedido.\r\nSon tres cuadros."}, []string{"Va lo pedido.\nSon tres cuadros.", "Luis Paredes"}},
		"its draft":        {Command{Action: docket.ActDraft, Text: "Va lo pedido."}, []string{"Va lo pedido.", "Luis Paredes"}},
		"a denial":         {Command{Action: docket.ActDeny, Ground: "confidential-deliberation", Text: "Son datos de otras personas."}, []string{"Son datos de otras personas.", "apela"}},
		"more days":        {Command{Action: docket.ActExtend, Ground: "volume", To: h.Today("lima").AddDays(30), Text: "Son 4000 folios."}, []string{"Son 4000 folios.", "1 de abril de 2026"}},
		"what is missing":  {Command{Action: docket.ActAskCorrection, Text: "Falta el período."}, []string{"Falta el período."}},
		"with a new paper": {Command{Action: docket.ActRespond, Text: "Va adjunto.", Files: []Upload{upload("cuadro.csv", "a;b")}}, []string{"Va adjunto."}},
	} {
		p, err := h.PreviewLetter(h.ctx, officer, id, c.command)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range append(c.want, "María Ñahui Quispe", p.Number) {
			if !strings.Contains(strings.Join(strings.Fields(p.Text), " "), strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s: no %q in\n%s", name, want, p.Text)
			}
		}
		if p.Name == "" || p.Subject == "" || !strings.Contains(p.HTML, "<html") || !bytes.HasPrefix(p.PDF, []byte("%PDF-")) {
			t.Errorf("%s: %q, %q, %d bytes of PDF", name, p.Name, p.Subject, len(p.PDF))
		}
	}
	_, err = h.PreviewLetter(h.ctx, officer, id, Command{Action: docket.ActRespond})
	h.code("an answer without words", err, docket.CodeInvalid)
	_, err = h.PreviewLetter(h.ctx, officer, id, Command{Action: docket.ActNote, Text: "Una nota."})
	h.code("what sends no letter", err, docket.CodeInvalid)
	_, err = h.PreviewLetter(h.ctx, h.person("Auditora", "", docket.RoleAuditor), id, Command{Action: docket.ActRespond, Text: "x"})
	h.code("an auditor", err, docket.CodeForbidden)
	_, err = h.PreviewLetter(h.ctx, h.person("Iván", "trujillo", docket.RoleOfficer), id, Command{Action: docket.ActRespond, Text: "x"})
	h.code("another office", err, docket.CodeNotFound)

	after, err := h.Store.Case(h.ctx, id)
	h.must(err)
	left, err := h.Store.Documents(h.ctx, id)
	h.must(err)
	if diff := cmp.Diff(before, after); diff != "" || len(left) != len(papers) {
		t.Errorf("looking changed the case (%d papers, were %d):\n%s", len(left), len(papers), diff)
	}

	// What waits for approval is seen by whoever approves it, with the words that were kept.
	h.do(officer, id, Command{Action: docket.ActDeny, Ground: "confidential-deliberation", Text: "Son datos de otras personas."})
	p, err := h.PreviewLetter(h.ctx, manager, id, Command{Action: docket.ActApprove})
	h.must(err)
	if !strings.Contains(p.Text, "Son datos de otras personas.") || !strings.Contains(p.Text, "Marta") { // who decides it signs
		t.Error(p.Text)
	}
}
