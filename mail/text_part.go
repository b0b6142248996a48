package mail

import (
	"path"
	"slices"
	"strings"

	"github.com/emersion/go-message/textproto"
	"github.com/gabriel-vasile/mimetype"
)

// openLimit is how many nested signed messages are opened: each costs a copy.
const openLimit = 3

// rawTextCap is how many bytes of one text are decoded; more could not be shown.
const rawTextCap = 4 * textLimit

// leaf reads a part without subparts: body text, a container of certain mail programs, or an attachment.
func (p *parser) leaf(h textproto.Header, raw []byte, mediaType string, params map[string]string, depth int) body {
	disposition, dispParams := parameters(h.Get("Content-Disposition"), "inline")
	named := dispParams["filename"] != "" || params["name"] != ""
	text := isText(mediaType)
	if text && disposition != "attachment" && !named && len(raw) > 2*rawTextCap {
		raw = raw[:2*rawTextCap]
		p.m.limit(DefectTextTooLong)
	}
	data, defect := decodeTransfer(raw, h.Get("Content-Transfer-Encoding"))
	p.m.note(defect)
	if text && disposition != "attachment" && !named {
		return p.text(data, mediaType, params)
	}
	p.label(mediaType, params)
	if isCalendar(mediaType) && slices.Contains(calendarMethods, strings.ToLower(params["method"])) {
		p.m.note(DefectCalendar)
	}
	switch mediaType {
	case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
		"message/global-disposition-notification":
		if p.status == nil {
			p.status = data
			p.receipt = strings.HasSuffix(mediaType, "disposition-notification")
		}
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers":
		if p.original == nil {
			p.original = data
		}
	case "application/ms-tnef", "application/vnd.ms-tnef":
		if b, ok := p.tnef(h, data, mediaType, params); ok {
			return b
		}
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		if inner := smimeContent(data); inner != nil && depth < depthLimit && p.opened < openLimit {
			p.opened++
			p.attach(h, data, mediaType, params)
			p.parts++
			e := p.m.splitHeader(inner)
			return p.part(e.header, e.rest, "text/plain", depth+1)
		}
	}
	winmail := strings.EqualFold(dispParams["filename"], "winmail.dat") || strings.EqualFold(params["name"], "winmail.dat")
	if mediaType == "application/octet-stream" && winmail {
		if b, ok := p.tnef(h, data, mediaType, params); ok {
			return b
		}
	}
	p.attach(h, data, mediaType, params)
	return body{}
}

// isText reports whether a type is readable text; an invalid type counts as text (RFC 2045 section 5.2).
func isText(mediaType string) bool {
	switch mediaType {
	case "text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html", "text/markdown":
		return true
	}
	return !strings.Contains(mediaType, "/")
}

// text reads one body text.
func (p *parser) text(data []byte, mediaType string, params map[string]string) body {
	if len(data) > rawTextCap {
		p.m.limit(DefectTextTooLong)
		data = data[:rawTextCap]
	}
	charset := params["charset"]
	if charset == "" && mediaType == "text/html" {
		charset = metaCharset(data)
	}
	text, defect := toUTF8(data, charset)
	p.m.note(defect)
	text = p.m.tidy(text)
	switch mediaType {
	case "text/html":
		return body{html: text}
	case "text/x-amp-html": // the same content again, for one program
		return body{}
	case "text/enriched", "text/richtext":
		return body{plain: enrichedText(text)}
	}
	text = p.uuFiles(text)
	if strings.EqualFold(params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(params["delsp"], "yes"))
	}
	switch {
	case armoured(text):
		p.m.Envelope = "pgp-encrypted"
		p.m.note(DefectEncrypted)
	case strings.HasPrefix(strings.TrimSpace(text), "-----BEGIN PGP SIGNED MESSAGE-----"):
		p.m.Envelope = "pgp-signed"
		text = clearText(text)
	}
	if mediaType == "text/plain" && looksLikeHTML(text) {
		return body{html: text}
	}
	if said, ok := unmarked(text); ok && mediaType == "text/plain" {
		text = said
	}
	return body{plain: text}
}

// looksLikeHTML recognises HTML that is labelled plain text.
func looksLikeHTML(text string) bool {
	begin := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)]))
	return (strings.HasPrefix(begin, "<html") || strings.HasPrefix(begin, "<!doctype html")) &&
		strings.Contains(strings.ToLower(text), "</html>")
}

// clearText removes the armour around an inline PGP-signed text (RFC 9580 section 7).
func clearText(s string) string {
	_, rest, _ := strings.Cut(s, "-----BEGIN PGP SIGNED MESSAGE-----")
	if _, after, ok := strings.Cut(rest, "\n\n"); ok { // an empty line ends the Hash header
		rest = after
	}
	said, _, _ := strings.Cut(rest, "-----BEGIN PGP SIGNATURE-----")
	said = strings.TrimPrefix(said, "- ")
	return strings.ReplaceAll(said, "\n- ", "\n")
}

