package mail

import "slices"

// Codes of Message.Defects.
const (
	DefectNoHeader         = "no-header"       // the bytes begin with text
	DefectBadHeader        = "bad-header"      // a header line is neither a field nor its continuation
	DefectRaw8bitHeader    = "raw-8bit-header" // unencoded non-ASCII in a field
	DefectHeaderTooBig     = "header-too-big"  // limit: 256 kB or 1000 fields
	DefectNoFrom           = "no-from"         //
	DefectSeveralFrom      = "several-from"    // two From fields or authors: the first counts
	DefectBadAddress       = "bad-address"     // an address field had to be guessed
	DefectOtherAddress     = "address-in-name" // a display name shows another address than the one it stands for
	DefectNoDate           = "no-date"         //
	DefectBadDate          = "bad-date"        //
	DefectNoMessageID      = "no-message-id"   //
	DefectBadMessageID     = "bad-message-id"  // no brackets, or absurdly long (then dropped)
	DefectWrongCharset     = "wrong-charset"   // bytes do not fit the charset declared
	DefectUnknownCharset   = "unknown-charset" // read as windows-1252
	DefectNoCharset        = "no-charset"      // 8-bit text that declares none
	DefectNUL              = "nul-bytes"       // removed from text
	DefectBadBase64        = "bad-base64"      // stray characters skipped
	DefectBadQuoted        = "bad-quoted-printable"
	DefectUnknownEncoding  = "unknown-encoding"   // transfer encoding left as it is
	DefectNoBoundary       = "no-boundary"        // multipart without boundary or without parts
	DefectUnclosed         = "unclosed-multipart" // the last boundary is missing
	DefectTooDeep          = "too-deep"           // limit: 50 levels
	DefectTooManyParts     = "too-many-parts"     // limit: 500 parts
	DefectTooMuchWork      = "too-much-work"      // limit: bytes searched for boundaries
	DefectTextTooLong      = "text-too-long"      // limit: 2 MB of text
	DefectBadHTML          = "bad-html"           // converted by dropping tags
	DefectBareCR           = "bare-cr"            // line ends repaired
	DefectEncrypted        = "encrypted"          // content that only its addressee can open
	DefectCalendar         = "calendar"           // an invitation to a meeting, or the answer to one
	DefectUndecodable      = "undecodable"        // the decoded text cannot be what was written
	DefectBadTNEF          = "bad-tnef"           // winmail.dat that is truncated or invalid
	DefectNoText           = "no-text"            // nothing to read
	DefectUnreadableReport = "unreadable-report"  // a delivery report without the fields of RFC 3464
)

// note records a defect once.
func (m *Message) note(defect string) {
	if defect != "" && !slices.Contains(m.Defects, defect) {
		m.Defects = append(m.Defects, defect)
	}
}

// limit records that part of the message is only in its raw bytes.
func (m *Message) limit(defect string) {
	m.note(defect)
	m.Truncated = true
}
