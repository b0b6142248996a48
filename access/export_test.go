package access

// For tests.

const OwnLife = ownLife
const RecoveryCodes = recoveryCodes

var DeviceWords = deviceWords
