package limits_test

import (
	"reflect"
	"testing"
	"time"

	"foja/access/limits"
)

// Every limit has a default, and one that is set stays.
func TestLimitsOrDefaults(t *testing.T) {
	all := reflect.ValueOf(limits.Limits{}.OrDefaults())
	for i := range all.NumField() {
		if all.Field(i).IsZero() {
			t.Errorf("%s has no default", all.Type().Field(i).Name)
		}
	}
	if l := (limits.Limits{Files: 3, SessionIdle: time.Minute}).OrDefaults(); l.Files != 3 || l.SessionIdle != time.Minute {
		t.Errorf("what was set is gone: %+v", l)
	}
}
