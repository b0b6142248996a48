package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestImport: an agency brings the cases of another system in while foja runs. Those that are closed stand in register
// and return; those that are open are worked on and answered; nobody is written about what is past, and the same file
// again changes nothing.
func TestImport(t *testing.T) {
	p := real(t, sqlite)
	ago := func(days int) string { return time.Now().AddDate(0, 0, -days).Format("2006-01-02") }
	year := time.Now().AddDate(0, 0, -30).Format("2006")
	who := "Ana Flores," + p.citizen().Address + ",yes"
	file := filepath.Join(p.dir, "casos.csv")
	rows := "number,procedure,office,channel,received_at,name,email,email_consent,subject,text,holder,answer,answered_on,answer_text,files\n" +
		"000041-" + year + ",public-information,centro,email," + ago(30) + "," + who +
		",planos antiguos,Pido los planos.,oficial,respond," + ago(25) + ",Van los planos.,\n" +
		"000042-" + year + ",public-information,centro,email," + ago(3) + "," + who +
		",contratos vigentes,Pido los contratos.,oficial,,,,pedido.txt\n"
	for name, text := range map[string]string{
		file: rows, filepath.Join(p.dir, "pedido.txt"): "Adjunto mi pedido firmado.",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out := foja(t, p.run.Env, "", "import", "cases", file, "--dry-run"); strings.Count(out, "\n") != 2 ||
		!strings.Contains(out, "closed: delivered") {
		t.Errorf("dry run:\n%s", out)
	}
	var list struct{ Total int }
	if p.get("manager", "/requests?text=antiguos", &list); list.Total != 0 {
		t.Fatalf("the dry run made %d cases", list.Total)
	}
	for i, want := range []string{"closed: delivered", "is there already"} {
		if out := foja(t, p.run.Env, "", "import", "cases", file); strings.Count(out, want) == 0 {
			t.Errorf("time %d: no %q in\n%s", i+1, want, out)
		}
	}
	done, open := p.find("antiguos"), p.find("vigentes")
	if done.Number != "000041-"+year || done.State != "closed" || done.Outcome == "" {
		t.Errorf("%+v", done)
	}
	if open.Number != "000042-"+year || open.State != "in_progress" || open.document("pedido.txt").Size == 0 {
		t.Errorf("%+v", open)
	}
	// Its workflow takes it up from the register within a minute, and it is answered like any other.
	deadline := time.Now().Add(3 * soon)
	for p.do("officer", "/requests/"+open.ID+"/actions",
		obj{"action": "respond", "text": "Van los contratos."}, nil) != nil {
		if time.Now().After(deadline) {
			t.Fatal("nobody can answer the imported case")
		}
		time.Sleep(time.Second)
	}
	answered := p.reaches(open.ID, "closed")
	for _, l := range answered.Letters {
		if l.Kind == "response" && l.State != "sent" {
			t.Errorf("the answer is %s", l.State)
		}
	}
	mails, err := p.citizen().read("INBOX")
	if err != nil || len(mails) != 1 || !strings.Contains(mails[0].Subject, "000042-"+year) {
		t.Errorf("the citizen has %d mails: %+v, %v", len(mails), mails, err)
	}
	// The next number of the year goes on behind the imported ones.
	if year == time.Now().Format("2006") {
		if _, c := p.asked("resoluciones nuevas"); c.Number != "000043-"+year {
			t.Errorf("the next number is %s", c.Number)
		}
	}
	var figures struct {
		Items []struct{ Number string } `json:"items"`
		Total int                       `json:"total"`
	}
	p.get("manager", "/register?from="+ago(40)+"&to="+ago(0), &figures)
	if figures.Total < 2 {
		t.Errorf("the register has %d lines", figures.Total)
	}
	if out, code := p.says("reconcile"); code != 0 {
		t.Errorf("reconcile: %d\n%s", code, out)
	}
}
