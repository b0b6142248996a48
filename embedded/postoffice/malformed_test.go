package postoffice_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"foja/embedded/postoffice"
)

func TestMalformedLettersHurtNobody(t *testing.T) {
	po := open(t, filepath.Join(t.TempDir(), "mail.db"), postoffice.Options{})
	deep := "Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
	for i := range 3000 {
		deep += fmt.Sprintf("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n", i, i+1)
	}
	bad := []string{
		"", "\r\n", "no header at all", "no header\r\n\r\nbut a body\r\n",
		"Content-Type: multipart/mixed; boundary=x\r\n\r\nno part\r\n",
		"Content-Type: multipart/mixed\r\n\r\nno boundary\r\n",
		"Content-Type: multipart/\r\n\r\n--\r\n",
		"Content-Type: nonsense\r\n\r\nx",
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\nempty\r\n--x--\r\n",
		"Content-Type: message/rfc822\r\n\r\n",
		"Content-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n",
		"Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\nSubject: =?klingon?q?x?=\r\n\r\n!!!!",
		"Subject: \xff\xfe\x00 broken\r\nFrom: <<>>\r\n\r\n\xff\xfe",
		"From: a\r\n : b\r\n\tc\r\n\r\n", deep,
		"Subject: endless line\r\n\r\n" + strings.Repeat("x", 100_000) + "\r\n",
	}
	for i, raw := range bad {
		if err := send(po, []byte(raw), agency); err != nil {
			t.Errorf("letter %d: %v", i, err)
		}
	}
	c := connect(t, po, agency, nil)
	if n := selected(t, c, "INBOX").NumMessages; n != uint32(len(bad)) {
		t.Fatalf("%d of %d arrived", n, len(bad))
	}
	for i := range bad {
		list, err := c.Fetch(imap.SeqSetNum(uint32(i)+1), &imap.FetchOptions{
			Envelope: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
			BodySection: []*imap.FetchItemBodySection{
				{Peek: true}, {Peek: true, Part: []int{1}}, {Peek: true, Part: []int{2, 3}, Specifier: imap.PartSpecifierHeader},
			},
		}).Collect()
		if err != nil || len(list) != 1 {
			t.Fatalf("letter %d: %v", i, err)
		}
	}
	if _, err := c.Search(&imap.SearchCriteria{
		Body: []string{"nowhere"}, Text: []string{"nowhere"}, SentSince: time.Now(),
		Header: []imap.SearchCriteriaHeaderField{{Key: "Subject"}},
	}, nil).Wait(); err != nil {
		t.Error("search:", err)
	}
}
