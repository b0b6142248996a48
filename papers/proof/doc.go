// Package proof makes and checks the clock receipt: a file that lets anybody recompute the
// dates of a case without foja's register, and without trusting it.
//
// The file is one JSON object in canonical form, with a line feed at its end. Canonical is
// RFC 8785 for the values that a receipt can hold: no white space, members sorted by name, text
// in UTF-8 with only ", \ and control characters escaped, whole numbers only. Member names are
// plain ASCII, so the order of bytes and that of UTF-16 are the same. There is no null.
//
// Its sections are the members of the object, save two:
//
//   - manifest holds, in sections, the SHA-256 of the canonical form of each section; and in
//     parts, under the path of every single value (ledger[2].on), the first 16 hexadecimal
//     digits of the SHA-256 of that value's canonical form. The former are the security; the
//     latter only tell where a change is. An empty list or object is a value, too.
//   - signature is the Ed25519 signature (RFC 8032) of the manifest: of the bytes of
//     "foja clock receipt 1", a line feed, and the manifest's canonical form. The key is in the
//     section signer, so a changed key is reported by its path as well.
//
// That the file says what it said when it was signed is one half. The other is that the dates
// follow from the rest: [Verify] folds the ledger again with the procedure and the calendar in
// the file, and compares every line of the working.
package proof

// Format names this form of the file. A change that would make old files say something else
// takes another name.
const Format = "foja clock receipt 1"
