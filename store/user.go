package store

import (
	"time"

	"foja/calendar"
	"foja/docket"
)

// User is a person of the agency.
type User struct {
	ID           string
	Login        string
	Name         string
	Email        string
	Roles        []docket.Role
	Office       string // "" = of all offices
	Unit         string // holding unit, if one
	Disabled     bool
	PasswordHash string
	CreatedAt    time.Time
}

// Absence says who stands in for a user from one day to another, both included.
type Absence struct {
	ID     string
	User   string
	Deputy string
	From   calendar.Date
	To     calendar.Date
}
