package mail

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Finding is the result of one check of an account. Its text is Spanish, for the person who sets the account up.
type Finding struct {
	Step string `json:"step"` // imap, folders, idle, move, quota, smtp, dsn, size, roundtrip
	OK   bool   `json:"ok"`
	Note bool   `json:"note"` // not OK, but foja works without it
	Text string `json:"text"`
}

// CheckMailbox logs into a mailbox and checks its capabilities. It creates missing folders, as the watcher does.
func CheckMailbox(ctx context.Context, a Account, folders []string) []Finding {
	s, err := dialSession(ctx, a, 30*time.Second)
	if err != nil {
		return []Finding{{Step: "imap", Text: "No se pudo entrar al buzón: " + errorText(err)}}
	}
	defer s.close()
	all := []Finding{{Step: "imap", OK: true, Text: "Se entró al buzón de " + a.User + "."}}
	var names []string // as the server calls them
	for _, folder := range folders {
		if folder == "" || strings.EqualFold(folder, "INBOX") {
			continue
		}
		place, err := s.ensureFolder(folder)
		if names = append(names, place); err != nil {
			all = append(all, Finding{Step: "folders", Text: fmt.Sprintf(
				"No se pudo crear la carpeta %q: %s. Créela a mano o dé permiso para crearla.", folder, errorText(err),
			)})
		}
	}
	if len(all) == 1 {
		all = append(all, Finding{
			Step: "folders", OK: true, Text: "Las carpetas existen: " + strings.Join(names, ", ") + ".",
		})
	}
	all = append(all,
		newFinding(s.canIdle(), "idle", "El servidor avisa de los mensajes nuevos (IDLE).",
			"El servidor no avisa (sin IDLE): se mirará cada FOJA_IMAP_POLL."),
		newFinding(s.caps.Has(imap.CapMove) ||
			s.caps.Has(imap.CapUIDPlus), "move", "El servidor mueve mensajes (MOVE o UIDPLUS).",
			"El servidor no sabe mover mensajes: lo leído quedará marcado como borrado en la bandeja de entrada."))
	if s.caps.Has(imap.CapQuota) {
		all = append(all, s.quota(a.Inbox))
	}
	return all
}

func newFinding(ok bool, step, okText, failText string) Finding {
	if ok {
		return Finding{Step: step, OK: true, Text: okText}
	}
	return Finding{Step: step, Note: true, Text: failText}
}

// NearlyFull is the quota usage, in percent, from which a warning is given. Mail to a full mailbox bounces, and the
// agency does not notice.
const NearlyFull = 90

// quota warns before the mailbox is full.
func (s *session) quota(inbox string) Finding {
	switch percent, err := s.quotaUsed(inbox); {
	case err != nil:
		return Finding{Step: "quota", Note: true, Text: "El servidor no dice cuánto sitio queda."}
	case percent >= NearlyFull:
		return Finding{Step: "quota", Text: fmt.Sprintf(
			"El buzón está lleno al %d %%: cuando se llene, los mensajes de los ciudadanos se devolverán. Haga sitio.", percent,
		)}
	default:
		return Finding{Step: "quota", OK: true, Text: "El buzón tiene sitio."}
	}
}

// quotaUsed is the used part of a folder's quota (RFC 9208), in percent; 0 when there is no limit.
func (s *session) quotaUsed(folder string) (percent int, err error) {
	if folder == "" {
		folder = "INBOX"
	}
	err = s.do("quota", s.limit, func() error {
		found, err := s.client.GetQuotaRoot(folder).Wait()
		for _, q := range found {
			for _, kind := range []imap.QuotaResourceType{imap.QuotaResourceStorage, imap.QuotaResourceMessage} {
				if u := q.Resources[kind]; u.Limit > 0 {
					percent = max(percent, int(100*u.Usage/u.Limit))
				}
			}
		}
		return err
	})
	return percent, err
}

// QuotaUsed is the used part of a mailbox's quota, in percent; 0 when the server reports none.
func QuotaUsed(ctx context.Context, a Account) (percent int, err error) {
	s, err := dialSession(ctx, a, 30*time.Second)
	if err != nil {
		return 0, err
	}
	defer s.close()
	if !s.caps.Has(imap.CapQuota) {
		return 0, nil
	}
	return s.quotaUsed(a.Inbox)
}

// CheckSubmit logs into the submission server and checks its capabilities.
func CheckSubmit(ctx context.Context, s *Submitter) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	c, conn, err := s.open(ctx)
	if err != nil {
		return []Finding{{Step: "smtp", Text: "No se pudo entrar al servidor de envío: " + errorText(err)}}
	}
	defer conn.Close() //nolint:errcheck // nothing was sent
	who := "sin usuario"
	if s.User != "" {
		who = "como " + s.User
	}
	all := []Finding{{Step: "smtp", OK: true, Text: "Se entró al servidor de envío " + who + "."}}
	dsn, _ := c.Extension("DSN")
	all = append(all, newFinding(dsn, "dsn", "El servidor informa de la entrega (DSN).",
		"El servidor no informa de la entrega (sin DSN): solo se sabrá de los rebotes."))
	if _, limit := c.Extension("SIZE"); limit != "" && limit != "0" {
		all = append(all, Finding{Step: "size", OK: true, Text: "El servidor acepta mensajes de hasta " + limit + " bytes."})
	}
	_ = c.Quit()
	return all
}

