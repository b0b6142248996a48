package links

import "foja/access/limits"

// For tests.

const (
	InvitesPerHour = invitesPerHour
	LinkLife       = linkLife
	MoreDaysMost   = limits.UnitMoreDays
	UploadLife     = uploadLife
)
