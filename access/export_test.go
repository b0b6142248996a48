package access

// For tests.

const (
	OwnLife       = ownLife
	RecoveryCodes = recoveryCodes
)

var DeviceWords = deviceWords
