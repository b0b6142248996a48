package letters

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"foja/calendar"
	"foja/docket"
)

var update = flag.Bool("update", false, "write the golden files again")

// lima is a fixed offset: Peru has had no daylight saving since 1994.
var lima = time.FixedZone("America/Lima", -5*3600)

// working counts ten business days without any calendar but the weekend and two holidays.
func working(t *testing.T, from string) docket.Deadline {
	t.Helper()
	on, err := calendar.ParseDate(from)
	if err != nil {
		t.Fatal(err)
	}
	holidays := map[string][2]string{
		"2026-04-02": {"feriado: Jueves Santo", "Decreto Legislativo 713, art. 6"},
		"2026-04-03": {"feriado: Viernes Santo", "Decreto Legislativo 713, art. 6"},
	}
	d := docket.Deadline{ReceivedOn: on, CalendarVersion: "test"}
	for n, day := 0, on.AddDays(1); n < 10; day = day.AddDays(1) {
		c := docket.CountedDay{Date: day}
		if h, ok := holidays[day.String()]; ok {
			c.Reason, c.Source = h[0], h[1]
		} else if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			c.Reason = Weekday(day)
		} else {
			n++
			c.Counted, c.N, d.DueOn = true, n, day
		}
		d.Days = append(d.Days, c)
	}
	return d
}

func sample(t *testing.T) Data {
	t.Helper()
	view := calendar.Calendar{
		Version: "test",
		First:   calendar.Date{Year: 2026, Month: 1, Day: 1}, Last: calendar.Date{Year: 2026, Month: 12, Day: 31},
	}.For("", "lima")
	on, err := calendar.ParseDate("2026-04-10")
	if err != nil {
		t.Fatal(err)
	}
	remedies, err := RemediesOf("public-information", on, view)
	if err != nil {
		t.Fatal(err)
	}
	return Data{
		Agency: docket.Agency{
			Name: "Servicio Penitenciario de Ejemplo", Acronym: "SPE", Email: "transparencia@spe.example",
			WebURL: "https://foja.spe.example",
		},
		Office: docket.Office{ID: "lima", Name: "Sede Lima", Address: "Jr. Carabaya 456, Cercado de Lima"},
		Zone:   lima, At: time.Date(2026, 4, 10, 15, 0, 0, 0,
			time.UTC), Number: "000123-2026", Channel: docket.ChannelCounter,
		Procedure: "Acceso a la información pública", DeliveryMode: "Correo electrónico", TermDays: 10,
		Requester: docket.Requester{
			Name: "María Ñahui Quispe", IDKind: "DNI", IDNumber: "40123456",
			Address: "Av. Los Próceres 123, dpto. 402, San Juan de Lurigancho",
			Email:   "maria@correo.example", Phone: "999 123 456",
		},
		Subject:    "Población penal por establecimiento, 2020 a 2025",
		Text:       "Solicito la relación de la población penal de cada establecimiento penitenciario de la región Lima, por sexo y situación jurídica, al 31 de diciembre de cada año entre 2020 y 2025, en formato editable si lo hubiera.",
		ReceivedAt: time.Date(2026, 3, 27, 15, 15, 0, 0, time.UTC), Deadline: working(t,
			"2026-03-27"), ReceivedBy: "Rosa Huamán Torres", Sheets: 2,
		Attachments: []Attachment{
			{Name: "solicitud firmada.pdf", Size: 184_220, SHA256: strings.Repeat("3fa9c1", 10)},
			{Name: "carta poder.pdf", Size: 2_412_000, SHA256: strings.Repeat("b07e22", 10)},
		},
		StatusURL: StatusURL("https://foja.spe.example", "000123-2026", "K7PQ2MX9RT"), StatusCode: "K7PQ2MX9RT",
		Remedies: remedies, Silence: "negative",
	}
}

