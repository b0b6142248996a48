package pdf

// Private is for tests.
var Private = makePrivateDir
