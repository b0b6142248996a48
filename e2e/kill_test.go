package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"foja/harness"
)

// How hard TestKill tries; FOJA_E2E_KILLS asks for more.
const (
	kills           = 14
	lettersPerRound = 4
	formsPerRound   = 2
)

// TestKill kills the real program at random moments while letters and forms come in and officers answer them, starts it
// again each time on the same data, and reconciles: one request, one number, one receipt and one response for each, no
// task lost. FOJA_E2E_SEED repeats a run's moments, as far as a machine can repeat anything.
func TestKill(t *testing.T) {
	seed, rounds := uint64(time.Now().UnixNano()), kills
	if s := os.Getenv("FOJA_E2E_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	if s := os.Getenv("FOJA_E2E_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		rounds = n
	}
	t.Logf("FOJA_E2E_SEED=%d", seed)
	dir := os.Getenv("FOJA_E2E_KEEP") // a folder where everything stays, to look at what went wrong
	if dir == "" {
		dir = harness.Dir(t)
	}
	p := embeddedIn(t, filepath.Join(dir, "data"), logLevel())
	x := newTown(t, p, seed)
	x.live()
	moments := rand.New(rand.NewPCG(seed, 1))
	for i := range rounds {
		x.round(i, moment(moments))
	}
	p.opened()
	x.is(p.card)
	x.closeDoors()
	x.settle()
	x.rest()
	t.Logf("%d kills, %d while starting; %d things sent, %d answers of the mail server lost, %d calls repeated",
		rounds, x.early, len(x.sent), x.unsure(), x.repeated.Load())
	p.stop()
}

// moment is how long the program lives in a round: sometimes it does not even start.
func moment(r *rand.Rand) time.Duration {
	if r.IntN(10) < 3 {
		return 200*time.Millisecond + time.Duration(r.Int64N(int64(2*time.Second)))
	}
	return 2500*time.Millisecond + time.Duration(r.Int64N(int64(5*time.Second)))
}

// round starts the program, lets people in, and kills it when its moment has come.
func (x *town) round(i int, life time.Duration) {
	x.t.Helper()
	death := time.NewTimer(life)
	program, err := harness.StartProgram(x.place.run)
	if err != nil {
		x.t.Fatal(err)
	}
	var up sync.WaitGroup
	ready := false
	up.Go(func() {
		var c card
		ctx, cancel := short()
		defer cancel()
		if err := program.FirstLine(ctx, &c); err == nil {
			ready = true
			x.is(c)
		}
	})
	for range lettersPerRound {
		x.mayWrite <- struct{}{}
	}
	for range formsPerRound {
		x.mayRegister <- struct{}{}
	}
	<-death.C
	if code, err := ended(program); err == nil {
		x.t.Fatalf("round %d: the program ended by itself with code %d:\n%s", i, code, program.Log())
	}
	if err := program.Kill9(); err != nil {
		x.t.Fatal(err)
	}
	up.Wait()
	if !ready {
		x.early++
	}
}

// ended says at once whether the program is gone, and with which code.
func ended(p *harness.Program) (int, error) {
	ctx, cancel := context0()
	defer cancel()
	return p.Wait(ctx)
}

// settle waits until everything agrees. It may take as long as the program's own sweep needs.
func (x *town) settle() {
	x.t.Helper()
	var wrong []string
	harness.Eventually(x.t, 2*time.Minute, func() error {
		w, err := x.survey()
		if err != nil {
			return err
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		if wrong = reconcile(x.entries(), w); len(wrong) > 0 {
			return fmt.Errorf("%d differences: %q", len(wrong), wrong)
		}
		return nil
	})
}

// logLevel lets FOJA_E2E_LOG=debug make the program talk.
func logLevel() string {
	if level := os.Getenv("FOJA_E2E_LOG"); level != "" {
		return "FOJA_LOG_LEVEL=" + level
	}
	return "FOJA_LOG_LEVEL=warn"
}
