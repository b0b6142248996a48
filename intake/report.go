package intake

import (
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
)

// judgeReport decides what a delivery report may do. It counts for the letter whose Message-ID or token it brings, and
// only for the address that the letter went to. The Message-ID of a letter is known to whoever got it; the token to
// whoever got any letter of the case. So a report that brings the token alone makes the letter doubtful, and a person
// decides.
func judgeReport(m mail.Message, f Found, own []string) Verdict {
	request := first(f.ReplyRequest, f.TokenRequest)
	if request == "" || m.Report == nil {
		return held(docket.HeldReport, first(request, f.UnitRequest))
	}
	v := Verdict{Fate: docket.FateReport, Request: request, Letter: f.ReplyLetter}
	to, known := f.ReplyTo, f.ReplyLetter != ""
	if !known {
		v.Letter, to = f.LastLetter, f.LastTo
	}
	about, names := m.Report.About(to)
	switch {
	case m.Report.Receipt && (!names || !known):
		v.Letter = "" // a person reads it elsewhere, or it is of nobody knows which letter: it joins, and states no fact
	case to == "":
		return held(docket.HeldReport, request) // nothing was sent of which it could speak
	case names && known:
		v.Bounce, v.Status = about.Failed(), about.Status
	case names:
		v.Doubt, v.Status = about.Failed(), about.Status
		if !v.Doubt {
			v.Letter = "" // a delay or a success of nobody knows which letter
		}
	case ours(*m.Report, append(slices.Clone(own), f.Archive)):
		return held(docket.HeldOwnLost, request)
	case len(m.Report.Named()) > 0:
		return held(docket.HeldReport, request) // about somebody to whom the letter did not go
	case m.Report.Failed():
		v.Doubt, v.Status = true, m.Report.Status
	default:
		v.Letter = ""
	}
	return v
}

// ours says whether a report is about addresses of our own alone: the archive copy did not arrive.
func ours(r mail.Report, own []string) bool {
	named := r.Named()
	return len(named) > 0 && !slices.ContainsFunc(named, func(n string) bool {
		return !slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(Untagged(n), o) })
	})
}
