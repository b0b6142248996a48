package api

import "testing"

func TestWorkAndPlanAnswerByTheContract(t *testing.T) {
	h := newTestAPI(t)
	day := as[object](h, h.do(call{method: "GET", path: "/today"}), 200)
	bands := day["bands"].([]any)
	first, second := bands[0].(object), bands[1].(object)
	item, mail := first["items"].([]any)[0].(object), second["items"].([]any)[0].(object)
	if first["band"] != "today" || item["verb"] != "Responder" || item["case"].(object)["number"] == "" || item["until"] != "2026-03-27" ||
		item["for"] != "Ana" || mail["message"].(object)["id"] != "h-1" || mail["case"] != nil || day["more"] != 2.0 || day["asks"] != 1.0 {
		t.Errorf("%v", day)
	}
	plan := as[object](h, h.do(call{method: "GET", path: "/dashboard/plan?office=lima"}), 200)
	if first := plan["days"].([]any)[0].(object); first["due"].(object)["n"] != 3.0 || first["ahead"] != -1.6 || plan["late"] != 2.0 {
		t.Errorf("%v", plan)
	}
}
