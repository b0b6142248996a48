package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestMessageWithItsFormat_canDoNothing(t *testing.T) {
	a := as(t, newFake(), "funcionario").get("/messages/m-9/html")
	a.wants(t, http.StatusOK, "<p>Solicito el acta.</p>", "se bloquearon: 2.", "&lt;b&gt;&#34;x&#34;&lt;/b&gt;")
	policy := a.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "sandbox", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q has no %s", policy, want)
		}
	}
	if strings.Contains(policy, "allow-scripts") || strings.Contains(policy, "allow-same-origin") {
		t.Errorf("policy %q lets it act", policy)
	}
}
