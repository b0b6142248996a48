package desk

import (
	"strings"
	"testing"

	"foja/docket"
)

func TestAStockTextSaysWhatTheCaseSays(t *testing.T) {
	h := newHouse(t)
	officer, other := h.person("Julio", "lima", docket.RoleOfficer), h.person("Elena", "trujillo", docket.RoleOfficer)
	id := h.register(h.person("Rosa", "lima", docket.RoleReception), form("t1")).ID
	h.sent(id)
	h.must(h.SaveStockText(h.ctx, officer, StockText{
		Name: " Acuse de  recibo", Text: "Sr(a). {solicitante}:\r\n\r\nSu solicitud {expediente}, recibida el {recibida} en la {sede}, vence el {vence}. {otra}\r\n",
	}))
	all, err := h.StockTexts(h.ctx, other)
	h.must(err)
	if len(all) != 1 || all[0].Name != "Acuse de recibo" || all[0].ChangedBy != "Julio" {
		t.Fatalf("%+v", all)
	}
	r, err := h.Store.Request(h.ctx, id)
	h.must(err)
	got, err := h.StockTextFor(h.ctx, officer, id, all[0].ID)
	h.must(err)
	want := "Sr(a). " + r.Requester.Name + ":\n\nSu solicitud " + r.Number + ", recibida el lunes 2 de marzo de 2026 en la Sede Central, vence el lunes 16 de marzo de 2026. {otra}"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	_, err = h.StockTextFor(h.ctx, other, id, all[0].ID)
	h.code("a case of another office", err, docket.CodeNotFound)

	changed := all[0]
	changed.Text = "Corto."
	h.must(h.SaveStockText(h.ctx, other, changed))
	if got, err = h.StockTextFor(h.ctx, officer, id, changed.ID); err != nil || got != "Corto." {
		t.Errorf("%q, %v", got, err)
	}
	h.must(h.DropStockText(h.ctx, officer, changed.ID))
	_, err = h.StockTextFor(h.ctx, officer, id, changed.ID)
	h.code("dropped", err, docket.CodeNotFound)
	h.code("changed after it was dropped", h.SaveStockText(h.ctx, officer, changed), docket.CodeNotFound)
}

func TestWhatAStockTextNeeds(t *testing.T) {
	h := newHouse(t)
	officer := h.person("Julio", "lima", docket.RoleOfficer)
	h.must(h.SaveStockText(h.ctx, officer, StockText{Name: "Uno", Text: "x"}))
	for what, bad := range map[string]StockText{
		"no name": {Text: "x"}, "no text": {Name: "Dos", Text: " \n"}, "twice": {Name: "UNO", Text: "x"},
		"a long name": {Name: strings.Repeat("x", longestName+1), Text: "x"}, "a book": {Name: "Dos", Text: strings.Repeat("x", longestStockText+1)},
	} {
		h.code(what, h.SaveStockText(h.ctx, officer, bad), docket.CodeInvalid)
	}
}
