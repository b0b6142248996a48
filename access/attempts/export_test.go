package attempts

// For tests.

var LimitLink = limitLink
