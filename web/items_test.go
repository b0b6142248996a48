package web

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"foja/desk/history"
	"foja/docket"
)

func TestItemsAreReadRowByRow(t *testing.T) {
	sent := url.Values{
		"item_asked": {"Uno", "", "Tres"}, "item_outcome": {"given", "", "denied"}, "item_ground": {"", "", "secret"},
		"item_reasons": {"", "", "Porque sí"}, "item_withheld": {"", "", ""}, "item_until": {"", "", "2030"}, "item_resolution": {"", "", "R-1"},
	}
	want := []history.Item{
		{Asked: "Uno", Outcome: docket.ItemGiven},
		{Asked: "Tres", Outcome: docket.ItemDenied, Ground: "secret", Reasons: "Porque sí", Until: "2030", Resolution: "R-1"},
	}
	if got := itemsOf(sent); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestProposalByItemsIsShownAndKept(t *testing.T) {
	f := newFake()
	f.page.Proposal.Closes, f.page.Proposal.Items = docket.ActRespondItems, []history.Item{
		{Asked: "Contratos de 2025", Outcome: docket.ItemGiven},
		{Asked: "Domicilios", Outcome: docket.ItemDenied, Ground: "confidential-personal", Reasons: "Son datos personales"},
	}
	a := as(t, f, "funcionario").get("/requests/r-123")
	for _, want := range []string{"<strong>Se deniega</strong>: Domicilios", "Son datos personales"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	draft := part(t, a.body, `id="do-draft"`, `type="submit"`)
	if !strings.Contains(draft, "Contratos de 2025") || !strings.Contains(draft, `value="denied" selected`) || !strings.Contains(draft, `value="confidential-personal" selected`) {
		t.Errorf("the draft's form loses the items: %s", draft)
	}
	if respond := part(t, a.body, `id="do-respond"`, "</details>"); strings.Contains(respond, `name="item_asked"`) {
		t.Error("an ordinary answer asks for items")
	}
}
