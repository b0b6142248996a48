package links

// For tests.

const (
	InvitesPerHour = invitesPerHour
	LinkLife       = linkLife
	MoreDaysMost   = moreDaysMost
	UploadLife     = uploadLife
)
