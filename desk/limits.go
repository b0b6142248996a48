package desk

import (
	"context"
	"net/netip"
	"time"

	"foja/docket"
	"foja/store"
)

// limit bounds one kind of thing that people without an account can do, or try.
type limit struct {
	kind   string // stands in the register: a new meaning needs a new name
	most   int64  // at once
	window time.Duration
}

// Every limit on what strangers do. Those that an operator sets stand in Limits. A school, a library or an office behind one router
// is one address with many people.
var (
	limitLogin   = limit{"login", 5, 15 * time.Minute}            // wrong passwords of one login
	limitCode    = limit{"code", 5, 15 * time.Minute}             // wrong second factors of one account
	limitSignIn  = limit{"sign-in address", 20, 15 * time.Minute} // both, from one address
	limitStatus  = limit{"status address", 10, 100 * time.Second} // wrong numbers and codes; 50 random bits stand behind one
	limitLink    = limit{"link address", 10, 100 * time.Second}   // wrong links of units, downloads and uploads
	limitAsk     = limit{"ask address", 20, time.Hour}            // requests by the public form
	limitAskFor  = limit{"ask email", 10, 24 * time.Hour}         // the same whose receipts go to one e-mail address
	limitVerify  = limit{"verify address", 20, 10 * time.Minute}  // clock receipts to check
	limitBytes   = limit{"bytes address", 250_000_000, time.Hour} // bytes of files that one address hands in without an account
	limitEveryB  = limit{"bytes", 0, 24 * time.Hour}              // the same of everybody; Limits.StrangerBytes
	limitTyped   = limit{"kept form address", 20, time.Hour}      // forms that are kept for after the sign-in
	limitEveryT  = limit{"kept form", 500, 2 * time.Hour}         // the same of everybody; at most 256 KiB each
	limitMore    = limit{"unit days", 5, 24 * time.Hour}          // a unit's requests for more days, for one question
	limitMoving  = limit{"moving message", 1, time.Minute}        // of one message at the same time
	limitFetched = limit{"download", 1, 10 * time.Minute}         // fetches of one link that are recorded
)

func (l limit) of(value string) store.LimitUse { return l.times(value, 1) }

func (l limit) times(value string, n int64) store.LimitUse {
	return store.LimitUse{Limit: store.Limit{Key: store.LimitKey{Kind: l.kind, Value: value}, Most: l.most, Window: l.window}, N: n}
}

// fromAddress counts by the address, or for IPv6 by its /64: one house has that many.
func (l limit) fromAddress(ip string) store.LimitUse { return l.of(network(ip)) }

// network is what counts as one place.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap().WithZone(""); addr.Is4() {
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}

// reserve counts uses before anything is compared, so that those who try at the same moment are counted too. What turns out to be
// right is given back by refund.
func (d *Desk) reserve(ctx context.Context, uses ...store.LimitUse) error {
	over, err := d.Store.Reserve(ctx, d.Now(), uses...)
	if err != nil || over == nil {
		return err
	}
	return d.exceeded(over)
}

// maySpare refuses whoever has no use left, and counts nothing: it spares the work that would come before reserve.
func (d *Desk) maySpare(ctx context.Context, uses ...store.LimitUse) error {
	over, err := d.Store.Exhausted(ctx, d.Now(), uses...)
	if err != nil || over == nil {
		return err
	}
	return d.exceeded(over)
}

// refund gives uses back, even when whoever made them has gone. Without it they would come back by themselves, later.
func (d *Desk) refund(ctx context.Context, uses ...store.LimitUse) {
	if err := d.Store.Refund(context.WithoutCancel(ctx), uses...); err != nil {
		d.Logger.Warn("uses of a limit were not given back", "error", err)
	}
}

// exceeded is what somebody reads who is over a limit: it says when to come back.
func (d *Desk) exceeded(over *store.Exceeded) error {
	d.Logger.Warn("refused: over a limit", "limit", over.Key.Kind)
	minutes := max(1, int((over.Wait+time.Minute-1)/time.Minute))
	wait := time.Duration(minutes) * time.Minute
	switch over.Key.Kind {
	case limitLogin.kind, limitCode.kind, limitSignIn.kind:
		return docket.TooMany(wait, "Demasiados intentos. Espere %d min y vuelva a ingresar.", minutes)
	case limitStatus.kind:
		return docket.TooMany(wait, "Demasiados intentos. Espere %d min y vuelva a consultar.", minutes)
	case limitLink.kind:
		return docket.TooMany(wait, "Demasiados intentos. Espere %d min y vuelva a abrir el enlace.", minutes)
	case limitAsk.kind, limitBytes.kind:
		return docket.TooMany(wait, "Se han enviado muchas solicitudes o archivos desde su conexión. Espere %d min, o escríbanos por correo.", minutes)
	case limitEveryB.kind:
		return docket.TooMany(wait, "Se han recibido demasiados archivos por hoy. Espere %d min, escríbanos por correo o acérquese a la sede.", minutes)
	case limitMore.kind:
		return docket.TooMany(wait, "Ya pidió más días varias veces. Hable con quien le consultó, o espere %d min.", minutes)
	default:
		return docket.TooMany(wait, "Demasiados pedidos desde su conexión. Espere %d min e inténtelo otra vez.", minutes)
	}
}

// strangerBytes counts files that somebody without an account hands in, before they are kept.
func (d *Desk) strangerBytes(ip string, n int64) []store.LimitUse {
	every := limitEveryB
	every.most = d.Limits.StrangerBytes
	return []store.LimitUse{limitBytes.times(network(ip), max(1, n)), every.times("", max(1, n))}
}
