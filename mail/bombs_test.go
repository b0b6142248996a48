package mail

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

type bomb struct{ raw, defect string }

// bombs are shapes that cost a naive reader its life.
func bombs() map[string]bomb {
	const head = "From: a@b.test\r\nSubject: bomba\r\nMessage-ID: <b@b.test>\r\nDate: Tue, 3 Nov 2026 10:15:00 -0500\r\n"
	nested := func(levels int, closed bool, filler string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range levels {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		b.WriteString("\r\nfondo\r\n" + filler)
		for i := levels - 1; closed && i >= 0; i-- {
			fmt.Fprintf(&b, "--b%d--\r\n", i)
		}
		return b.String()
	}
	return map[string]bomb{
		"5000 nested parts":           {nested(5000, true, ""), DefectTooDeep},
		"50000 nested unclosed parts": {nested(50000, false, ""), DefectTooDeep},
		"49 levels around 20 MB":      {nested(49, true, strings.Repeat("--b0x\n", 20<<20/6)), DefectTooMuchWork},
		"same boundary at each level": {
			head + strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 20000), DefectTooManyParts,
		},
		"100000 flat parts": {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
			strings.Repeat("--b\r\n\r\nx\r\n", 100000) + "--b--\r\n", DefectTooManyParts},
		"20000 parameters": {
			head + "Content-Type: text/plain" + strings.Repeat("; a=b", 20000) + "\r\n\r\nx", DefectHeaderTooBig + "?",
		},
		"20000 continued parameters": {
			head + "Content-Type: text/plain" + strings.Repeat("; a*1*=b", 20000) + "\r\n\r\nx", "",
		},
		"header of 20 MB":         {head + "X-A: " + strings.Repeat("x", 20<<20) + "\r\n\r\nx", DefectHeaderTooBig},
		"a million fields":        {head + strings.Repeat("X: y\r\n", 1000000) + "\r\nx", DefectHeaderTooBig},
		"a million continuations": {head + "X: y\r\n" + strings.Repeat(" y\r\n", 1000000) + "\r\nx", DefectHeaderTooBig},
		"100000 recipients": {
			head + "To: " + strings.Repeat("a@b.test, ", 100000) + "\r\n\r\nx", DefectHeaderTooBig,
		},
		"comments without end":      {head + "To: " + strings.Repeat("(", 60000) + "\r\n\r\nx", DefectBadAddress},
		"encoded words without end": {head + "Subject: " + strings.Repeat("=?utf-8?q?", 20000) + "\r\n\r\nx", ""},
		"20000 encoded words":       {head + "Subject: " + strings.Repeat("=?utf-8?q?a?= ", 10000) + "\r\n\r\nx", ""},
		"one line of 30 MB":         {head + "\r\n" + strings.Repeat("x", 30<<20), DefectTextTooLong},
		"30 MB of line ends":        {head + "\r\n" + strings.Repeat("\r\n", 15<<20), DefectNoText},
		"30 MB of base64": {head + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			strings.Repeat(strings.Repeat("QUJD", 19)+"\r\n", 30<<20/78), DefectNoText},
		"HTML tags 100000 deep": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div>", 100000) + "fondo", "",
		},
		"HTML formatting left open": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<b><i><a href=x>", 60000) + "fondo", "",
		},
		"HTML tables": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<table><tr><td>x", 60000), "",
		},
		"HTML paragraphs of links": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<p><a href=x>y</p>", 60000), "",
		},
		"HTML unclosed tags": {head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<", 1<<20), ""},
		"flowed without end": {
			head + "Content-Type: text/plain; format=flowed\r\n\r\n" + strings.Repeat("x \r\n", 2<<20), DefectTextTooLong,
		},
		"quotes without end": {
			head + "Content-Type: text/plain; format=flowed\r\n\r\n" + strings.Repeat(">", 10<<20), DefectTextTooLong,
		},
		"a million quoted lines":      {head + "\r\n" + strings.Repeat("> x\r\n", 400000), ""},
		"signatures without end":      {head + "\r\n" + strings.Repeat("-- \r\n", 300000), ""},
		"attributions without end":    {head + "\r\n" + strings.Repeat("El 3 de nov\r\n", 150000), ""},
		"history headers without end": {head + "\r\n" + strings.Repeat("De: 1\r\nx\r\n", 150000), ""},
		"uuencode without end":        {head + "\r\n" + strings.Repeat("begin 644 a\r\n#06-T\r\n", 90000), ""},
		"HTML hidden without end": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div style=display:none>x", 100000), "",
		},
		"HTML quotes without end": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<blockquote type=cite>x", 100000), "",
		},
		"HTML lists without end": {head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<ol><li>x", 300000), ""},
		"HTML attributes without end": {
			head + "Content-Type: text/html\r\n\r\n<p" + strings.Repeat(" a=b", 800000) + ">x", "",
		},
		"HTML of 30 MB": {
			head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<p>x</p>", 4<<20), DefectTextTooLong,
		},
		"signed inside signed":       {head + signedInside(48, 1<<20), ""},
		"winmail.dat of nothing":     {head + "Content-Type: application/ms-tnef\r\n\r\n" + tnefOf(2000000), ""},
		"quotes in an address field": {head + "To: " + strings.Repeat("\"", 60000) + "\r\n\r\nx", DefectBadAddress},
		"angles in an address field": {head + "To: " + strings.Repeat("<", 60000) + "\r\n\r\nx", DefectBadAddress},
		"colons in an address field": {head + "To: " + strings.Repeat("a:", 30000) + "\r\n\r\nx", ""},
		"words before a comma":       {head + "To: " + strings.Repeat("a,", 30000) + "\r\n\r\nx", DefectBadAddress},
		"words of half a letter":     {head + "Subject: " + strings.Repeat("=?utf-8?b?Yw?= ", 15000) + "\r\n\r\nx", ""},
		"report of addresses": {
			head + "Return-Path: <>\r\n\r\n" + strings.Repeat("failed <a@b.test>: 550 ", 90000), "",
		},
		"40000 report blocks": {
			head + "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" +
				strings.Repeat("Action: failed\r\n\r\n", 40000) + "--b--", "",
		},
	}
}

