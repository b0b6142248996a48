package bench

import (
	"testing"
	"time"
)

func TestSpreadReadsTheNearestRank(t *testing.T) {
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i))
	}
	if got, want := SpreadOf(all), (Spread{100, 50, 95, 99, 100}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := SpreadOf([]time.Duration{7}), (Spread{1, 7, 7, 7, 7}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := SpreadOf(nil); got != (Spread{}) {
		t.Errorf("%v of nothing", got)
	}
}
