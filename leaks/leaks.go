// Package leaks finds what a file says without showing it, before it leaves the house: hidden sheets, tracked changes, comments, text
// under black boxes, and who wrote it where. It looks; what to do is a person's decision. Pure: bytes in, findings out.
package leaks

import (
	"bytes"
	"fmt"
)

// Kind is what a file tells besides what it shows.
type Kind string

const (
	HiddenSheet   Kind = "hidden_sheet"    // of a workbook; also a hidden slide
	HiddenCells   Kind = "hidden_cells"    // rows or columns
	TrackedChange Kind = "tracked_changes" // what was deleted can be read
	Comment       Kind = "comments"
	CoveredText   Kind = "covered_text" // under a black box of a PDF: it can be marked and copied
	Author        Kind = "author"       // who wrote it, in the file's properties
	Unread        Kind = "unread"       // it could not be looked into: locked, or broken
)

// Leak is one finding in a file.
type Leak struct {
	Kind  Kind
	Where string // which sheet, page or name; "" = the file
}

// Words says a finding in Spanish, with what to do about it.
func (l Leak) Words() string {
	switch l.Kind {
	case HiddenSheet:
		return fmt.Sprintf("tiene oculto «%s»: bórrelo, o muéstrelo si debe ir", l.Where)
	case HiddenCells:
		return fmt.Sprintf("tiene filas o columnas ocultas en «%s»: bórrelas, o muéstrelas si deben ir", l.Where)
	case TrackedChange:
		return "guarda cambios sin aceptar: lo borrado todavía se puede leer; acepte todos los cambios"
	case Comment:
		return "tiene comentarios: bórrelos, o compruebe que pueden ir"
	case CoveredText:
		return fmt.Sprintf("tiene texto debajo de un recuadro negro (%s): se puede seleccionar y copiar; tache con una herramienta que lo quite, o imprima y escanee", l.Where)
	case Author:
		return fmt.Sprintf("dice en sus propiedades quién lo hizo (%s): quítelo si no debe saberse", l.Where)
	default:
		return "no se pudo revisar por dentro (está protegido o dañado): ábralo y compruébelo"
	}
}

// Find looks into a file by its bytes. What it does not know it passes: no finding is no promise.
func Find(data []byte) []Leak {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF")):
		return inPDF(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return inOffice(data)
	}
	return nil
}

// most findings of one kind that are told of one file: the first ones make a person look.
const most = 5

// found gathers findings, each once and few of a kind.
type found []Leak

func (f *found) add(kind Kind, where string) {
	n := 0
	for _, l := range *f {
		if l.Kind == kind {
			n++
		}
		if l == (Leak{kind, where}) {
			return
		}
	}
	if n < most {
		*f = append(*f, Leak{kind, where})
	}
}