// No shape of message may take more than 2 s or 300 MB (BenchmarkBombs shows it; here only explosions are caught).
func TestBombs(t *testing.T) {
	if raced {
		t.Skip("under the race detector they take minutes and cost other amounts; make fuzz runs them without it")
	}
	for name, bomb := range bombs() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			m := Parse([]byte(bomb.raw))
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB allocated in all, %q", took.Round(time.Millisecond), allocated, m.Defects)
			if took > time.Minute { // no measure of speed: work that explodes would take hours
				t.Errorf("took %v", took)
			}
			if allocated > 300 { // in all, most of it free again
				t.Errorf("allocated %d MB", allocated)
			}
			wellFormed(t, m)
			if m.From.Addr != "a@b.test" {
				t.Errorf("from %q", m.From.Addr)
			}
			if want, optional := strings.CutSuffix(bomb.defect, "?"); want != "" && !optional &&
				!strings.Contains(strings.Join(m.Defects, " "), want) {
				t.Errorf("defects %q, want %s", m.Defects, want)
			}
		})
	}
}

func BenchmarkBombs(b *testing.B) {
	for name, bomb := range bombs() {
		b.Run(name, func(b *testing.B) {
			raw := []byte(bomb.raw)
			b.ReportAllocs()
			for b.Loop() {
				Parse(raw)
			}
		})
	}
}

// signedInside packs a text of that size into so many opaquely signed messages.
func signedInside(levels, size int) string {
	value := func(tag byte, content string) string {
		return string([]byte{
			tag, 0x84, byte(len(content) >> 24), byte(len(content) >> 16), byte(len(content) >> 8), byte(len(content)),
		}) + content
	}
	const head = "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\n"
	inner := "\r\n" + strings.Repeat("x", size)
	for range levels {
		content := value(0x30, value(0x06, oidData)+value(0xa0, value(0x04, inner)))
		inner = head + value(0x30, value(0x06, oidSigned)+value(0xa0, value(0x30, content)))
	}
	return inner
}

// tnefOf is a stream of that many attachments without anything in them.
func tnefOf(n int) string {
	return "\x78\x9f\x3e\x22\x01\x00" + strings.Repeat("\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00", n)
}
