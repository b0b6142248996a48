package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"
)

// StrangerDesk is what screens ask about people without an account before they take anything from them.
type StrangerDesk interface {
	// MayAsk refuses an address that has no request left, before its form is read. It counts nothing.
	MayAsk(ctx context.Context, ip string) error
	// MayVerify counts a clock receipt that somebody wants checked.
	MayVerify(ctx context.Context, ip string) error
	// MayKeepForm counts a form that is kept for after the sign-in.
	MayKeepForm(ctx context.Context, ip string) error
	// Seal signs something that a browser keeps for us; Unseal reads it again, and says false of what Seal has not signed for the same
	// purpose. It can be read by whoever has it, and lasts until claim itself says otherwise.
	Seal(ctx context.Context, purpose string, claim any) (string, error)
	Unseal(ctx context.Context, purpose, sealed string, claim any) (bool, error)
}

// keyOf is the key of a form that somebody without an account sends. The words are part of it: who goes back, changes them and sends the
// form again has written something new, and it must not be answered with what was kept the first time.
func keyOf(form string, words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return form + "-" + hex.EncodeToString(sum[:8])
}

// MayVerify implements StrangerDesk.
func (d *Desk) MayVerify(ctx context.Context, ip string) error {
	return d.reserve(ctx, limitVerify.fromAddress(ip))
}

// MayKeepForm implements StrangerDesk.
func (d *Desk) MayKeepForm(ctx context.Context, ip string) error {
	return d.reserve(ctx, limitTyped.fromAddress(ip), limitEveryT.of(""))
}

// Seal implements StrangerDesk.
func (d *Desk) Seal(ctx context.Context, purpose string, claim any) (string, error) {
	return d.signLink(ctx, "foja browser\n"+purpose+"\n", claim)
}

// Unseal implements StrangerDesk.
func (d *Desk) Unseal(ctx context.Context, purpose, sealed string, claim any) (bool, error) {
	return d.openLink(ctx, "foja browser\n"+purpose+"\n", sealed, claim)
}

// uploadStale is how long a file of an upload link may stop coming before what has come of it is removed.
const uploadStale = 48 * time.Hour

// ForgetStrangers removes what nobody needs any more of people without an account: limits that are over, and files that stopped coming.
func (d *Desk) ForgetStrangers(ctx context.Context) error {
	_, err := d.Store.ForgetLimits(ctx, d.Now())
	dropped, stale := d.Store.DropStaleUploads(ctx, d.Now().Add(-uploadStale))
	if dropped > 0 {
		d.Logger.Info("files that stopped coming were removed", "files", dropped)
	}
	return errors.Join(err, stale)
}
