// Package attempts counts what somebody may try (wrong passwords, wrong codes, forms and bytes of people without
// an account) and signs the links that such people get. It handles neither users nor cases. Begin with limits.go,
// where every limit stands in one table; signed_link.go makes and opens links.
package attempts
