package e2e_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"foja/harness"
)

// TestDemo is what somebody sees who tries foja for the first time: lists that are alive, and a page to write as a
// citizen.
func TestDemo(t *testing.T) {
	t.Parallel()
	data := filepath.Join(harness.Dir(t), "data")
	p := embeddedIn(t, data)
	p.run.Args = []string{"demo", "--json", "--data", data}
	p.opened()
	p.everyState()
	var before, after struct{ Total int }
	p.get("manager", "/requests", &before)

	w := p.window("demo")
	w.goes("/demo/write")
	w.shot("write")
	w.attaches("#files", "carta.pdf", scan)
	w.follows("main form button[type=submit]")
	w.says("El correo salió por SMTP")
	harness.Eventually(t, soon, func() error {
		w.goes("/demo/inbox")
		if !strings.Contains(w.text(), "Re: Solicitud de acceso a la información pública") {
			return errors.New("no receipt in the demo's inbox")
		}
		return nil
	})
	w.shot("inbox")
	w.follows(`a[href^="/demo/mail/"]`)
	w.says("Recibimos su solicitud", ".pdf", "carta.pdf")
	w.shot("mail")
	w.signsIn(p.user("manager"))
	w.goes("/dashboard")
	w.says("En trámite", "Vencidas", "Respondidas a tiempo", "Sede Central", "Oficina Regional Norte")
	w.shot("dashboard")

	p.stop()
	p.start()
	if p.get("manager", "/requests", &after); after.Total != before.Total+1 && after.Total != before.Total+2 {
		t.Errorf("%d requests before, %d after one letter and a restart", before.Total, after.Total)
	}
	p.stop()
	p.run.Args = []string{"demo", "--json", "--no-samples", "--reset", "--data", data}
	p.start()
	if p.get("manager", "/requests", &after); after.Total != 0 {
		t.Errorf("%d requests after --reset", after.Total)
	}
}

// everyState wants a sample case in every state of the main procedures.
func (p *place) everyState() {
	p.t.Helper()
	var laws struct {
		Items []struct {
			Key    string
			States []struct{ Key string }
		}
	}
	p.get("manager", "/procedures", &laws)
	if len(laws.Items) < 2 {
		p.t.Fatalf("procedures: %+v", laws)
	}
	for _, law := range laws.Items {
		if law.Key != "public-information" && law.Key != "religious-assistance" {
			continue
		}
		for _, state := range law.States {
			// The last letters may still be on their way when the demo says that it is ready.
			harness.Eventually(p.t, soon, func() error {
				var list struct{ Total int }
				if p.get("manager", fmt.Sprintf("/requests?procedure=%s&state=%s", law.Key, state.Key), &list); list.Total == 0 {
					return fmt.Errorf("no sample of %s is %s", law.Key, state.Key)
				}
				return nil
			})
		}
	}
	harness.Eventually(p.t, soon, func() error { // it came by mail, and takes its time like any other
		if len(p.held()) == 0 {
			return errors.New("the holding pen has no sample")
		}
		return nil
	})
}
