package main

// mailCmd holds what is done with mail by hand.
type mailCmd struct {
	Read mailReadCmd `cmd:"" help:"Read messages from files and print as JSON what foja makes of them; touches nothing."`
}
