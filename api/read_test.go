package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"foja/desk/lists"
)

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

// as reads a JSON answer and checks its status.
func as[T any](h *testAPI, r reply, status int) T {
	h.Helper()
	var v T
	if r.StatusCode != status {
		h.Fatalf("answered %d, wanted %d: %s", r.StatusCode, status, r.Text)
	}
	if err := json.Unmarshal([]byte(r.Text), &v); err != nil {
		h.Fatalf("%v: %s", err, r.Text)
	}
	return v
}

type object = map[string]any

func TestEveryReadAnswersByTheContract(t *testing.T) {
	for _, path := range []string{
		"/me", "/procedures", "/procedures?on=2026-03-27", "/requests", "/requests/r1", "/requests/by-number/000001-2026",
		"/requests/r1/actions", "/tasks", "/tasks?whose=pool", "/notices", "/held", "/held/m1", "/dashboard", "/status/000001-2026/ABCD2345",
		"/requests/r1/receipt", "/requests/r1/clock-receipt", "/receipt-key", "/requests/r1/documents/d1", "/requests/r1/letters/r1.receipt.1",
		"/messages/m1/raw", "/messages/m1/attachments/0", "/openapi.yaml", "/requests/r1/case-file.pdf", "/requests/r1/case-file.zip",
	} {
		t.Run(path, func(t *testing.T) {
			h := newTestAPI(t)
			if r := h.do(call{method: "GET", path: path}); r.StatusCode != http.StatusOK {
				t.Errorf("GET: %d", r.StatusCode)
			}
			r := h.do(call{method: "HEAD", path: path, wrong: true})
			if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") == "" {
				t.Errorf("HEAD: %d %v", r.StatusCode, r.Header)
			}
		})
	}
}

func TestABareCaseAnswersByTheContract(t *testing.T) {
	h := newTestAPI(t)
	h.desk = bareDesk()
	h.handler = New(Deps{Desk: h.desk.rooms(), Memory: h.memory, Logger: silent()})
	got := as[object](h, h.do(call{method: "GET", path: "/requests/r1"}), 200)
	for _, name := range []string{"timeline", "tasks", "alarms", "letters", "documents", "messages", "actions", "related"} {
		if list, ok := got[name].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v, not []", name, got[name])
		}
	}
	clock := got["clock"].(object)
	for _, name := range []string{"due_on", "waiting_since", "other_reading", "policy"} {
		if _, there := clock[name]; there {
			t.Errorf("clock has %s", name)
		}
	}
}

func TestTheReadModelTellsTheClockWithItsWorking(t *testing.T) {
	h := newTestAPI(t)
	got := as[object](h, h.do(call{method: "GET", path: "/requests/r1"}), 200)
	if got["received_at"] != "2026-03-27T12:00:00-05:00" {
		t.Errorf("received_at %v is not told in the office's zone", got["received_at"])
	}
	clock := got["clock"].(object)
	for name, want := range map[string]any{
		"received_on": "2026-03-27", "due_on": "2026-04-14", "calendar_version": "pe-1", "business_days_left": 10.0, "overdue": true,
		"rules": []any{"R2", "R16"}, "today": "2026-03-27",
	} {
		if !reflect.DeepEqual(clock[name], want) {
			t.Errorf("%s: %v, wanted %v", name, clock[name], want)
		}
	}
	day := clock["days"].([]any)[0].(object)
	if day["date"] != "2026-03-28" || day["counted"] != false || day["reason"] != "sábado" || day["source"] != "art. 145" {
		t.Errorf("day %v", day)
	}
	if other := clock["other_reading"].(object); other["due_on"] != "2026-04-15" {
		t.Errorf("other reading %v", other)
	}
	if line := got["timeline"].([]any)[0].(object); line["title"] != "Registrada" || line["hands"] != "officer" {
		t.Errorf("timeline %v", line)
	}
}

func TestTheReplyTokenIsNeverTold(t *testing.T) {
	h := newTestAPI(t)
	text := h.do(call{method: "GET", path: "/requests/r1"}).Text
	if !strings.Contains(text, "ABCD2345") || strings.Contains(text, "nobody-may-see") {
		t.Errorf("%s", text)
	}
}

