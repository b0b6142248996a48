package norms_test

import (
	"strings"
	"testing"

	"foja/desk/desktest"
	"foja/desk/lists"
	"foja/desk/norms"
	"foja/docket"
)

func TestAStockTextSaysWhatTheCaseSays(t *testing.T) {
	h := desktest.New(t)
	officer, other := h.Person("Julio", "lima", docket.RoleOfficer), h.Person("Elena", "trujillo", docket.RoleOfficer)
	id := h.Register(h.Person("Rosa", "lima", docket.RoleReception), desktest.Form("t1")).ID
	h.Sent(id)
	h.Must(h.Norms.SaveStockText(h.Ctx, officer, norms.StockText{
		Name: " Acuse de  recibo", Text: "Sr(a). {solicitante}:\r\n\r\nSu solicitud {expediente}, recibida el {recibida} en la {sede}, vence el {vence}. {otra}\r\n",
	}))
	all, err := h.Norms.StockTexts(h.Ctx, other)
	h.Must(err)
	if len(all) != 1 || all[0].Name != "Acuse de recibo" || all[0].ChangedBy != "Julio" {
		t.Fatalf("%+v", all)
	}
	r, err := h.Core.Store.Request(h.Ctx, id)
	h.Must(err)
	got, err := h.Norms.StockTextFor(h.Ctx, officer, id, all[0].ID)
	h.Must(err)
	want := "Sr(a). " + r.Requester.Name + ":\n\nSu solicitud " + r.Number + ", recibida el lunes 2 de marzo de 2026 en la Sede Central, vence el lunes 16 de marzo de 2026. {otra}"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	_, err = h.Norms.StockTextFor(h.Ctx, other, id, all[0].ID)
	h.Code("a case of another office", err, docket.CodeNotFound)

	changed := all[0]
	changed.Text = "Corto."
	h.Must(h.Norms.SaveStockText(h.Ctx, other, changed))
	if got, err = h.Norms.StockTextFor(h.Ctx, officer, id, changed.ID); err != nil || got != "Corto." {
		t.Errorf("%q, %v", got, err)
	}
	h.Must(h.Norms.DropStockText(h.Ctx, officer, changed.ID))
	_, err = h.Norms.StockTextFor(h.Ctx, officer, id, changed.ID)
	h.Code("dropped", err, docket.CodeNotFound)
	h.Code("changed after it was dropped", h.Norms.SaveStockText(h.Ctx, officer, changed), docket.CodeNotFound)
}

func TestWhatAStockTextNeeds(t *testing.T) {
	h := desktest.New(t)
	officer := h.Person("Julio", "lima", docket.RoleOfficer)
	h.Must(h.Norms.SaveStockText(h.Ctx, officer, norms.StockText{Name: "Uno", Text: "x"}))
	for what, bad := range map[string]norms.StockText{
		"no name": {Text: "x"}, "no text": {Name: "Dos", Text: " \n"}, "twice": {Name: "UNO", Text: "x"},
		"a long name": {Name: strings.Repeat("x", lists.LongestName+1), Text: "x"}, "a book": {Name: "Dos", Text: strings.Repeat("x", norms.LongestStockText+1)},
	} {
		h.Code(what, h.Norms.SaveStockText(h.Ctx, officer, bad), docket.CodeInvalid)
	}
}
