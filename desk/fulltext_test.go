package desk

import (
	"testing"

	"foja/docket"
	"foja/store"
)

// A case is found by what is in a later mail and in the files that were handed in, whatever accents and endings are typed.
func TestSearchInWhatJoinedACase(t *testing.T) {
	h := newHouse(t)
	clerk, officer := h.person("Rosa", "lima", docket.RoleReception), h.person("Luis", "lima", docket.RoleOfficer)
	f := form("t1")
	f.Files = []Upload{upload("anexo.txt", "Presupuesto del establecimiento de Huancavelica")}
	id := h.register(clerk, f).ID
	other := h.register(clerk, form("t2")).ID
	h.sent(id)
	h.do(officer, id, Command{Action: docket.ActClaim})
	message := h.held("From: Juan Soto <juan@correo.example>\r\nSubject: ampliacion\r\n\r\nTambién las licitaciones del comedor.\r\n", docket.HeldBulk, "")
	r, err := h.Store.Request(h.ctx, id)
	h.must(err)
	_, err = h.Decide(h.ctx, clerk, message, Decision{Key: "d", Do: "join", Number: r.Number})
	h.must(err)
	found := func(words string) []Row {
		t.Helper()
		list, _, err := h.Requests(h.ctx, officer, Filter{Text: words})
		h.must(err)
		return list
	}
	if n := len(found("huancavelica")); n != 0 {
		t.Fatalf("%d found before anything was read", n)
	}
	h.must(h.ReadForSearch(h.ctx))
	for _, words := range []string{"huancavelica", "Presupuestos", "anexo", "licitación", "COMEDORES", "soto ampliación"} {
		if list := found(words); len(list) != 1 || list[0].ID != id {
			t.Errorf("%q: %d found", words, len(list))
		}
	}
	if list := found(form("").Requester.Name); len(list) != 2 { // what was found before is still
		t.Errorf("%d found by name, one of them %s", len(list), other)
	}
	if left, err := h.Store.Unsearched(h.ctx, 10); err != nil || len(left) != 0 {
		t.Errorf("%d are read again and again, %v", len(left), err)
	}
	h.must(h.Store.AddToSearch(h.ctx, store.Unsearched{ID: "none", Request: id}, "huancavelica"))
}
