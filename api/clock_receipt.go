package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
)

// receiptKeyView is the key with which a clock receipt is checked.
type receiptKeyView struct {
	Algorithm string `json:"algorithm"`
	PublicKey string `json:"public_key"`
}

func (s *server) receiptKey(w http.ResponseWriter, r *http.Request) error {
	key, err := s.Desk.Papers.ReceiptKey(r.Context())
	if err != nil {
		return err
	}
	return send(w, http.StatusOK, receiptKeyView{"Ed25519", key})
}

func (s *server) clockReceipt(w http.ResponseWriter, r *http.Request, u access.User) error {
	f, err := s.Desk.Papers.ClockReceipt(r.Context(), u, mux.Vars(r)["id"])
	if err == nil {
		sendFile(w, r, f)
	}
	return err
}
