package letters

import "strings"

// The two lines that a denial's reasons end with. They are kept inside the reasons (one
// document), because what was said must stay together with why.
const (
	untilLabel      = "Período por el que se mantiene la restricción: "
	resolutionLabel = "Resolución de clasificación: "
)

// JoinReasons puts the period and the resolution of a denial behind its reasons.
func JoinReasons(text, until, resolution string) string {
	out := strings.TrimSpace(text)
	if until = oneLine(until); until != "" {
		out += "\n\n" + untilLabel + until
	}
	if resolution = oneLine(resolution); resolution != "" {
		out += "\n\n" + resolutionLabel + resolution
	}
	return out
}

// SplitReasons undoes JoinReasons.
func SplitReasons(reasons string) (text, until, resolution string) {
	lines := strings.Split(strings.TrimSpace(reasons), "\n")
	for len(lines) > 0 {
		last := strings.TrimSpace(lines[len(lines)-1])
		switch {
		case resolution == "" && until == "" && strings.HasPrefix(last, resolutionLabel):
			resolution = strings.TrimPrefix(last, resolutionLabel)
		case until == "" && strings.HasPrefix(last, untilLabel):
			until = strings.TrimPrefix(last, untilLabel)
		case last != "":
			return strings.Join(lines, "\n"), until, resolution
		}
		lines = lines[:len(lines)-1]
	}
	return "", until, resolution
}

// oneLine makes foreign words harmless where one line is expected (subjects, names).
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
