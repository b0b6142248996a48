package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/content"
)

// document is the contract as the library reads it.
var document = sync.OnceValue(func() libopenapi.Document { return must(libopenapi.NewDocument(contract)) })

// ownHeaders are in every answer and no part of the contract.
var ownHeaders = []string{"Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Allow", "Retry-After", "Www-Authenticate"}

// judge holds calls and answers against the contract. Strict: what the contract does not name
// is a fault too, although callers must bear it.
var judge = sync.OnceValue(func() validator.Validator {
	v, errs := validator.NewValidator(document(), config.WithStrictMode(), config.WithFormatAssertions(),
		config.WithStandardBodyDecoders(), config.WithStrictIgnoredHeadersExtra(ownHeaders...),
		config.WithBodyDecoder("multipart/form-data", content.DecoderFunc(parts)),
		// Maps with free names: strict mode takes every name for undeclared.
		config.WithStrictIgnorePaths("$.body.fields.*", "$.body.**.choices.*", "$.body.request.fields.*", "$.body.data.fields.*"))
	if len(errs) > 0 {
		panic(errs[0])
	}
	return v
})

// parts reads a multipart body as the contract describes it: the library's own decoder leaves
// the part "data" as text, although its encoding says JSON.
func parts(in *content.DecodeInput) (any, error) {
	reader, all := multipart.NewReader(in.Body, in.Parameters["boundary"]), map[string]any{}
	for {
		part, err := reader.NextPart()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return all, nil
			}
			return nil, err
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if part.FormName() != "data" {
			files, _ := all[part.FormName()].([]any)
			all[part.FormName()] = append(files, string(text))
			continue
		}
		var data any
		if err := json.Unmarshal(text, &data); err != nil {
			return nil, err
		}
		all["data"] = data
	}
}

func TestTheContractIsValidOpenAPI31(t *testing.T) {
	if got := document().GetVersion(); !strings.HasPrefix(got, "3.1.") {
		t.Fatalf("version %s", got)
	}
	if _, err := document().BuildV3Model(); err != nil {
		t.Fatal(err)
	}
	if ok, faults := judge().ValidateDocument(); !ok {
		for _, f := range faults {
			t.Error(f)
		}
	}
}

func TestContractAndRoutesAreTheSame(t *testing.T) {
	model := must(document().BuildV3Model()).Model
	if url := model.Servers[0].URL; url != base {
		t.Errorf("server %s", url)
	}
	told := map[string][]string{} // operation -> query parameters
	for path, item := range model.Paths.PathItems.FromOldest() {
		for method, op := range item.GetOperations().FromOldest() {
			query := []string{}
			for _, p := range op.Parameters {
				if p.In == "query" {
					query = append(query, p.Name)
				}
			}
			slices.Sort(query)
			told[strings.ToUpper(method)+" "+path] = query
		}
	}
	for _, r := range newServer(Deps{Desk: newDesk().rooms(), Memory: newMemory()}).routes {
		name := r.method + " " + r.path
		query, found := told[name]
		if !found {
			t.Errorf("%s is served and not in the contract", name)
			continue
		}
		delete(told, name)
		if own := slices.Sorted(slices.Values(r.query)); !slices.Equal(own, query) && len(own)+len(query) > 0 {
			t.Errorf("%s takes %v, the contract says %v", name, own, query)
		}
	}
	for name := range told {
		t.Errorf("%s is in the contract and not served", name)
	}
}

// testAPI is an API in front of a fake desk.
type testAPI struct {
	*testing.T
	desk    *fakeDesk
	memory  *fakeMemory
	handler http.Handler
}

func newTestAPI(t *testing.T) *testAPI {
	t.Helper()
	h := &testAPI{T: t, desk: newDesk(), memory: newMemory()}
	h.handler = New(Deps{Desk: h.desk.rooms(), Memory: h.memory, Logger: silent()})
	return h
}

// call is one HTTP call of a test.
type call struct {
	method, path, body string
	media              string // of the body; "" = JSON
	token              string // "" = good, "-" = none
	key                string // Idempotency-Key; "" = none
	accept             string
	language           string // Accept-Language
	wrong              bool   // it breaks the contract on purpose: only the answer is judged
}

// reply is what came back.
type reply struct {
	StatusCode int
	Header     http.Header
	Text       string
}

// do sends a call and holds it and its answer against the contract.
func (h *testAPI) do(c call) reply {
	h.Helper()
	make := func() *http.Request {
		r := httptest.NewRequest(c.method, base+c.path, strings.NewReader(c.body))
		if c.body == "" {
			r.Body = http.NoBody
		} else if c.media == "" {
			c.media = mediaJSON
		}
		for name, value := range map[string]string{"Content-Type": c.media, "Idempotency-Key": c.key, "Accept": c.accept, "Accept-Language": c.language} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		switch c.token {
		case "-":
		case "":
			r.Header.Set("Authorization", "Bearer good")
		default:
			r.Header.Set("Authorization", "Bearer "+c.token)
		}
		return r
	}
	if !c.wrong {
		if ok, faults := judge().ValidateHttpRequest(make()); !ok {
			for _, f := range faults {
				h.Errorf("call %s %s: %v %v", c.method, c.path, f, f.SchemaValidationErrors)
			}
		}
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, make())
	answer := w.Result()
	body := must(io.ReadAll(answer.Body))
	answer.Body = io.NopCloser(bytes.NewReader(body))
	known := answer.StatusCode != http.StatusMethodNotAllowed && (answer.StatusCode != http.StatusNotFound || !strings.Contains(string(body), "openapi.yaml"))
	if known && c.method != http.MethodHead {
		if ok, faults := judge().ValidateHttpResponse(make(), answer); !ok {
			for _, f := range faults {
				h.Errorf("answer %d to %s %s: %v %v", answer.StatusCode, c.method, c.path, f, f.SchemaValidationErrors)
			}
		}
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}
