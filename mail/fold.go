package mail

import (
	"fmt"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// lineBytes is the maximum length of a header line with an encoded word (RFC 2047 section 2).
const lineBytes = 76

// setSubject writes an encoded subject with its first word on the line of the field name: some programs show a line
// break there as a space. The library folds a plain subject.
func setSubject(msg *gomail.Msg, s string) {
	const room = lineBytes - len("Subject: ")
	long := func(word string) bool { return len(word) > room-5 } // the library would fold before it
	if isASCII(s) && !strings.Contains(s, "=?") && !slices.ContainsFunc(strings.Fields(s), long) {
		msg.Subject(s)
		return
	}
	msg.SetGenHeaderPreformatted(gomail.HeaderSubject, encodedWords(s, room))
}

// encodedWords encodes text as RFC 2047 words, one a line; the first has room for that many bytes.
func encodedWords(s string, room int) string {
	const start, end = "=?UTF-8?q?", "?="
	frame := len(start) + len(end)
	words := escapeChunks(s, '=', room-frame, lineBytes-1-frame)
	return start + strings.Join(words, end+"\r\n "+start) + end
}

// contentType adds a file's name for programs that read it only here. Encoded words in quotes violate RFC 2047
// section 5, but older programs understand nothing else and newer ones accept them.
func contentType(mediaType, name string) string {
	if isASCII(name) {
		return fmt.Sprintf("%s;\r\n name=%q", mediaType, name)
	}
	return fmt.Sprintf("%s;\r\n name=\"%s\"", mediaType, encodedWords(name, lineBytes-len(` name=""`)))
}

// contentDisposition names an attachment in one form only: with a plain "filename" beside it, several programs ignore
// the full name of RFC 2231.
func contentDisposition(name string) string {
	if isASCII(name) {
		return fmt.Sprintf("attachment;\r\n filename=%q", name)
	}
	const charset = "utf-8''"
	room := lineBytes - len(" filename*00*=;")
	pieces := escapeChunks(name, '%', room-len(charset), room)
	pieces[0] = charset + pieces[0]
	if len(pieces) == 1 {
		return "attachment;\r\n filename*=" + pieces[0]
	}
	out := "attachment"
	for i, piece := range pieces {
		out += fmt.Sprintf(";\r\n filename*%d*=%s", i, piece)
	}
	return out
}

// escapeChunks escapes all but the plainest characters as the mark and two hex digits per byte, and splits between
// characters: the first piece has at most first bytes, the others next.
func escapeChunks(s string, mark byte, first, next int) []string {
	var out []string
	var piece strings.Builder
	room := first
	for _, r := range s {
		written := escapeRune(r, mark)
		if len(written) > room-piece.Len() {
			out = append(out, piece.String())
			piece.Reset()
			room = next
		}
		piece.WriteString(written)
	}
	return append(out, piece.String())
}

func escapeRune(r rune, mark byte) string {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
		return string(r)
	case mark == '=' && r == ' ':
		return "_"
	case mark == '=' && r == ':':
		return ":"
	}
	var out strings.Builder
	for _, b := range []byte(string(r)) {
		fmt.Fprintf(&out, "%c%02X", mark, b)
	}
	return out.String()
}
