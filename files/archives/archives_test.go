package archives_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"foja/files/archives"
)

func packed(t testing.TB, parts int, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range parts {
		p, err := w.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i))
		if err == nil {
			_, err = io.WriteString(p, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readAll(b *archives.Budget, data []byte) error {
	parts, err := b.Zip(data)
	for _, p := range parts {
		if e := p.XML(func(xml.Token) error { return nil }); e != nil {
			return e
		}
	}
	return err
}

// What costs more than a file may is an error, in time and in memory, however it is packed.
func TestBombsEndAtTheBudget(t *testing.T) {
	lie := packed(t, 1, "<a/>")
	at := bytes.LastIndex(lie, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(lie[at+10:], 0xffff) // a directory of 65535 files that are not there
	binary.LittleEndian.PutUint16(lie[at+8:], 0xffff)
	big := packed(t, 1, "<a/>")
	at = bytes.LastIndex(big, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(big[at+24:], 0xfffffff0) // 4 GB, it says
	for name, c := range map[string]struct {
		data func() []byte
		want error // nil for any
	}{
		"many parts": {func() []byte { return packed(t, 50_000, "") }, archives.ErrBudget},
		"many large parts": {
			func() []byte { return packed(t, 60, strings.Repeat("<row><c><v>1</v></c></row>", 40_000)) }, archives.ErrBudget,
		},
		"one huge part": {
			func() []byte { return packed(t, 1, "<a>"+strings.Repeat("x y ", 20_000_000)+"</a>") }, archives.ErrBudget,
		},
		"a million attributes": {
			func() []byte { return packed(t, 1, "<a "+strings.Repeat(`b="" `, 3_000_000)+"/>") }, archives.ErrBudget,
		},
		"a name of 50 MB": {
			func() []byte { return packed(t, 1, "<"+strings.Repeat("a", 50_000_000)+"/>") }, archives.ErrBudget,
		},
		"elements without end": {
			func() []byte { return packed(t, 1, strings.Repeat("<a>", 5_000_000)) }, archives.ErrBudget,
		},
		"a thousand laughs": {
			func() []byte { return packed(t, 1, `<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`) }, nil,
		},
		"files that are not":    {func() []byte { return lie }, nil},
		"a size that is not":    {func() []byte { return big }, nil},
		"half":                  {func() []byte { return packed(t, 3, "<a/>")[:60] }, nil},
		"elements never closed": {func() []byte { return packed(t, 1, "<a><b></b>") }, io.ErrUnexpectedEOF},
		"a directory of nothing": {
			func() []byte { return bytes.Repeat([]byte("PK\x01\x02"), 1_000_000) }, archives.ErrBudget,
		},
	} {
		data := c.data()
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		b := archives.Default()
		b.Until = began.Add(time.Minute) // the machine may be busy
		err := readAll(b, data)
		runtime.ReadMemStats(&after)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if held := int64(after.HeapSys) - int64(before.HeapSys); held > 200<<20 {
			t.Errorf("%s: needed %d MB more", name, held>>20)
		}
		t.Logf("%s: %v after %v", name, err, time.Since(began).Round(time.Millisecond))
	}
}

func TestTimeEnds(t *testing.T) {
	b := archives.Default()
	b.Until = time.Now()
	if err := readAll(b, packed(t, 1, "<a/>")); !errors.Is(err, archives.ErrBudget) {
		t.Error(err)
	}
}

// What people send is read whole.
func TestOrdinaryFilesAreRead(t *testing.T) {
	rows := strings.Repeat(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, 100_000)
	if err := readAll(archives.Default(),
		packed(t, 12, "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xf1</a>")); err != nil {
		t.Error(err)
	}
	b := archives.Default()
	b.Until = time.Now().Add(time.Minute)
	if err := readAll(b, packed(t, 3, "<sheetData>"+rows+"</sheetData>")); err != nil {
		t.Error("a workbook of 300,000 cells: ", err)
	}
}
