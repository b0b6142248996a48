package activities_test

import (
	"strings"
	"testing"
	"time"

	"foja/docket"
	"foja/workflows"
)

func TestALetterBecomesARequestOnce(t *testing.T) {
	b, _ := newBench(t)
	id := b.keep(friday, letterOfAna, "Solicito el acta de setiembre.")
	if c := b.classify(id); c.Fate != docket.FateRequest {
		t.Fatalf("it is %+v", c)
	}
	r := b.register(id)
	again, err := b.RegisterMessage(t.Context(), workflows.MessageInput{Message: id})
	must(t, err)
	if again != r.ID {
		t.Error("registering the same message again made another request")
	}
	if r.Number != "000001-2026" || r.Requester.Name != "Ana Flores" || r.ReceivedOn.String() != "2026-11-20" ||
		r.DueOn.String() != "2026-12-04" {
		t.Errorf("registered as %s for %s, received %s, due %s", r.Number, r.Requester.Name, r.ReceivedOn, r.DueOn)
	}
}

func TestTheSameMailDeliveredTwiceIsADuplicate(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	again := b.keep(friday, "Received: by another.example\n"+letterOfAna, "Solicito el acta.")
	if c := b.classify(again); c.Fate != docket.FateDuplicate || c.Request != r.ID {
		t.Errorf("the second delivery is %+v", c)
	}
	other := b.keep(friday, letterOfAna, "Solicito además el presupuesto.")
	if c := b.classify(other); c.Fate != docket.FateRequest {
		t.Errorf("another text under the same ID is %+v", c)
	}
}

func TestTheSecondCopyWaitsForTheFirst(t *testing.T) {
	b, _ := newBench(t)
	b.keep(friday, letterOfAna, "Solicito el acta.")
	again := b.keep(friday, "Received: by another.example\n"+letterOfAna, "Solicito el acta.")
	if _, err := b.Classify(t.Context(), workflows.MessageInput{Message: again}); err == nil {
		t.Error("the copy was judged before the first one had a fate")
	}
}

func TestAReplyJoinsByLetterAndByToken(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	byID := b.keep(friday,
		"From: ana@correo.example\nTo: transparencia@spn.example\nIn-Reply-To: <"+b.letter(letter).MessageID+">", "Gracias")
	if c := b.classify(byID); c.Fate != docket.FateReply || c.Request != r.ID || !c.FromRequester {
		t.Errorf("a reply to our letter is %+v", c)
	}
	byToken := b.keep(friday, "From: otro@correo.example\nTo: transparencia+"+r.ReplyToken+"@spn.example",
		"Soy su hermano")
	if c := b.classify(byToken); c.Fate != docket.FateReply || c.Request != r.ID || c.FromRequester {
		t.Errorf("a stranger's reply is %+v", c)
	}
	byNumber := b.keep(friday,
		"From: ana@correo.example\nTo: transparencia@spn.example\nSubject: mi expediente "+r.Number, "¿Cómo va?")
	if c := b.classify(byNumber); c.Fate != docket.FateHeld || c.Reason != string(docket.HeldNumber) || c.Request != r.ID {
		t.Errorf("a bare number is %+v", c)
	}
}

func TestTheArchiveCopyProvesTheLetter(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta."))
	letter := b.receipt(r)
	must(t, b.send(letter))
	raw, err := b.post.Messages(t.Context(), agency, "INBOX")
	must(t, err)
	head, body, _ := strings.Cut(strings.ReplaceAll(string(raw[0].Raw), "\r\n", "\n"), "\n\n")
	id := b.keep(time.Now(), head, body)
	c := b.classify(id)
	if c.Fate != docket.FateOwn || c.Letter != letter {
		t.Fatalf("our own copy is %+v", c)
	}
	must(t, b.Settle(t.Context(), workflows.SettleInput{Message: id, As: c}))
	row, err := b.Store.Letter(t.Context(), letter)
	must(t, err)
	if row.Proof != id {
		t.Errorf("the letter's proof is %q", row.Proof)
	}
}

