package acts_test

import (
	"strings"
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/figures"
	"foja/docket"
)

// A complaint was registered as a request, and so was spam. Both are annulled: the numbers stay in the register, the return does not
// count them, and whoever complained reads on her page what became of it.
func TestWhatIsNoRequestIsAnnulled(t *testing.T) {
	h := desktest.New(t)
	clerk, manager := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Carmen", "lima", docket.RoleManager)
	right, complaint, spam := h.Register(clerk, desktest.Form("t1")), h.Register(clerk, desktest.Form("t2")), h.Register(clerk, desktest.Form("t3"))
	for _, id := range []string{right.ID, complaint.ID, spam.ID} {
		h.Sent(id)
	}
	h.Do(clerk, complaint.ID, acts.Command{Action: docket.ActAnnul, Ground: "complaint", Text: "Es un reclamo: pasó al Libro de Reclamaciones."})
	h.Do(manager, spam.ID, acts.Command{Action: docket.ActAnnul, Ground: "spam", Text: "Publicidad."})
	_, err := h.Acts.Act(h.Ctx, manager, spam.ID, acts.Command{Key: "own", Action: docket.ActConfirmAnnulment})
	h.Code("who proposed it confirms it", err, docket.CodeForbidden)
	seen, err := h.Acts.PreviewLetter(h.Ctx, manager, complaint.ID, acts.Command{Action: docket.ActConfirmAnnulment})
	h.Must(err)
	if !strings.Contains(seen.Text, "Libro de Reclamaciones") || !strings.Contains(seen.Text, "queda anulado") {
		t.Errorf("the letter says %q", seen.Text)
	}
	h.Do(manager, complaint.ID, acts.Command{Action: docket.ActConfirmAnnulment})
	h.Do(h.Person("Jefa", "", docket.RoleHead), spam.ID, acts.Command{Action: docket.ActConfirmAnnulment})
	if c, err := h.Core.Store.Case(h.Ctx, spam.ID); err != nil || len(c.Letters) != 1 || !c.Annulled() {
		t.Errorf("spam was answered: %+v, %v", c.Letters, err)
	}

	register, err := h.Figures.StatutoryRegister(h.Ctx, manager, figures.RegisterFilter{})
	h.Must(err)
	if register.Total != 3 {
		t.Errorf("%d lines: numbers are gone", register.Total)
	}
	for _, row := range register.Rows {
		if row.ID == complaint.ID && (row.Standing != figures.Annulled || row.Numeral != "" || desktest.Words(row.OutcomeName) == "" ||
			desktest.Words(row.Observations) != "Anulada: Queja o reclamo.") {
			t.Errorf("%+v", row)
		}
	}
	out, err := h.Figures.Return(h.Ctx, manager, figures.ReturnFilter{})
	h.Must(err)
	sum := 0
	for _, f := range out.Standing {
		sum += f.N
	}
	if out.Received.N != 1 || sum != 1 || out.Annulled.N != 2 {
		t.Errorf("received %d, standing %d, annulled %d", out.Received.N, sum, out.Annulled.N)
	}
	for _, f := range []figures.RegisterFigure{out.Received, out.Annulled} {
		behind, err := h.Figures.StatutoryRegister(h.Ctx, manager, f.Filter)
		h.Must(err)
		if behind.Total != f.N {
			t.Errorf("%s says %d, its list has %d", f.Key, f.N, behind.Total)
		}
	}
	st, err := h.Links.Status(h.Ctx, complaint.Number, complaint.StatusCode, "192.0.2.7")
	h.Must(err)
	if !st.Closed || !strings.HasPrefix(desktest.Words(st.Outcome), "Anulada") || st.Overdue {
		t.Errorf("%+v", st)
	}
	p, err := h.Cases.Request(h.Ctx, clerk, complaint.ID)
	h.Must(err)
	told := ""
	for _, l := range p.Timeline {
		told += desktest.Words(l.Title) + "\n"
	}
	for _, want := range []string{"Propuso anular el registro: Queja o reclamo", "Anuló el registro: Queja o reclamo"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not in the history:\n%s", want, told)
		}
	}
}