func response(t *testing.T) Data {
	d := sample(t)
	d.Body = "Adjuntamos la relación que pidió, en hoja de cálculo, con los datos al cierre de cada año.\n\nPara 2020 no existen datos por situación jurídica de dos establecimientos:\n\n- Huacho\n- Cañete"
	d.Attachments = []Attachment{{Name: "poblacion-2020-2025.xlsx", Size: 84_110, SHA256: strings.Repeat("9c01d4", 10)}}
	d.Signer = "Julio Paredes Ríos, responsable de acceso a la información"
	d.ThreadSubject = "RE: Fwd: pedido de\r\ninformación"
	return d
}

func denial(t *testing.T) Data {
	d := response(t)
	d.Attachments, d.ThreadSubject = nil, ""
	d.Ground = docket.Ground{Key: "16.1.c", Name: docket.Text{
		ES: "Información reservada: seguridad y defensa de los establecimientos penitenciarios",
	}, Cite: "artículo 16, numeral 1, literal c), del TUO de la Ley N.º 27806"}
	d.Body = JoinReasons(
		"Los planos que pide muestran accesos, rondas y puntos de vigilancia en uso. Darlos permitiría preparar una fuga o un ingreso por la fuerza.\n\nEl resto de lo pedido se le entregó el 2 de abril.",
		"hasta el 31 de diciembre de 2028", "Resolución Presidencial N.º 045-2024")
	return d
}

func TestLettersReadAsApproved(t *testing.T) {
	for kind, d := range map[docket.LetterKind]Data{
		docket.LetterReceipt: sample(t), docket.LetterResponse: response(t), docket.LetterDenial: denial(t),
		docket.LetterWithdrawal: func() Data { d := sample(t); d.Attachments = nil; return d }(),
	} {
		r, err := RenderWith(kind, d, "")
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		golden(t, string(kind)+".txt", "Subject: "+r.Subject+"\n\n"+r.Text)
		golden(t, string(kind)+".html", r.HTML)
	}
	r, err := RenderNotice(NoticeData{
		Agency: "SPE", Office: "Sede Lima", To: "Carmen Salas", Number: "000123-2026",
		Procedure: "Acceso a la información pública",
		Title:     "Falta 1 día para responder.", Kind: docket.RungWarn, Escalations: 1, State: "En elaboración",
		DueOn: sample(t).Deadline.DueOn, Left: 1, URL: "https://foja.spe.example/casos/x",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "notice.txt", "Subject: "+r.Subject+"\n\n"+r.Text)
	due := sample(t).Deadline.DueOn
	if r, err = RenderNotice(NoticeData{
		Agency: "SPE", Office: "Sede Lima", Number: "000123-2026", Procedure: "Acceso a la información pública",
		State: "En atención", Title: "Aviso del día de vencimiento",
		Kind: docket.RungWarn, URL: "https://foja.spe.example/casos/x",
		DueOn: due, OtherOn: due.AddDays(-1), OtherLeft: -1, Policy: docket.OfficeHours,
	}, ""); err != nil {
		t.Fatal(err)
	}
	golden(t, "notice-two-days.txt", "Subject: "+r.Subject+"\n\n"+r.Text)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-approved +now):\n%s", name, diff)
	}
}

