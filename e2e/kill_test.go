package e2e_test

import (
	"context"
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

// What comes in around each kill.
const (
	lettersPerRound = 4
	formsPerRound   = 2
)

// TestKill kills the real program at random moments while letters and forms come in and officers answer them, starts it
// again each time on the same data, and reconciles: one request, one number, one receipt and one response for each, no
// task lost. FOJA_E2E_SEED repeats a run's moments, as far as a machine can repeat anything; FOJA_E2E_KILLS asks for
// more of them; FOJA_E2E_KEEP names a folder where the embedded set's data stays, to look at what went wrong.
func TestKill(t *testing.T) {
	t.Parallel()
	seed := setting(t, "FOJA_E2E_SEED", uint64(time.Now().UnixNano()))
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		dir := os.Getenv("FOJA_E2E_KEEP")
		if dir == "" {
			dir = harness.Dir(t)
		}
		p := embeddedIn(t, filepath.Join(dir, "data"))
		p.run.Args = append(p.run.Args, "--no-limits") // its letters differ in a number only, as a robot's do
		kill(t, p, demoCitizen, seed, int(setting(t, "FOJA_E2E_KILLS", 12)))
	})
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		p := realIn(t, postgres)
		p.start() // what comes before the first look into the mailbox waits for an operator
		if err := p.program.Kill9(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("Postfix's log ends so:\n%s\nDovecot's:\n%s", p.postfix.Log(), p.dovecot.Log())
			}
		})
		kill(t, p, harness.Citizen.Address, seed+1, int(setting(t, "FOJA_E2E_KILLS", 12))/2)
	})
}

// demoCitizen is who writes in the demo: needed before the first card is there.
const demoCitizen = "ana.flores@correo.example"

// setting is a number from the environment.
func setting(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// kill does it so many times, then lets everything come to rest and counts.
func kill(t *testing.T, p *place, citizen string, seed uint64, rounds int) {
	t.Logf("FOJA_E2E_SEED=%d FOJA_E2E_KILLS=%d", seed, rounds)
	x := newTown(t, p, citizen, seed)
	x.live()
	moments := rand.New(rand.NewPCG(seed, 1))
	for i := range rounds {
		x.round(i, moment(moments))
	}
	p.opened()
	x.is(p.card)
	x.stopServers()
	x.settle()
	x.rest()
	t.Logf("%d kills, %d while starting; %d things sent, %d answers of the mail server lost, %d calls repeated",
		rounds, x.early, len(x.sent), x.unsure(), x.repeated.Load())
	p.stop()
}

// life is how long the program lives in a round: from its start, or from when it is ready.
type life struct {
	ready bool
	lasts time.Duration
}

// moment ends three lives of ten while the program starts. The others begin to count when it is ready, however slow the
// machine is.
func moment(r *rand.Rand) life {
	if r.IntN(10) < 3 {
		return life{false, 200*time.Millisecond + time.Duration(r.Int64N(int64(2*time.Second)))}
	}
	return life{true, 300*time.Millisecond + time.Duration(r.Int64N(int64(5*time.Second)))}
}

// round starts the program, lets people in, and kills it when its moment has come.
func (x *town) round(i int, l life) {
	x.t.Helper()
	death := time.NewTimer(l.lasts)
	program, err := harness.StartProgram(x.place.run)
	if err != nil {
		x.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	var up sync.WaitGroup
	ready := false
	up.Go(func() {
		if c, err := x.place.await(ctx, program); err == nil {
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
	if l.ready {
		up.Wait()
		death.Reset(l.lasts)
	}
	<-death.C
	if code, err := program.Wait(ended()); err == nil {
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

// ended is over already: for looking without waiting.
func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// settle waits until everything agrees. It may take as long as the program's own sweep needs.
func (x *town) settle() {
	x.t.Helper()
	var wrong []string
	harness.Eventually(x.t, 4*time.Minute, func() error {
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
