package mail

import (
	"regexp"
	"strings"
	"testing"
)

func TestSafeHTMLKeepsTextAndNothingThatActs(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<(script|style|img|iframe|form|input|object|embed|svg|link|meta|base|video|math)|\bon[a-z]+\s*=|javascript:|data:|style\s*=|srcset|background`)
	for name, c := range map[string]struct {
		html, want string
		remote     int
	}{
		"text":             {"<p>Solicito <b>copia</b></p>", "<b>copia</b>", 0},
		"script":           {"<script>alert(1)</script>hola", "hola", 0},
		"handler":          {`<p onclick="alert(1)" ONMOUSEOVER=x>hola</p>`, "hola", 0},
		"remote image":     {`<img src="http://espia.test/p.gif">hola<IMG SRC=//espia.test/q.gif>`, "hola", 2},
		"image of data":    {`<img src="data:image/png;base64,xx">hola`, "hola", 0},
		"style fetches":    {`<div style="background:url(http://espia.test/x)">hola</div>`, "hola", 1},
		"table background": {`<table background="https://espia.test/x"><tr><td>hola</td></tr></table>`, "<td>hola</td>", 1},
		"style sheet":      {`<style>@import url("http://espia.test/x.css")</style>hola`, "hola", 1},
		"link of script":   {`<a href="javascript:alert(1)">hola</a>`, "hola", 0},
		"link of disguise": {"<a href=\"java\tscript:alert(1)\">hola</a><a href=' &#106;avascript:x'>b</a>", "hola", 0},
		"link":             {`<a href="https://correo.test/x">aquí</a>`, `rel="nofollow noreferrer noopener"`, 0},
		"form":             {`<form action="https://malo.test"><input name=clave>hola</form>`, "hola", 0},
		"meta refresh":     {`<meta http-equiv=refresh content="0;url=https://malo.test">hola`, "hola", 0},
		"base":             {`<base href="https://malo.test/">hola`, "hola", 0},
		"svg":              {`<svg><script>alert(1)</script><a href="javascript:x"/></svg>hola`, "hola", 0},
		"broken":           {`<p <b>hola</p><!-- <script>`, "", 0},
		"entities":         {`&lt;script&gt;alert(1)&lt;/script&gt; hola`, "&lt;script&gt;", 0},
		"math":             {`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			safe, remote := SafeHTML(c.html)
			if found := forbidden.FindString(safe); found != "" {
				t.Errorf("%q is left in %q", found, safe)
			}
			if !strings.Contains(safe, c.want) || remote != c.remote {
				t.Errorf("%q with %d remote, want %q and %d", safe, remote, c.want, c.remote)
			}
		})
	}
}
