package lists_test

import (
	"testing"

	"foja/desk/desktest"
)

func TestMain(m *testing.M) { desktest.Main(m) }
