package mail

import (
	"strings"
	"testing"
)

// What a server writes after its results is partly the sender's: the address in smtp.mailfrom, a reason, a comment.
func TestResultsAreReadWhereTheServerWritesThem(t *testing.T) {
	for field, want := range map[string]Authentication{
		`dkim=pass (2048-bit key; unprotected) header.d=correo.test; dmarc=pass`: {DKIM: "pass", DMARC: "pass"},
		`dkim = pass; dmarc = fail (p=none) header.from=correo.test`:             {DKIM: "pass", DMARC: "fail"},
		`spf=none (a; dmarc=pass)`:                                               {SPF: "none"},
		`spf=none (a (b) ; dmarc=pass)`:                                          {SPF: "none"},
		`spf=none (a \) ; dmarc=pass)`:                                           {SPF: "none"},
		`spf=fail smtp.mailfrom="rosa; dmarc=pass ;"@x; dmarc=fail`:              {SPF: "fail", DMARC: "fail"},
		`spf=fail smtp.mailfrom="rosa\"; dmarc=pass ;"@x; dmarc=fail`:            {SPF: "fail", DMARC: "fail"},
		`spf=fail smtp.mailfrom="(" dmarc=pass ")"; dmarc=fail`:                  {SPF: "fail", DMARC: "fail"},
		`spf=fail smtp.mailfrom=rosa dmarc=pass`:                                 {SPF: "fail"},
		`spf=fail smtp.mailfrom=rosa;dmarc=pass@x; dmarc=fail`:                   {SPF: "fail", DMARC: "fail"},
		`spf=fail smtp.mailfrom=a"b ; dmarc=pass; dmarc=fail`:                    {SPF: "fail", DMARC: "fail"},
		`spf=fail smtp.mailfrom=a(b; dmarc=pass; dmarc=fail`:                     {SPF: "fail", DMARC: "fail"},
		`dmarc=fail reason="a; dmarc=pass"`:                                      {DMARC: "fail"},
		`none`:                                                                   {},
		`dmarc=pass\`:                                                            {},
	} {
		raw := "Authentication-Results: (one) mx.agencia.test (two) 1; " + field +
			"\r\nFrom: rosa@correo.test\r\n\r\nhola\r\n"
		if got := Authenticate([]byte(raw), "mx.agencia.test"); got != want {
			t.Errorf("%s: %+v, want %+v", field, got, want)
		}
	}
}

func TestAuthenticateBelievesTheTrustedServerAlone(t *testing.T) {
	const (
		ours    = "Authentication-Results: mx.agencia.test;\r\n dkim=pass header.d=correo.test;\r\n spf=pass (sender) smtp.mailfrom=rosa@correo.test; dmarc=pass header.from=correo.test\r\n"
		forged  = "Authentication-Results: mx.agencia.test; spf=pass; dkim=pass; dmarc=pass\r\n"
		failed  = "Authentication-Results: mx.agencia.test; spf=fail; dkim=none; dmarc=fail\r\n"
		foreign = "Authentication-Results: mx.correo.test; spf=pass; dkim=pass; dmarc=pass\r\n"
		border  = "Received: from correo.test (correo.test [192.0.2.1])\r\n\tby mx.agencia.test (Postfix) with ESMTPS id 1; Tue, 3 Nov 2026 10:15:00 -0500\r\n"
		inner   = "Received: from mx.agencia.test by buzon.agencia.test with LMTP; Tue, 3 Nov 2026 10:15:01 -0500\r\n"
		hop     = "Received: by correo.test; Tue, 3 Nov 2026 10:14:00 -0500\r\n"
		rest    = "From: rosa@correo.test\r\nSubject: x\r\n\r\nhola\r\n"
	)
	passed := Authentication{SPF: "pass", DKIM: "pass", DMARC: "pass"}
	refused := Authentication{SPF: "fail", DKIM: "none", DMARC: "fail"}
	for name, c := range map[string]struct {
		header string
		want   Authentication
	}{
		"above the border":               {ours + border + hop, passed},
		"just below the border":          {border + ours + hop, passed},
		"behind an inner hop":            {inner + ours + border + hop, passed},
		"inner hop, border, field below": {inner + border + ours + hop, passed},
		"forged below a true one above":  {failed + border + forged + hop, refused},
		"forged below a true one below":  {border + failed + forged + hop, refused},
		"by a neighbour with our tail": {
			"Received: by mx.otra.test; Tue, 3 Nov 2026 10:15:00 -0500\r\n" + forged + border, Authentication{},
		},
		"forged under the sender's own hop":       {border + hop + forged, Authentication{}},
		"forged with a forged border":             {border + failed + forged + border + forged, refused},
		"forged without any trace of ours":        {hop + forged, Authentication{}},
		"forged above a hop of others, no border": {hop + forged + border, Authentication{}},
		"of another server":                       {foreign + border + foreign + hop, Authentication{}},
		"none":                                    {border + hop, Authentication{}},
		"one method in a comment": {
			"Authentication-Results: mx.agencia.test; spf=none (dmarc=pass)\r\n" + border, Authentication{SPF: "none"},
		},
		"two signatures, one good": {"Authentication-Results: mx.agencia.test; dkim=fail; dkim=pass; dmarc=pass\r\n" +
			border, Authentication{DKIM: "pass", DMARC: "pass"}},
		"name in other letters": {strings.Replace(ours, "mx.agencia", "MX.Agencia", 1) + border, passed},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Authenticate([]byte(c.header+rest), "mx.agencia.test"); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
	if got := Authenticate([]byte(ours+border+rest), ""); got.Known() {
		t.Errorf("nobody is trusted, and yet %+v", got)
	}
}
