package sandbox

import (
	"foja/files/fulltext"
	"foja/files/leaks"
	"foja/files/pdf"
)

// tasks are what a child can do. This is the only file of the program that calls readers of foreign files.
var tasks = map[Task]func(content []byte) reply{
	Words: func(content []byte) reply { return reply{Words: []byte(fulltext.Of(content))} },
	Inspect: func(content []byte) (r reply) {
		for _, l := range leaks.Find(content) {
			r.Findings = append(r.Findings, Finding{
				Words: l.Words(), NeedsReview: l.NeedsReview(), Uninspected: l.Kind == leaks.Unread,
			})
		}
		return r
	},
}

// prepare makes the readers ready: PDFium is read from the directory of compiled code, or compiled (five seconds) and
// kept there. A directory that cannot be used costs these seconds for each child, and nothing else.
func prepare(cache string) {
	if err := pdf.Start(cache); err != nil && cache != "" {
		_ = pdf.Start("") // what is wrong with PDFium, each PDF will say
	}
}

// mostFindings and mostWords keep a reply below maxReply.
const (
	mostFindings = 200
	mostWords    = 500_000
)

func (r reply) cut() reply {
	r.Words = r.Words[:min(len(r.Words), mostWords)]
	r.Findings = r.Findings[:min(len(r.Findings), mostFindings)]
	for i, f := range r.Findings {
		if runes := []rune(f.Words); len(runes) > 500 {
			r.Findings[i].Words = string(runes[:500]) + "…"
		}
	}
	return r
}

// sample is a small PDF of our own: reading it once makes the readers ready, which must not count against the first
// outsider's file.
const sample = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n" +
	"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n" +
	"0000000054 00000 n \n0000000105 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF\n"
