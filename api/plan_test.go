package api

import "testing"

func TestWorkAndPlanAnswerByTheContract(t *testing.T) {
	h := newHouse(t)
	day := as[object](h, h.do(call{method: "GET", path: "/today"}), 200)
	groups := day["groups"].([]any)
	if first := groups[0].(object); len(groups) != 2 || first["on"] != "2026-03-27" || len(first["cases"].([]any)) != 1 || groups[1].(object)["on"] != nil || day["more"] != 2.0 {
		t.Errorf("%v", day)
	}
	plan := as[object](h, h.do(call{method: "GET", path: "/dashboard/plan?office=lima"}), 200)
	if first := plan["days"].([]any)[0].(object); first["due"].(object)["n"] != 3.0 || first["ahead"] != -1.6 || plan["late"] != 2.0 {
		t.Errorf("%v", plan)
	}
}
