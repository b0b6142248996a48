package activities

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"foja/docket"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// Limits of the automatic receipts to one address.
const (
	senderWindow = 24 * time.Hour  // period of AnswersPerSender
	loopPause    = 2 * time.Minute // answers within this time come from a machine
	loopWindow   = 24 * time.Hour
	// loopAnswers is how many mails of one address may answer our automatic letters, each at once and with the same
	// text. With the letter that began it they make three exchanges.
	loopAnswers = 2
)

// mayAnswer returns "" when the sender of a request may still get an automatic receipt, else the reason to hold the
// message. A person sends a few requests a day; senders that write for many people are a setting.
func (a *Activities) mayAnswer(ctx context.Context, row store.Message, m mail.Message) (docket.HeldReason, error) {
	if a.AnswersPerSender == 0 {
		return "", nil
	}
	now := a.Now()
	address, limit := a.replyAddress(m), a.AnswersPerSender
	scope := "from:" + address
	if a.knownSender(m.From.Addr) {
		limit = a.AnswersPerKnownSender
	} else {
		looping, err := a.isLoop(ctx, row, m, address, now)
		if err != nil {
			return "", err
		}
		if looping {
			a.Logger.Warn("a sender answers automatic answers: the message is held", "message", row.ID)
			return docket.HeldLoop, a.notifyReception(ctx, row, scope+":loop", "El remitente "+address+
				" contesta a nuestras respuestas automáticas. Sus mensajes esperan en la bandeja por clasificar.")
		}
	}
	if limit == 0 {
		return "", nil
	}
	free, err := a.Store.TakeQuota(ctx, scope, row.ID, now, now.Add(-senderWindow), limit)
	if err != nil {
		return "", err
	}
	if !free {
		a.Logger.Warn("a sender has had all the automatic answers of the day: the message is held", "message", row.ID,
			"limit", limit)
		return docket.HeldTooMany, a.notifyReception(ctx, row, scope,
			"Llegan muchas solicitudes de "+address+". Las siguientes esperan en la bandeja por clasificar.")
	}
	return "", nil
}

// isLoop reports whether a message answers our last automatic letter to the address, and earlier ones with the same
// text did so too.
func (a *Activities) isLoop(ctx context.Context, row store.Message, m mail.Message, address string,
	now time.Time,
) (bool, error) {
	last, err := a.Store.LastQuotaUse(ctx, "from:"+address, row.ID)
	if err != nil || last.IsZero() {
		return false, err
	}
	// The time of reception at the server counts, not the time of reading: a backlog answers nothing. It has a
	// resolution of seconds.
	if after := row.ReceivedAt.Sub(last.Truncate(time.Second)); after < 0 || after > loopPause {
		return false, nil
	}
	free, err := a.Store.TakeQuota(ctx, "loop:"+address+":"+textFingerprint(m), row.ID, now,
		now.Add(-loopWindow), loopAnswers)
	return !free, err
}

// fingerprintLetters is how many letters of a message go into its fingerprint.
const fingerprintLetters = 120

// textFingerprint is the hash of the subject and the beginning of the text, without reply marks, digits and
// punctuation, which a machine varies.
func textFingerprint(m mail.Message) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToLower(intake.PlainSubject(m.Subject) + " " + m.Text) {
		if unicode.IsLetter(r) {
			b.WriteRune(r)
			if n++; n == fingerprintLetters {
				break
			}
		}
	}
	h := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(h[:8])
}

// replyAddress is the normalised address that an answer goes to. A Reply-To without an answer is not verified, and
// must not use up the quota of another address.
func (a *Activities) replyAddress(m mail.Message) string {
	return mailbox(intake.Requester(m, a.Agency.Addresses()...).Addr)
}

// mailbox normalises an address: lower case, without the +tag.
func mailbox(address string) string {
	local, domain, found := strings.Cut(strings.ToLower(mail.WireAddress(address)), "@")
	if !found {
		return local
	}
	if i := strings.IndexByte(local, '+'); i > 0 {
		local = local[:i]
	}
	return local + "@" + domain
}

// knownSender reports whether an address is one of KnownSenders.
func (a *Activities) knownSender(address string) bool {
	address = strings.ToLower(address)
	_, domain, _ := strings.Cut(address, "@")
	for _, k := range a.KnownSenders {
		if k == address || k == domain {
			return true
		}
	}
	return false
}

// notifyReception stores one notice a day per matter for each clerk of the mailbox's office.
func (a *Activities) notifyReception(ctx context.Context, row store.Message, matter, text string) error {
	office := a.MailOffice
	if to, further := a.Agency.Mailbox(row.Account); further {
		office = to.Office
	}
	day := a.Now().UTC().Format(time.DateOnly)
	for _, role := range docket.RolesWith(docket.RightRegister) {
		people, err := a.Store.UsersWithRole(ctx, role, office)
		if err != nil {
			return err
		}
		for _, u := range people {
			if _, err := a.Store.AddNotice(ctx, store.Notice{
				Key: "held:" + matter + ":" + day + ":" + u.ID, User: u.ID, Kind: string(docket.RungWarn), Text: text, At: a.Now(),
			}); err != nil {
				return err
			}
		}
		if len(people) > 0 {
			return nil
		}
	}
	a.Logger.Error("held mail reaches nobody: give these roles to somebody", "roles",
		docket.RolesWith(docket.RightRegister))
	return nil
}
