package links

// For tests.

const InvitesPerHour = invitesPerHour
const LinkLife = linkLife
const MoreDaysMost = moreDaysMost
const UploadLife = uploadLife