func TestPaperIsTheSameBytesEachTime(t *testing.T) {
	for name, write := range map[string]func() ([]byte, error){
		"receipt": func() ([]byte, error) { return ReceiptPDF(sample(t)) },
		"ticket":  func() ([]byte, error) { return TicketPDF(sample(t)) },
		"denial":  func() ([]byte, error) { return LetterPDFWith(docket.LetterDenial, denial(t), "") },
	} {
		first, err := write()
		if err != nil {
			t.Fatal(err)
		}
		second, err := write()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two runs differ", name)
		}
		if dir := os.Getenv("LETTERS_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), first, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestReceiptSaysWhatTheLawAsks(t *testing.T) {
	raw, err := receipt(sample(t), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"000123-2026", "10:15 h", "viernes 27 de marzo de 2026", "Mesa de partes, Sede Lima", "Rosa Huamán Torres",
		"2 folios", "solicitud firmada.pdf", "María Ñahui Quispe", "DNI 40123456", "Población penal",
		"martes 14 de abril de 2026", "Jueves Santo", "Viernes Santo", "K7PQ2MX9RT",
	} {
		if !shows(raw, want) {
			t.Errorf("the receipt does not show %q", want)
		}
	}
	if n := pages(raw); n != 1 {
		t.Errorf("the receipt has %d pages", n)
	}
}

// The ticket is one page, as long as its words, whatever they are.
func TestTicketSaysWhatTheReceiptSays(t *testing.T) {
	d := sample(t)
	for range 2 {
		raw, err := ticket(d, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"000123-2026", "viernes 27 de marzo de 2026, 10:15 h", "Rosa Huamán Torres", "2 folios", "solicitud firmada.pdf",
			"DNI 40123456", "martes 14 de abril de 2026", "K7PQ2MX9RT",
		} {
			if !shows(raw, want) {
				t.Errorf("the ticket does not show %q", want)
			}
		}
		box := regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`).FindSubmatch(raw)
		if n := pages(raw); n != 1 || box == nil || string(box[1]) != "226.77" || len(box[2]) < 6 {
			t.Errorf("the ticket has %d pages of %s points", n, box)
		}
		d.Requester.Name = strings.Repeat("Wolfeschlegelsteinhausen ", 12) + "María Ñahui Quispe" // and the roll is longer
		d.Procedure = strings.Repeat("Procedimiento ", 40)
	}
}

func TestReceiptStandsAnyWords(t *testing.T) {
	d := sample(t)
	d.Requester.Name = strings.Repeat("Ñ", 400)
	d.Requester.Address = "\u202eder\u0000echa 😀 \U0001F9D1\u200d⚖️"
	d.Subject = strings.Repeat("asunto ", 200)
	d.Text = strings.Repeat("palabra ", 5000) + strings.Repeat("x", 3000)
	for range 30 {
		d.Attachments = append(d.Attachments, Attachment{Name: strings.Repeat("nombre-", 40) + ".pdf", Size: 1})
	}
	raw, err := receipt(d, false)
	if err != nil {
		t.Fatal(err)
	}
	if n := pages(raw); n != 1 {
		t.Errorf("the receipt has %d pages", n)
	}
	if !shows(raw, "Firma y sello") || lowest(raw) < 25 {
		t.Errorf("the foot runs off the page: %.1f points from its edge", lowest(raw))
	}
	if dir := os.Getenv("LETTERS_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "odd.pdf"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReceiptOfAMonthAndAHalfFitsOnePage(t *testing.T) {
	d := sample(t)
	for n, day := 11, d.Deadline.DueOn.AddDays(1); n <= 30; day = day.AddDays(1) {
		c := docket.CountedDay{Date: day, Counted: true, N: n}
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			c = docket.CountedDay{Date: day, Reason: Weekday(day)}
		} else {
			n++
			d.Deadline.DueOn = day
		}
		d.Deadline.Days = append(d.Deadline.Days, c)
	}
	d.TermDays = 30
	raw, err := receipt(d, false)
	if err != nil {
		t.Fatal(err)
	}
	if pages(raw) != 1 || lowest(raw) < 25 {
		t.Errorf("%d pages, the foot %.1f points from the edge", pages(raw), lowest(raw))
	}
	if dir := os.Getenv("LETTERS_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "month.pdf"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLongLetterTurnsPages(t *testing.T) {
	d := response(t)
	d.Body = strings.Repeat("Una frase que se repite hasta llenar varias hojas de papel.\n\n", 60)
	raw, err := letter(docket.LetterResponse, d, "", false)
	if err != nil {
		t.Fatal(err)
	}
	if n := pages(raw); n < 3 {
		t.Errorf("60 paragraphs fit on %d pages", n)
	}
	if !shows(raw, "Tribunal de Transparencia") {
		t.Error("the remedies are missing")
	}
}

// shows looks for text in an uncompressed PDF, where fonts are addressed in UTF-16.
func shows(raw []byte, text string) bool {
	var want []byte
	for _, u := range utf16.Encode([]rune(text)) {
		want = binary.BigEndian.AppendUint16(want, u)
	}
	return bytes.Contains(raw, want)
}

// lowest is how far, in points, the lowest text of an uncompressed PDF stands from the bottom.
func lowest(raw []byte) float64 {
	low := 842.0
	for _, m := range textAt.FindAllSubmatch(raw, -1) {
		if y, err := strconv.ParseFloat(string(m[1]), 64); err == nil {
			low = min(low, y)
		}
	}
	return low
}

var textAt = regexp.MustCompile(`BT [0-9.-]+ ([0-9.-]+) Td`)

func pages(raw []byte) int { return bytes.Count(raw, []byte("<</Type /Page\n")) }

func TestDatesInSpanish(t *testing.T) {
	d := calendar.Date{Year: 2026, Month: time.March, Day: 2}
	at := time.Date(2026, 3, 3, 3, 15, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{LongDate(d), "lunes 2 de marzo de 2026"},
		{DayMonth(calendar.Date{Year: 2026, Month: 9, Day: 23}), "miércoles 23 de setiembre"},
		{PlainDate(d), "2 de marzo de 2026"},
		{LongInstant(at, lima), "lunes 2 de marzo de 2026, 22:15"},
		{LongDate(calendar.Date{}), ""},
		{LongInstant(time.Time{}, lima), ""},
		{Left(0), "vence hoy"},
		{Left(-1), "vencido hace 1 día hábil"},
		{Left(3), "faltan 3 días hábiles"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestForeignWordsStayWords(t *testing.T) {
	d := response(t)
	d.Body = `<script>alert(1)</script> {{.Agency}} https://ejemplo.pe/a?b=1&c=2.`
	d.ThreadSubject = "Hola\r\nBcc: otro@ejemplo.pe"
	r, err := RenderWith(docket.LetterResponse, d, "")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.HTML, "<script>") || !strings.Contains(r.HTML, "{{.Agency}}") {
		t.Error("the officer's words were taken for code")
	}
	if !strings.Contains(r.HTML, `href="https://ejemplo.pe/a?b=1&amp;c=2"`) {
		t.Error("the address is not a link, or it swallowed the full stop")
	}
	if strings.ContainsAny(r.Subject, "\r\n") {
		t.Errorf("subject of two lines: %q", r.Subject)
	}
}

func TestAdministratorsTemplate(t *testing.T) {
	d := response(t)
	d.ThreadSubject = ""
	r, err := RenderWith(docket.LetterResponse, d, "Hola {{.Requester.Name}}.\n\n{{.Body}}\n\n{{template \"remedies\" .}}")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(r.Text, "Hola María") || !strings.Contains(r.Text, "TTAIP") ||
		r.Subject != "Respuesta a su solicitud N.º 000123-2026" {
		t.Errorf("%q\n%s", r.Subject, r.Text)
	}
	for _, bad := range []string{"{{.Nada}}", "{{if}}", `{{template "falta" .}}`} {
		if docket.CodeOf(Check(docket.LetterResponse, bad)) != docket.CodeInvalid {
			t.Errorf("template %q was accepted", bad)
		}
	}
	for _, kind := range []docket.LetterKind{
		docket.LetterReceipt, docket.LetterResponse, docket.LetterDenial, docket.LetterWithdrawal,
	} {
		body, err := TemplateOf(kind)
		if err != nil || Check(kind, body) != nil {
			t.Errorf("the shipped template of %s is refused: %v", kind, err)
		}
	}
}
