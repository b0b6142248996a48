// Package access says who a person or a program is: users and their roles, passwords and their policy, the queue
// in which they are hashed, sign-in, the second factor, the identity provider, sessions, and the security log. The
// groups of roles that may use a part of the desk stand once, in roles.go. Accounts are kept in access/accounts;
// what is counted against attempts, and signed links, in access/attempts. No case is known here. Begin with
// user.go and signin.go.
package access
