// Package languages shows a page that was written in Spanish in another language. The Spanish words are the keys of the catalogue, as in
// gettext: templates and messages stay readable, and anyone who adds a sentence in Spanish finds by a test that its English is
// missing.
//
// It works on the finished page, because what people read there comes from templates, from forms, from refusals of the law and from the
// procedures' own data: all of it is text between tags by then. What people wrote themselves (names, requests, answers) stands in elements
// with translate="no" and is left alone, by us and by browsers.
package languages
