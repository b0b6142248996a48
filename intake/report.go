package intake

import (
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
)

// judgeReport decides the effect of a delivery report. It counts for the letter whose Message-ID or token it
// contains, and only for the address of that letter. The recipient of a letter knows its Message-ID; the recipient of
// any letter of the case knows the token. So a report with the token alone makes the letter doubtful, and a person
// decides.
func judgeReport(m mail.Message, f Found, own []string) Verdict {
	request := firstNonEmpty(f.ReplyRequest, f.TokenRequest)
	if request == "" || m.Report == nil {
		return held(docket.HeldReport, firstNonEmpty(request, f.UnitRequest))
	}
	v := Verdict{Fate: docket.FateReport, Request: request, Letter: f.ReplyLetter}
	to, known := f.ReplyTo, f.ReplyLetter != ""
	if !known {
		v.Letter, to = f.LastLetter, f.LastTo
	}
	about, names := m.Report.About(to)
	switch {
	case m.Report.Receipt && (!names || !known):
		v.Letter = "" // about another recipient, or an unknown letter: it joins without a fact about a letter
	case to == "":
		return held(docket.HeldReport, request) // no letter was sent
	case names && known:
		v.Bounce, v.Status = about.Failed(), about.Status
	case names:
		v.Doubt, v.Status = about.Failed(), about.Status
		if !v.Doubt {
			v.Letter = "" // a delay or a success of an unknown letter
		}
	case aboutOwnAddress(*m.Report, append(slices.Clone(own), f.Archive)):
		return held(docket.HeldOwnLost, request)
	case len(m.Report.Named()) > 0:
		return held(docket.HeldReport, request) // about an address to which the letter was not sent
	case m.Report.Failed():
		v.Doubt, v.Status = true, m.Report.Status
	default:
		v.Letter = ""
	}
	return v
}

// aboutOwnAddress reports whether a report is about our own addresses only: the archive copy did not arrive.
func aboutOwnAddress(r mail.Report, own []string) bool {
	named := r.Named()
	return len(named) > 0 && !slices.ContainsFunc(named, func(n string) bool {
		return !slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(Untagged(n), o) })
	})
}
