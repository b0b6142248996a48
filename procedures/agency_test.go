package procedures_test

import (
	"strings"
	"testing"

	"foja/procedures"
)

func TestTheExampleAgencyIsComplete(t *testing.T) {
	a, err := procedures.LoadAgency("")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := a.Office("lima"); !ok {
		t.Error("no office lima")
	}
	for _, o := range a.Offices {
		n := 0
		for _, u := range a.Units {
			if u.Office == o.ID {
				n++
			}
		}
		if n == 0 {
			t.Errorf("office %s has no holding unit to ask", o.ID)
		}
	}
}

func TestAnAgencyFileSaysWhatIsWrong(t *testing.T) {
	good := `
name: A
email: a@b.example
offices:
  - {id: o, name: O, address: S, region: Lima, zone: America/Lima, opens: "08:00", closes: "16:30"}
`
	if _, err := procedures.ReadAgency("f.yaml", []byte(good)); err != nil {
		t.Fatalf("the good file is refused: %v", err)
	}
	for broken, says := range map[string]string{
		strings.Replace(good, "America/Lima", "Lima/Peru", 1):      "zone",
		strings.Replace(good, "a@b.example", "nobody", 1):          "email",
		strings.Replace(good, `"16:30"`, `"07:00"`, 1):             "closes at 07:00 before it opens",
		strings.Replace(good, "id: o", "id: Oficina Central", 1):   "short, lower case",
		strings.Replace(good, "name: A", "nombre: A", 1):           "f.yaml:2",
		good + "units:\n  - {id: u, name: U, office: elsewhere}\n": "elsewhere",
	} {
		_, err := procedures.ReadAgency("f.yaml", []byte(broken))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error that says %q, got %v", says, err)
		}
	}
}
