package reconcile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"foja/docket"
)

// cases looks at every case: its chain of events, its letters, its timers, and whether somebody lives it.
func (b *report) cases(ctx context.Context) error {
	var running map[string]bool
	if b.sources.Running == nil {
		b.r.NotChecked = append(b.r.NotChecked,
			"no se preguntó qué expedientes tienen su flujo en marcha: el servidor Temporal es de otro proceso")
	} else {
		var err error
		if running, err = b.sources.Running(ctx); err != nil {
			return err
		}
	}
	post := newOutbox(b.rows)
	var broken, late, dead []string
	err := b.sources.Store.AuditCases(ctx, func(c docket.Case, registered time.Time) error {
		b.r.Cases++
		ok, at, err := b.sources.Store.VerifyChain(ctx, c.Request)
		if err != nil {
			return err
		}
		if !ok {
			broken = append(broken, fmt.Sprintf("%s evento %d", c.Request, at))
		}
		if err := b.appeals(ctx, c.Request, &broken); err != nil {
			return err
		}
		// A letter decided a moment ago is not in the outbox yet.
		post.check(c, registered, func(l docket.Letter) bool {
			return !l.Held(b.now) && (l.DecidedAt.IsZero() || b.settled(l.DecidedAt))
		})
		if c.Closed() {
			return nil
		}
		b.r.Open++
		if running != nil && !running[c.Request] && b.settled(registered) {
			dead = append(dead, c.Request)
		}
		return b.timers(ctx, c, &late)
	})
	if err != nil {
		return err
	}
	b.addDifference("chain_broken", "expedientes cuyo historial fue alterado o está incompleto", broken)
	b.addDifference("timer_late", "expedientes en los que ya debió ocurrir algo (un aviso, un vencimiento) y no ocurrió", late)
	b.addDifference("workflow_missing", "expedientes abiertos sin flujo en marcha: reinicie el programa y los reanudará", dead)
	b.addDifference("letter_missing", "cartas decididas que no están en la bandeja de salida", post.missing)
	b.addDifference("letter_state", "cartas cuyo estado en la bandeja de salida no es el del expediente", post.otherwise)
	b.addDifference("letter_without_task", "cartas fallidas o por imprimir de las que nadie tiene la tarea", post.forgotten)
	var strays []string
	for _, id := range slices.Sorted(maps.Keys(post.rows)) {
		if b.settled(post.rows[id].PreparedAt) {
			strays = append(strays, id)
		}
	}
	b.addDifference("letter_stray", "cartas en la bandeja de salida que ningún expediente decidió", strays)
	return nil
}

// appeals looks at the chains of a request's appeals.
func (b *report) appeals(ctx context.Context, request string, broken *[]string) error {
	have, err := b.sources.Store.Appeals(ctx, request)
	for _, a := range have {
		ok, at, err := b.sources.Store.VerifyAppealChain(ctx, request, a.N)
		if err != nil {
			return err
		}
		if !ok {
			*broken = append(*broken, fmt.Sprintf("%s apelación %d evento %d", request, a.N, at))
		}
	}
	return err
}

// timers asks the case what it would do by itself now: whatever it would have done a while ago is late.
func (b *report) timers(ctx context.Context, c docket.Case, late *[]string) error {
	law, err := b.sources.Law(ctx, c)
	if err != nil {
		return err
	}
	next, err := c.NextWake(law, b.now.Add(-settleTime))
	if err != nil {
		// The calendar ends before the case's next date: nothing can be due that nobody can count.
		*late = append(*late, c.Request)
		return nil //nolint:nilerr // it is reported as a row
	}
	if !next.IsZero() && b.settled(next) {
		*late = append(*late, c.Request)
	}
	return nil
}
