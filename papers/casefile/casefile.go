// Package casefile sets a whole case as the Tribunal gets it: one PDF with numbered leaves, and a ZIP with the
// originals.
//
// It uses no store and no user. It is given a File in words and sets it; the same File gives the same bytes, because
// the only date inside is that of the case's last event.
package casefile

import (
	"time"

	"foja/docket"
	"foja/languages"
)

// File is a case in words, in the order in which it is to be set.
type File struct {
	Agency  string
	Acronym string
	Office  string // name and address
	Number  string
	Title   string         // what the request is about
	Zone    *time.Location // instants are shown in it; nil = UTC
	At      time.Time      // of the last event: the only date that the files carry

	Cover   []Fact
	Request Piece
	Pieces  []Piece // messages, letters, notes and documents, oldest first
	Clock   Clock
	Events  []Event
	// Chain says whether the hashes of the events were recomputed and found right.
	Chain     bool
	Originals []Original
}

// Fact is a labelled value. Facts without a value are left out.
type Fact struct{ Label, Value string }

// Piece is one document of the file. It begins on a leaf of its own.
type Piece struct {
	Kind  string // "Mensaje recibido", "Carta", "Documento"
	Title string
	Said  docket.Sentence // in place of Title
	At    time.Time
	Facts []Fact
	Text  string
	Files []Attached
	// Original is the number of the piece's bytes among Originals; 0 when it has none of its own.
	Original int
	SHA256   string
}

// spanish says what the law and the desk say: the case file is in Spanish.
var spanish = languages.For(languages.Spanish)

// Say puts into words what the file says of the law and the desk.
func Say(s docket.Sentence) string { return spanish.Say(s) }

// title is what the piece is called.
func (p Piece) title() string {
	if p.Said.IsZero() {
		return p.Title
	}
	return spanish.Say(p.Said)
}

// Attached is a file that a piece brought along.
type Attached struct {
	Name     string
	Size     int64
	SHA256   string
	Original int // 0 = only inside the piece's own original
}

// Clock is the working of the deadline, under both readings of the reception rule (law: R15).
type Clock struct {
	Deadline docket.Deadline
	Other    *docket.Deadline
}

// Event is one line of the history.
type Event struct {
	Seq      int
	At       time.Time // happened
	Recorded time.Time // zero when it is the same instant
	Title    docket.Sentence
	Who      string
	Role     string
	Hands    string
	Hash     string
}

// Original is a file as it was kept. Its bytes are read when they are written, one file at a time.
type Original struct {
	N      int // from 1, without gaps
	Name   string
	What   string
	Type   string
	Size   int64
	SHA256 string
	Open   func() ([]byte, error)
}

func (f File) zone() *time.Location {
	if f.Zone == nil {
		return time.UTC
	}
	return f.Zone
}

func (f File) moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(f.zone()).Format("02/01/2006 15:04")
}
