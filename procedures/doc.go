// Package procedures holds the shipped procedures and calendars as data files,
// and their loader and validator. Law is data here: a person who reads norms
// and not Go can read the files, and a mistake in one is reported by its line.
package procedures