// label records the kind of cryptographic envelope; nothing is decrypted or verified.
func (p *parser) label(mediaType string, params map[string]string) {
	kind := ""
	switch mediaType {
	case "multipart/encrypted", "application/pgp-encrypted":
		kind = "pgp-encrypted"
	case "multipart/signed":
		kind = "smime-signed"
		if strings.Contains(strings.ToLower(params["protocol"]), "pgp") {
			kind = "pgp-signed"
		}
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		kind = "smime-encrypted"
		if t := strings.ToLower(params["smime-type"]); t == "signed-data" || t == "certs-only" ||
			t == "" && strings.HasSuffix(params["name"], ".p7s") {
			kind = "smime-signed"
		}
	}
	if kind == "" {
		return
	}
	if strings.HasSuffix(kind, "-encrypted") {
		p.m.note(DefectEncrypted)
	}
	if p.m.Envelope == "" {
		p.m.Envelope = kind
	}
}

// tnef unpacks winmail.dat: its files become attachments, its text a body. One that cannot be read completely is also
// kept as it is.
func (p *parser) tnef(h textproto.Header, data []byte, mediaType string, params map[string]string) (body, bool) {
	t, ok := readTNEF(data)
	if !ok || !t.whole {
		p.m.note(DefectBadTNEF)
	}
	if !ok {
		return body{}, false
	}
	if !t.whole || len(t.files) == 0 && t.plain == "" && t.html == "" {
		p.attach(h, data, mediaType, params)
	}
	for _, f := range t.files {
		name := f.long
		if name == "" {
			name = f.name
		}
		kind := f.mediaType
		if kind == "" || !strings.Contains(kind, "/") {
			kind = typeByName(name)
		}
		p.m.Attachments = append(p.m.Attachments, Attachment{
			Name: FileName(name, kind, len(p.m.Attachments)+1), Type: cut(line(kind),
				100), Size: len(f.data), SHA256: sum(f.data), Data: f.data,
			Inline: f.contentID != "" && strings.HasPrefix(kind, "image/"), ContentID: cut(line(f.contentID), idCap),
		})
	}
	return body{plain: p.m.tidy(t.plain), html: p.m.tidy(t.html)}, true
}

// typeByName is the media type for a file name's extension.
func typeByName(name string) string {
	ext := strings.ToLower(path.Ext(name))
	for _, known := range []string{
		"application/pdf", "application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"application/zip", "application/rtf", "image/jpeg", "image/png", "image/gif", "image/tiff", "text/plain", "text/csv",
		"text/html",
	} {
		if m := mimetype.Lookup(known); ext != "" && m != nil && m.Extension() == ext {
			return known
		}
	}
	if ext == ".jpeg" {
		return "image/jpeg"
	}
	return "application/octet-stream"
}

// attach keeps a part as an attachment.
func (p *parser) attach(h textproto.Header, data []byte, mediaType string, params map[string]string) {
	disposition, dispParams := parameters(h.Get("Content-Disposition"), "")
	name := dispParams["filename"]
	if name == "" {
		name = params["name"]
	}
	if name == "" {
		name = p.m.decodeWords(line(h.Get("Content-Description")))
		if path.Ext(name) == "" { // a description is used as a name only when it looks like one
			name = ""
		}
	}
	name = p.m.decodeFileName(name)
	if name == "" && mediaType == "message/rfc822" {
		name = p.subjectOf(data)
	}
	id := ""
	if ids, _ := messageIDs(h.Get("Content-Id")); len(ids) > 0 {
		id = ids[0]
	}
	p.m.Attachments = append(p.m.Attachments, Attachment{
		Name:   FileName(name, mediaType, len(p.m.Attachments)+1),
		Type:   mediaType,
		Size:   len(data),
		SHA256: sum(data),
		Data:   data,
		Inline: disposition == "inline" && id != "" ||
			disposition == "" && id != "" && strings.HasPrefix(mediaType, "image/"),
		Placed:    disposition == "inline" || disposition == "" && id != "" && strings.HasPrefix(mediaType, "image/"),
		ContentID: id,
	})
	if isText(mediaType) && disposition != "attachment" {
		p.spare = append(p.spare, spare{len(p.m.Attachments) - 1, mediaType, params})
	}
}

// spare is a text with a file name that is not declared an attachment.
type spare struct {
	at        int
	mediaType string
	params    map[string]string
}

// promote makes the first named text the body when the message has no other: some programs name the body.
func (p *parser) promote(b body) body {
	if len(p.spare) == 0 || strings.TrimSpace(b.plain) != "" || strings.TrimSpace(b.html) != "" {
		return b
	}
	s := p.spare[0]
	a := p.m.Attachments[s.at]
	p.m.Attachments = append(p.m.Attachments[:s.at:s.at], p.m.Attachments[s.at+1:]...)
	return p.text(a.Data, s.mediaType, s.params)
}
