// Package tables writes spreadsheets in a language: workbooks and CSV. A cell is a string, an int, a float64, a
// calendar.Date, a docket.Text, a docket.Sentence or nil. Begin with Workbook and CSV.
package tables
