package casefile

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Manifest is manifest.json: what lies in the ZIP, under which name and with which hash.
type Manifest struct {
	Agency string          `json:"agency"`
	Number string          `json:"number"`
	At     string          `json:"at"`
	Leaves int             `json:"leaves"`
	Files  []ManifestEntry `json:"files"`
}

// ManifestEntry is one file of the manifest. Name is what it was called where it came from; Path is where it lies.
type ManifestEntry struct {
	N      int    `json:"n,omitempty"`
	Path   string `json:"path"`
	Name   string `json:"name"`
	What   string `json:"what"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// WriteZIP writes the book and the originals. An original that no longer has the hash that the book prints is an error:
// the ZIP is then not ended, and no program opens it.
func WriteZIP(w io.Writer, f File, b RenderedFile) error {
	z := zipBundle{zip: zip.NewWriter(w), f: f, folder: "expediente-" + safeName(f.Number)}
	m := Manifest{Agency: f.Agency, Number: f.Number, At: f.At.UTC().
		Format("2006-01-02T15:04:05Z"), Leaves: b.Leaves, Files: []ManifestEntry{}}
	add := func(entry ManifestEntry, body []byte) error {
		entry.Size, entry.SHA256 = int64(len(body)), sum(body)
		m.Files = append(m.Files, entry)
		return z.put(entry.Path, body)
	}
	name := z.folder + ".pdf"
	file := ManifestEntry{Path: name, Name: name, What: "Expediente foliado", Type: "application/pdf"}
	if err := add(file, b.PDF); err != nil {
		return err
	}
	for _, o := range f.Originals {
		body, err := o.Open()
		if err != nil {
			return fmt.Errorf("casefile: original %d: %w", o.N, err)
		}
		if got := sum(body); got != o.SHA256 {
			return fmt.Errorf("casefile: original %d has the hash %s, the file says %s", o.N, got, o.SHA256)
		}
		entry := ManifestEntry{
			N: o.N, Path: fmt.Sprintf("originales/%03d-%s", o.N, safeName(o.Name)), Name: o.Name, What: o.What, Type: o.Type,
		}
		if err := add(entry, body); err != nil {
			return err
		}
	}
	list, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("casefile: manifest: %w", err)
	}
	if err := z.put("manifest.json", append(list, '\n')); err != nil {
		return err
	}
	sums := z.sums.String()
	if err := z.put("SHA256SUMS", []byte(sums)); err != nil {
		return err
	}
	return z.zip.Close()
}

type zipBundle struct {
	zip    *zip.Writer
	f      File
	folder string
	sums   strings.Builder
}

func (z *zipBundle) put(name string, body []byte) error {
	fmt.Fprintf(&z.sums, "%s  %s\n", sum(body), name)
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: z.folder + "/" + name, Method: zip.Deflate, Modified: z.f.At.UTC()})
	if err == nil {
		_, err = w.Write(body)
	}
	if err != nil {
		return fmt.Errorf("casefile: ZIP: %w", err)
	}
	return nil
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// safeName is a file name that every system takes and none reads as a place: plain letters, digits, dot, hyphen,
// underscore. The name as it was stands in the manifest. Names that become the same are told apart by the number before
// them.
func safeName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	var out strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)), r == '.', r == '-':
			out.WriteRune(r)
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		default:
			out.WriteByte('_')
		}
	}
	clean := strings.Trim(out.String(), ".-_ ")
	if over := len(clean) - 100; over > 0 {
		ext := path.Ext(clean)
		if len(ext) > 12 {
			ext = ""
		}
		clean = clean[:100-len(ext)] + ext
	}
	if clean == "" {
		return "archivo"
	}
	return clean
}