// checkPrefix begins the Message-ID of a round-trip letter.
const checkPrefix = "foja-check."

// checkID makes a Message-ID that only the owner of the key can make.
func checkID(key []byte, domain string) string {
	n := strings.ToLower(rand.Text())
	return checkPrefix + n + "." + checkMAC(key, n) + "@" + domain
}

func checkMAC(key []byte, n string) string {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte(n))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// IsCheck reports whether a Message-ID was made with this key by a round trip. Without a key none was.
func IsCheck(key []byte, id string) bool {
	rest, ours := strings.CutPrefix(id, checkPrefix)
	local, _, _ := strings.Cut(rest, "@")
	n, sum, _ := strings.Cut(local, ".")
	return ours && len(key) > 0 && n != "" && hmac.Equal([]byte(sum), []byte(checkMAC(key, n)))
}

// CheckRoundTrip sends a letter to the account itself and looks for it, in any folder to which a running foja may
// have moved it. By the key a running foja recognises the letter.
func CheckRoundTrip(ctx context.Context, s *Submitter, a Account, folders []string, address string, key []byte,
	patience time.Duration,
) Finding {
	domain := address[strings.LastIndex(address, "@")+1:]
	id := checkID(key, domain)
	m, err := Compose(Outgoing{
		From: Address{Addr: address}, To: Address{Addr: address}, Subject: "foja: prueba del buzón", MessageID: id,
		Date:          time.Now(),
		Text:          "foja comprueba que lo que se envía a esta dirección llega a su buzón. Puede borrar este mensaje.",
		AutoSubmitted: AutoGenerated,
		Loop:          address,
	})
	if err == nil {
		_, err = s.Submit(ctx, m.Raw, m.From, m.Rcpts)
	}
	if err != nil {
		return Finding{
			Step: "roundtrip", Text: "El servidor de envío no aceptó una carta para " + address + ": " + errorText(err),
		}
	}
	began := time.Now()
	for time.Since(began) < patience {
		found, err := Copies(ctx, a, folders, id, maxCopy(m.Raw))
		if err != nil {
			return Finding{Step: "roundtrip", Text: "No se pudo buscar la carta en el buzón: " + errorText(err)}
		}
		took := time.Since(began).Round(100 * time.Millisecond)
		if slices.ContainsFunc(found, func(c Copy) bool { return SameLetter(m.Raw, c.Raw) }) {
			return Finding{
				Step: "roundtrip", OK: true, Text: fmt.Sprintf("Una carta enviada a %s llegó a su buzón en %s.", address, took),
			}
		}
		if len(found) > 0 {
			return Finding{
				Step: "roundtrip",
				Text: fmt.Sprintf("La carta enviada a %s llegó a su buzón en %s, pero un servidor del camino cambió su contenido (¿un pie de página, un aviso, un antivirus?). Así las copias de archivo no prueban nada y quedan en la bandeja por clasificar: haga que el correo que la entidad se envía a sí misma llegue sin cambios.",
					address, took),
			}
		}
		select {
		case <-time.After(500 * time.Millisecond):
		case <-ctx.Done():
			return Finding{Step: "roundtrip", Text: "Se interrumpió la espera de la carta."}
		}
	}
	return Finding{
		Step: "roundtrip",
		Text: fmt.Sprintf("La carta enviada a %s no llegó a este buzón en %s: ¿es la dirección de este buzón? ¿La retuvo un filtro? Sin su copia no se prueba que las cartas salen una sola vez.",
			address, patience),
	}
}

// errorText explains a server's error and appends the original text.
func errorText(err error) string {
	text := err.Error()
	var se *SubmitError
	if errors.As(err, &se) {
		text = strings.TrimSpace(fmt.Sprintf("%s %s", se.Response, text))
		if se.Err != nil {
			text += ": " + se.Err.Error()
		}
	}
	hint := ""
	switch {
	case errors.Is(err, errAuth) || se != nil && se.Step == "auth":
		hint = "el servidor no acepta el usuario con esa contraseña o ese permiso. "
	case strings.Contains(text, "certificate") || strings.Contains(text, "x509"):
		hint = "el certificado del servidor no vale para ese nombre, o lo firma una autoridad que este equipo no conoce (use FOJA_IMAP_CA_FILE o FOJA_SMTP_CA_FILE). "
	case strings.Contains(text, "no such host"):
		hint = "ese nombre de servidor no existe. "
	case strings.Contains(text, "refused"):
		hint = "nadie escucha en ese puerto. "
	case strings.Contains(text, "timeout") || strings.Contains(text, "deadline"):
		hint = "el servidor no responde: revise nombre, puerto y cortafuegos. "
	case strings.Contains(text, "first record does not look like a TLS handshake"):
		hint = "en ese puerto no se habla TLS desde el principio: pruebe con starttls. "
	}
	return hint + "(" + text + ")"
}
