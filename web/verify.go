package web

import (
	"io"
	"net/http"

	"foja/desk/papers"
	"foja/docket"
)

// verifyPage checks a clock receipt that somebody brings, without telling anything that is not in it.
type verifyPage struct {
	form
	Verdict *papers.ReceiptVerdict
	Public  string // our key, in hexadecimal digits
}

func (s *server) verifyQuestions(r *http.Request) (verifyPage, error) {
	key, err := s.Desk.Papers.ReceiptKey(r.Context())
	return verifyPage{Public: key, form: form{Sections: []section{{Fields: []field{
		{Name: "files", Label: "Constancia del cómputo", Kind: kindFiles, Hint: "El archivo JSON que se descarga de la página de una solicitud."},
	}}}}}, err
}

func (s *server) verifyForm(w http.ResponseWriter, r *http.Request) error {
	page, err := s.verifyQuestions(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "verify", "Verifique una constancia", page)
}

// mayVerify counts a check before the receipt is read.
func (s *server) mayVerify(r *http.Request) error {
	return s.Desk.Links.MayVerify(r.Context(), s.ip(r))
}

func (s *server) verify(w http.ResponseWriter, r *http.Request) error {
	page, err := s.verifyQuestions(r)
	if err != nil {
		return err
	}
	verdict, err := s.verdict(r)
	if err != nil {
		if !page.refuse(err) {
			return err
		}
		return s.show(w, r, http.StatusUnprocessableEntity, "verify", "Verifique una constancia", page)
	}
	page.Verdict = &verdict
	return s.show(w, r, http.StatusOK, "verify", "Verifique una constancia", page)
}

func (s *server) verdict(r *http.Request) (papers.ReceiptVerdict, error) {
	files, done, err := uploads(r, "files")
	if err != nil {
		return papers.ReceiptVerdict{}, err
	}
	defer done()
	if len(files) != 1 {
		return papers.ReceiptVerdict{}, docket.Invalid("files", "verify.one_file")
	}
	body, err := io.ReadAll(files[0].Body)
	if err != nil {
		return papers.ReceiptVerdict{}, err
	}
	return s.Desk.Papers.VerifyReceipt(r.Context(), body)
}
