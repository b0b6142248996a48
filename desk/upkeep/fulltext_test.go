package upkeep_test

import (
	"testing"

	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/desk/documents"
	"foja/desk/lists"
	"foja/desk/pen"
	"foja/docket"
	"foja/store"
)

// A case is found by what is in a later mail and in the files that were handed in, whatever accents and endings are typed.
func TestSearchInWhatJoinedACase(t *testing.T) {
	h := desktest.New(t)
	clerk, officer := h.Person("Rosa", "lima", docket.RoleReception), h.Person("Luis", "lima", docket.RoleOfficer)
	f := desktest.Form("t1")
	f.Files = []documents.Upload{desktest.Upload("anexo.txt", "Presupuesto del establecimiento de Huancavelica")}
	id := h.Register(clerk, f).ID
	other := h.Register(clerk, desktest.Form("t2")).ID
	h.Sent(id)
	h.Do(officer, id, acts.Command{Action: docket.ActClaim})
	message := h.Held("From: Juan Soto <juan@correo.example>\r\nSubject: ampliacion\r\n\r\nTambién las licitaciones del comedor.\r\n", docket.HeldBulk, "")
	r, err := h.Core.Store.Request(h.Ctx, id)
	h.Must(err)
	_, err = h.Pen.Decide(h.Ctx, clerk, message, pen.Decision{Key: "d", Do: "join", Number: r.Number})
	h.Must(err)
	found := func(words string) []lists.Row {
		t.Helper()
		list, _, err := h.Lists.Requests(h.Ctx, officer, lists.Filter{Text: words})
		h.Must(err)
		return list
	}
	if n := len(found("huancavelica")); n != 0 {
		t.Fatalf("%d found before anything was read", n)
	}
	h.Must(h.Upkeep.ReadForSearch(h.Ctx))
	for _, words := range []string{"huancavelica", "Presupuestos", "anexo", "licitación", "COMEDORES", "soto ampliación"} {
		if list := found(words); len(list) != 1 || list[0].ID != id {
			t.Errorf("%q: %d found", words, len(list))
		}
	}
	if list := found(desktest.Form("").Requester.Name); len(list) != 2 { // what was found before is still
		t.Errorf("%d found by name, one of them %s", len(list), other)
	}
	if left, err := h.Core.Store.Unsearched(h.Ctx, 10); err != nil || len(left) != 0 {
		t.Errorf("%d are read again and again, %v", len(left), err)
	}
	h.Must(h.Core.Store.AddToSearch(h.Ctx, store.Unsearched{ID: "none", Request: id}, "huancavelica"))
}
