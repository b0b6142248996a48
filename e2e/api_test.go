package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"foja/harness"
)

// refusal is what the API answers instead of doing it.
type refusal struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Errors []struct {
		Field  string `json:"field"`
		Detail string `json:"detail"`
	} `json:"errors"`
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%d %s: %s %v", r.Status, r.Code, r.Detail, r.Errors)
}

// obj is a JSON object to be sent.
type obj map[string]any

// call makes one call of the API with a person's token. A refusal comes as *refusal; any other error means that nobody
// knows what happened: the same call with the same key may be made again.
func (c card) call(ctx context.Context, who, method, path, key string, in, out any) error {
	var body io.Reader = http.NoBody
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.WebURL+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	if who != "" {
		req.Header.Set("Authorization", "Bearer "+c.user(who).Token)
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 400 {
		r := &refusal{Status: resp.StatusCode}
		if err := json.Unmarshal(text, r); err != nil {
			return fmt.Errorf("%s %s: %s without a problem document: %s", method, path, resp.Status, text)
		}
		return r
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = text
		return nil
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%s %s: %w: %s", method, path, err, text)
	}
	return nil
}

func short() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 30*time.Second)
}

// get reads, or the test fails.
func (p *place) get(who, path string, out any) {
	p.t.Helper()
	ctx, cancel := short()
	defer cancel()
	if err := p.call(ctx, who, http.MethodGet, path, "", nil, out); err != nil {
		p.t.Fatalf("%s as %s: %v", path, who, err)
	}
}

// do sends a command and returns its refusal, nil when it was done.
func (p *place) do(who, path string, in, out any) error {
	ctx, cancel := short()
	defer cancel()
	return p.call(ctx, who, http.MethodPost, path, strings.Trim(newMessageID(), "<>"), in, out)
}

// act does an action on a case, or the test fails.
func (p *place) act(who, request string, command obj) {
	p.t.Helper()
	if err := p.do(who, "/requests/"+request+"/actions", command, nil); err != nil {
		p.t.Fatalf("%s %v: %v", who, command["action"], err)
	}
}

// caseFile is what the API shows of a case, as far as these tests look.
type caseFile struct {
	ID         string `json:"id"`
	Number     string `json:"number"`
	StatusCode string `json:"status_code"`
	Subject    string `json:"subject"`
	State      string `json:"state"`
	Outcome    string `json:"outcome"`
	Holder     string `json:"holder"`
	Requester  struct{ Name, Email string }
	Text       string `json:"text"`
	Clock      struct {
		DueOn   string `json:"due_on"`
		Overdue bool   `json:"overdue"`
	} `json:"clock"`
	Tasks     []taskIn                             `json:"tasks"`
	Letters   []letterIn                           `json:"letters"`
	Alarms    []alarmIn                            `json:"alarms"`
	Documents []docIn                              `json:"documents"`
	Messages  []struct{ ID, Subject, Fate string } `json:"messages"`
	Timeline  []struct{ Kind string }              `json:"timeline"`
	Actions   []struct{ Action string }            `json:"actions"`
}

// letterIn is a letter of a case.
type letterIn struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	State     string `json:"state"`
	HasPDF    bool   `json:"has_pdf"`
	Attempts  int    `json:"attempts"`
	Doubt     string `json:"doubt"`
	MessageID string `json:"message_id"`
}

// alarmIn is an alarm of a case.
type alarmIn struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	FiredAt string `json:"fired_at"`
	AckedAt string `json:"acknowledged_at"`
}

// docIn is a document of a case.
type docIn struct {
	ID, Name string
	Size     int
}

// document finds one by name; the zero docIn when there is none.
func (c caseFile) document(name string) docIn {
	for _, d := range c.Documents {
		if d.Name == name {
			return d
		}
	}
	return docIn{}
}

// taskIn is a task of a case.
type taskIn struct {
	ID    int    `json:"id"`
	Kind  string `json:"kind"`
	State string `json:"state"`
	Ref   string `json:"ref"`
}

// openTasks are the kinds of what is still to be done.
func (c caseFile) openTasks() []string {
	var kinds []string
	for _, t := range c.Tasks {
		if t.State != "done" {
			kinds = append(kinds, t.Kind)
		}
	}
	return kinds
}

// offers says whether an action is offered to whoever read the case.
func (c caseFile) offers(action string) bool {
	for _, a := range c.Actions {
		if a.Action == action {
			return true
		}
	}
	return false
}

// file reads a case.
func (p *place) file(who, id string) caseFile {
	p.t.Helper()
	var c caseFile
	p.get(who, "/requests/"+id, &c)
	return c
}

// find waits for the one case whose subject has this word in it, and for its workflow to have spoken.
func (p *place) find(word string) caseFile {
	p.t.Helper()
	var list struct {
		Items []struct{ ID, State, Subject string }
		Total int
	}
	harness.Eventually(p.t, soon, func() error {
		ctx, cancel := short()
		defer cancel()
		err := p.call(ctx, "manager", http.MethodGet, "/requests?limit=100&text="+url.QueryEscape(word), "", nil, &list)
		if err == nil && (list.Total == 0 || list.Items[0].State == "") {
			err = fmt.Errorf("no case about %q yet: %+v", word, list)
		}
		return err
	})
	found := list.Items
	if list.Total > 1 { // the search also knows the words of letters and files, as soon as they are read
		found = slices.DeleteFunc(found, func(r struct{ ID, State, Subject string }) bool {
			return !strings.Contains(strings.ToLower(r.Subject)+" ", strings.ToLower(word))
		})
	}
	if len(found) != 1 {
		p.t.Fatalf("%d cases about %q, %d of them by their subject", list.Total, word, len(found))
	}
	return p.file("manager", found[0].ID)
}

// reaches waits until a case is in a state.
func (p *place) reaches(id, state string) caseFile {
	p.t.Helper()
	var c caseFile
	harness.Eventually(p.t, soon, func() error {
		if c = p.file("manager", id); c.State != state {
			return fmt.Errorf("%s is %q, not %q", c.Number, c.State, state)
		}
		return nil
	})
	return c
}
