package api

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.yaml
var contract []byte

// openapi hands out the contract, to be read by people and by generators of clients.
func (s *server) openapi(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", mediaYAML)
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(contract) // a caller that hung up needs no answer
	return nil
}