func TestByNumberTellsTheRequestsOwnAddress(t *testing.T) {
	h := newTestAPI(t)
	r := h.do(call{method: "GET", path: "/requests/by-number/000001-2026"})
	if got := r.Header.Get("Content-Location"); got != "/api/v1/requests/r1" {
		t.Error(got)
	}
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	h := newTestAPI(t)
	q := "?text=pan&procedure=p&office=lima&state=s&holder=none&channel=email&outcome=o&open=true&overdue=true&due=week&late=false" +
		"&received_from=2026-01-01&received_to=2026-01-02&due_from=2026-01-03&due_to=2026-01-04&sort=-due&limit=20&offset=40"
	r := h.do(call{method: "GET", path: "/requests" + q})
	want := lists.Filter{
		Text: "pan", Procedure: "p", Office: "lima", State: "s", Holder: "none", Channel: "email", Outcome: "o", Open: "yes", Overdue: true,
		Due: "week", Late: "no", ReceivedFrom: date("2026-01-01"), ReceivedTo: date("2026-01-02"), DueFrom: date("2026-01-03"),
		DueTo: date("2026-01-04"), Sort: "-due", Limit: 20, Offset: 40,
	}
	if h.desk.filter != want {
		t.Errorf("got %+v", h.desk.filter)
	}
	links := strings.Join(r.Header.Values("Link"), "\n")
	for _, rel := range []string{`offset=0&`, `offset=20&`, `offset=60&`, `offset=100&`, `rel="first"`, `rel="prev"`, `rel="next"`, `rel="last"`, "text=pan"} {
		if !strings.Contains(links, rel) {
			t.Errorf("no %s in\n%s", rel, links)
		}
	}
	got := as[object](h, r, 200)
	if got["total"] != 120.0 || got["limit"] != 20.0 || got["offset"] != 40.0 || len(got["items"].([]any)) != 2 {
		t.Errorf("%v", got)
	}
	h.do(call{method: "GET", path: "/requests?offset=100"})
	if h.desk.filter.Limit != pageDefault {
		t.Errorf("limit %d by default", h.desk.filter.Limit)
	}
	if links := h.do(call{method: "GET", path: "/requests?offset=100"}).Header.Values("Link"); len(links) != 3 {
		t.Errorf("the last page has a next: %v", links)
	}
}

// A figure's address must list the very cases that were counted.
func TestFiguresLeadToTheirCases(t *testing.T) {
	h := newTestAPI(t)
	got := as[object](h, h.do(call{method: "GET", path: "/dashboard?from=2026-01-01&to=2026-03-27&procedure=p&office=lima&as_of=2026-03-26"}), 200)
	if d := h.desk.dashboard; d.From != date("2026-01-01") || d.To != date("2026-03-27") || d.Procedure != "p" || d.Office != "lima" || d.When != "2026-03-26" {
		t.Errorf("%+v", d)
	}
	if got["on_time_share"] != nil {
		t.Errorf("share %v of nothing", got["on_time_share"])
	}
	for name, want := range map[string]lists.Filter{
		"open": {Open: "yes", Office: "lima", Limit: pageDefault},
		"late": {Late: "yes", Overdue: true, ReceivedFrom: date("2026-01-01"), Limit: pageDefault},
	} {
		address := got[name].(object)["requests"].(string)
		h.do(call{method: "GET", path: strings.TrimPrefix(address, base)})
		if h.desk.filter != want {
			t.Errorf("%s: %s lists %+v", name, address, h.desk.filter)
		}
	}
}

func TestFilesAreSavedNotShown(t *testing.T) {
	h := newTestAPI(t)
	r := h.do(call{method: "GET", path: "/requests/r1/documents/d1"})
	if got := r.Header.Get("Content-Disposition"); got != "attachment; filename*=utf-8''anexo%20%C3%B1.html" {
		t.Error(got)
	}
	if r.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", r.Header)
	}
	if got := r.Text; got != "bytes of anexo ñ.html" {
		t.Error(got)
	}
}

func TestTasksAndNoticesPassTheWindowOn(t *testing.T) {
	h := newTestAPI(t)
	h.do(call{method: "GET", path: "/tasks"})
	if h.desk.tasks != (lists.TaskFilter{Whose: "mine", Limit: pageDefault}) {
		t.Errorf("%+v", h.desk.tasks)
	}
	for _, path := range []string{"/notices", "/held"} {
		h.do(call{method: "GET", path: path + "?limit=7&offset=14"})
		if h.desk.limit != 7 || h.desk.offset != 14 {
			t.Errorf("%s: %d %d", path, h.desk.limit, h.desk.offset)
		}
	}
}

func TestMeTellsTheUsersOwnOffices(t *testing.T) {
	h := newTestAPI(t)
	got := as[meView](h, h.do(call{method: "GET", path: "/me"}), 200)
	if got.User.ID != "u1" || len(got.Offices) != 1 || got.Offices[0].ID != "lima" {
		t.Errorf("%+v", got)
	}
	if got = as[meView](h, h.do(call{method: "GET", path: "/me", token: "other"}), 200); len(got.Offices) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestStatusNeedsNoTokenAndTellsNoPerson(t *testing.T) {
	h := newTestAPI(t)
	r := h.do(call{method: "GET", path: "/status/000001-2026/ABCD2345", token: "-"})
	text := r.Text
	if r.StatusCode != 200 || strings.Contains(text, "Ana") || h.desk.ip != "192.0.2.1" {
		t.Errorf("%d %s %s", r.StatusCode, h.desk.ip, text)
	}
	if p := as[problem](h, h.do(call{method: "GET", path: "/status/000001-2026/WRONG", token: "-"}), 404); p.Code != "not_found" {
		t.Errorf("%+v", p)
	}
}