func TestAttachmentsAreKeptWithNameTypeSizeAndHash(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, letterOfAna+"\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
		"--b\nContent-Type: text/plain\n\nSolicito…\n--b\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=\"pedido.csv\"\n\n1;2\n--b--\n"))
	docs, err := b.Store.Documents(t.Context(), r.ID)
	must(t, err)
	if len(docs) != 1 || docs[0].Name != "pedido.csv" || docs[0].Type != "text/csv" || docs[0].Size == 0 ||
		len(docs[0].SHA256) != 64 {
		t.Errorf("kept %+v", docs)
	}
}

func TestARunThatStartsAnewTakesTheCaseUpWhereItStands(t *testing.T) {
	b, _ := newBench(t)
	id, err := b.RegisterMessage(t.Context(),
		workflows.MessageInput{Message: b.keep(friday, letterOfAna, "Solicito el acta.")})
	must(t, err)
	fresh, err := b.LoadLaw(t.Context(), workflows.RequestInput{Request: id})
	must(t, err)
	if fresh.Case != nil {
		t.Errorf("a case without events is %+v", fresh.Case)
	}
	r := b.register(b.keep(friday, letterOfAna, "Solicito el acta.")) // the same bytes: the same request
	again, err := b.LoadLaw(t.Context(), workflows.RequestInput{Request: r.ID})
	must(t, err)
	if r.ID != id || again.Case == nil || again.Case.Seq == 0 || again.Case.State == "" {
		t.Errorf("request %s, its case as loaded again: %+v", r.ID, again.Case)
	}
}

// A program that writes no Message-ID sends its mail twice: one request, however it came. The same words written
// again, later, are another request.
func TestMailTwiceWithoutAnIDIsOneMail(t *testing.T) {
	b, _ := newBench(t)
	const from = "From: Ana Flores <ana@correo.example>\nTo: transparencia@spn.example\nSubject: Visitas"
	dated := from + "\nDate: Fri, 20 Nov 2026 09:10:00 -0500"
	first := b.register(b.keep(friday, dated, "Solicito la lista."))
	undated := b.register(b.keep(friday, from, "Solicito otra lista."))
	for name, c := range map[string]struct {
		headers, text string
		after         time.Duration
		fate          docket.Fate
		request       string
	}{
		"again by another way": {
			"Received: by another.example\n" + dated, "Solicito la lista.", 26 * time.Hour, docket.FateDuplicate, first.ID,
		},
		"the same words later": {
			from + "\nDate: Fri, 20 Nov 2026 09:12:00 -0500", "Solicito la lista.", time.Minute, docket.FateRequest, "",
		},
		"other words in that second": {dated, "Solicito el acta.", time.Minute, docket.FateRequest, ""},
		"another sender": {
			strings.Replace(dated, "ana@", "eva@", 1), "Solicito la lista.", time.Minute, docket.FateRequest, "",
		},
		"with an ID": {
			dated + "\nMessage-ID: <1@x>", "Solicito la lista.", time.Minute, docket.FateRequest, "",
		},
		"weeks later": {
			"Received: by third.example\n" + dated, "Solicito la lista.", 20 * 24 * time.Hour, docket.FateRequest, "",
		},
		"no date, together": {
			"Received: by another.example\n" + from, "Solicito otra lista.", time.Minute, docket.FateDuplicate, undated.ID,
		},
		"no date, in the next month": {
			"Received: by third.example\n" + from, "Solicito otra lista.", 30 * 24 * time.Hour, docket.FateRequest, "",
		},
		"no date, later the same day": {
			"Received: by fourth.example\n" + from, "Solicito otra lista.", 3 * time.Hour, docket.FateRequest, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			if got := b.classify(b.keep(friday.Add(c.after), c.headers, c.text)); got.Fate != c.fate ||
				c.request != "" && got.Request != c.request {
				t.Errorf("%+v, want %s of %s", got, c.fate, c.request)
			}
		})
	}
}
