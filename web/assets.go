package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/klauspost/compress/gzhttp"
)

// assets are the files under /static/, by name, each with the hash that names its version.
type assets map[string]asset

type asset struct {
	body    []byte
	kind    string
	version string
}

func loadAssets(built, own fs.FS) (assets, error) {
	static, err := fs.Sub(own, "static")
	if err != nil {
		return nil, err
	}
	all := assets{}
	for _, dir := range []fs.FS{built, static} {
		entries, err := fs.ReadDir(dir, ".")
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || e.Name()[0] == '.' {
				continue
			}
			body, err := fs.ReadFile(dir, e.Name())
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(body)
			all[e.Name()] = asset{body: body, kind: mime.TypeByExtension(path.Ext(e.Name())), version: hex.EncodeToString(sum[:6])}
		}
	}
	if _, ok := all["govuk.css"]; !ok {
		return nil, errors.New("web: the style sheet dist/govuk.css is missing: run make build")
	}
	return all, nil
}

// url is the address of an asset; a new version has a new address, so it is cached for good.
func (a assets) url(name string) (string, error) {
	f, ok := a[name]
	if !ok {
		return "", fmt.Errorf("web: no asset %q", name)
	}
	return "/static/" + name + "?v=" + f.version, nil
}

func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	if r.URL.Query().Get("v") == f.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(f.body) // the reader has gone: nobody to tell
}

// gzipped sends words compressed: a telephone at a prison's gate pays for each page. The random padding keeps the length of a page
// from telling what is on it.
func gzipped(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.RandomJitter(64, 0, false),
		gzhttp.ContentTypes([]string{"text/html", "text/css", "text/javascript", "text/csv", "image/svg+xml", "application/json"}))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(h)
}
