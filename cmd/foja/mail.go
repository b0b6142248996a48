package main

// mailCmd holds what is done with mail by hand.
type mailCmd struct {
	Check   mailCheckCmd   `cmd:"" help:"Try the account of the settings from end to end and say in plain words what is wrong."`
	Read    mailReadCmd    `cmd:"" help:"Read messages from files and print as JSON what foja makes of them; touches nothing."`
	Backlog mailBacklogCmd `cmd:"" help:"Mail that lay in the mailbox before foja was put to work: list it, and decide what is taken, held or left."`
}
