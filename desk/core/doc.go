// Package core is what every room of the desk stands on: the loaded case with the law that it lives under, who of
// which office sees it, the calendar in force and the zones of offices, names of states, letters and units in
// words, and the seam to the workflows. It decides nothing and writes no page. Begin with scope.go (LoadedCase)
// and service.go.
package core
