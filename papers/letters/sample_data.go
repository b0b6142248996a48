package letters

// TrialSubject marks a letter that is only looked at.
func TrialSubject(subject string) string { return "PRUEBA: " + subject }

// Fill puts words that show their place where an officer would write hers.
func (d *Data) Fill() {
	d.Body, d.Entity, d.Cents = "(Aquí van las palabras de quien responde.)", "(entidad competente)", 1250
	d.Until, d.Resolution = "(hasta cuándo)", "(resolución)"
}
