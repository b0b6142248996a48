package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foja/activities"
	"foja/intake"
	"foja/mail"
)

var standing = []activities.InboxItem{
	{FolderMessage: mail.FolderMessage{UID: 1, InternalDate: time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC), Answered: true, Subject: "una", From: mail.Address{Addr: "ana@correo.example"}}, Arrival: intake.ArrivalBacklog},
	{FolderMessage: mail.FolderMessage{UID: 2, InternalDate: time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC), Subject: "dos"}, Arrival: intake.ArrivalBacklog},
	{FolderMessage: mail.FolderMessage{UID: 3, InternalDate: time.Date(2026, 11, 28, 16, 0, 0, 0, time.UTC)}, Arrival: intake.ArrivalLeft, By: "ana"},
	{FolderMessage: mail.FolderMessage{UID: 4, InternalDate: time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)}, Arrival: intake.ArrivalUsual},
}

func TestChoosingMailFromBefore(t *testing.T) {
	lima := time.FixedZone("Lima", -5*3600)
	for name, c := range map[string]struct {
		choice backlogChoice
		want   []uint32
		fails  string
	}{
		"a day in the office's zone":        {backlogChoice{Day: []string{"2026-11-28"}}, []uint32{2, 3}, ""},
		"the evening before":                {backlogChoice{Day: []string{"2026-11-27"}}, []uint32{1}, ""},
		"one message":                       {backlogChoice{UID: []uint32{2}}, []uint32{2}, ""},
		"all that waits":                    {backlogChoice{All: true}, []uint32{1, 2}, ""},
		"decided otherwise":                 {backlogChoice{UID: []uint32{3}}, []uint32{3}, ""},
		"new mail is not chosen":            {backlogChoice{UID: []uint32{4}}, nil, "not from before"},
		"nor by its day":                    {backlogChoice{Day: []string{"2026-11-30"}}, nil, "no message from before"},
		"a message that does not lie there": {backlogChoice{UID: []uint32{2, 9}}, nil, "no message 9"},
	} {
		t.Run(name, func(t *testing.T) {
			chosen, err := c.choice.choose(standing, lima)
			var got []uint32
			for _, s := range chosen {
				got = append(got, s.UID)
			}
			if !slices.Equal(got, c.want) || (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%v %v, want %v", got, err, c.want)
			}
		})
	}
}

func TestListingTheBacklog(t *testing.T) {
	lima, begin := time.FixedZone("Lima", -5*3600), time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		list backlogListCmd
		want []string
	}{
		"by day":   {backlogListCmd{}, []string{"2026-11-30 10:00", "4 messages", "2026-11-27  1         1         waits", "2026-11-28  1         0         leave", "2026-11-30  1         0         read"}},
		"one each": {backlogListCmd{Messages: true}, []string{"ana@correo.example", "2026-11-27 22:00", "una", "yes", "leave"}},
		"as JSON":  {backlogListCmd{JSON: true}, []string{`"uid":1`, `"standing":"waits"`, `"answered":true`, `"came":"2026-11-28T03:00:00Z"`}},
	} {
		var out strings.Builder
		if err := c.list.print(&out, standing, begin, lima); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", name, want, out.String())
			}
		}
	}
}
