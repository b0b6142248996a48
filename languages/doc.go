// Package languages holds what foja says to people, in every language: one file for each, es.po, en.po and so on, in
// the format of gettext, which translators' programs open. A language is added by adding its file.
//
// A sentence is asked for in one of two ways. The law and the desk name it by a key ("case.taken") and give what stands
// in its gaps: docket.Sentence. Templates and screens write it in Spanish, which is its key in the other files. Gaps
// are named: "Vence el {date}", and may say how a date is written: "{date:long}".
//
// It decides nothing and reads no clock. What a procedure says in its own file in several languages (docket.Text) is
// not in here. Begin with Printer.
package languages
