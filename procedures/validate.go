package procedures

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"foja/docket"
)

// What the program can do: a procedure may use no other word.
var (
	caseActions   = actions(func(s docket.ActionSpec) bool { return len(s.Always) == 0 })
	windowActions = append(actions(func(s docket.ActionSpec) bool { return s.Window }), docket.ActSendUp)
	actingRoles   = docket.RolesWhere(func(r docket.RoleSpec) bool { return r.Acts })
	alarmRoles    = docket.RolesWhere(func(r docket.RoleSpec) bool { return r.Alarms })
	dutyRoles     = docket.RolesWhere(func(r docket.RoleSpec) bool { return r.Duties })
	stateHands    = []docket.Hands{
		docket.HandsReception, docket.HandsOfficer, docket.HandsUnit, docket.HandsReviewer,
		docket.HandsRequester, docket.HandsCarrier, docket.HandsNobody,
	}
	units       = []string{docket.UnitBusiness, docket.UnitCalendar, docket.UnitMonths}
	shortUnits  = append([]string{docket.UnitHours}, units...) // of what is due within the term
	ledgerKinds = []docket.LedgerKind{
		docket.LedgerStart, docket.LedgerCalendarSet, docket.LedgerCorrectionAsked, docket.LedgerCorrectionReceived,
		docket.LedgerHold, docket.LedgerResume, docket.LedgerExtension, docket.LedgerExtensionUndone, docket.LedgerForwarded,
	}
	effects = []string{
		docket.EffectNone, docket.EffectRestart, docket.EffectSuspend, docket.EffectDisregard,
		docket.EffectResume, docket.EffectExtend,
	}
	silenceKinds = []string{docket.SilenceNegative, docket.SilencePositive, docket.SilenceNone, docket.SilenceUnset}
	rungKinds    = []docket.RungKind{docket.RungRemind, docket.RungWarn, docket.RungBreach}
	rungWhens    = []string{docket.WhenUnclaimed, docket.WhenHalf, docket.WhenBefore, docket.WhenDue, docket.WhenBreach}
	letterKinds  = []docket.LetterKind{
		docket.LetterReceipt, docket.LetterResponse, docket.LetterDenial, docket.LetterWithdrawal,
	}
	// optionalLetters are those of a procedure that has the acts for them; the versions of a
	// procedure from before they existed are valid, and write none.
	optionalLetters = []docket.LetterKind{
		docket.LetterCorrection, docket.LetterNotFiled, docket.LetterExtension, docket.LetterPartial, docket.LetterForward,
		docket.LetterCost,
		docket.LetterUnpaid, docket.LetterAvailable, docket.LetterUncollected, docket.LetterNotHeld, docket.LetterSilence,
		docket.LetterDueMoved,
		docket.LetterItems, docket.LetterGranted, docket.LetterExpiring, docket.LetterAnnulled,
	}
	waitActions = []docket.Action{docket.ActCorrect, docket.ActPaid, docket.ActCollected}
	waitOrigins = []string{docket.FromNotice, docket.FromAct}
	fieldTypes  = []string{"text", "long", "date", "number"}

	keyShape  = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	ruleShape = regexp.MustCompile(`^(R([1-9]|[1-5][0-9]|60)|[a-z][a-z0-9]*:[^\s"]+)$`)
)

// validator gathers what is wrong with one file.
type validator struct {
	file string
	data []byte
	p    docket.Procedure
	errs []error
}

// validate reports everything that would make the procedure unusable: a word that the program
// does not know, a name that nothing bears, a state that leads nowhere.
func validate(file string, data []byte, p docket.Procedure) error {
	v := &validator{file: file, data: data, p: p}
	v.head()
	v.clock()
	v.states()
	v.ways()
	v.lists()
	v.ladder()
	return errors.Join(v.errs...)
}

// fail reports a mistake at a place, given as a YAML path without its "$.". A version that is
// based on another may lack the place: then the file alone is named.
func (v *validator) fail(path, format string, args ...any) {
	at := v.file
	if line := lineOf(v.data, path); line > 0 {
		at = fmt.Sprintf("%s:%d", v.file, line)
	}
	v.errs = append(v.errs, fmt.Errorf("%s: %s: %s", at, path, fmt.Sprintf(format, args...)))
}

func lineOf(data []byte, path string) int {
	p, err := yaml.PathString("$." + path)
	if err != nil {
		return 0
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return 0
	}
	node, err := p.FilterFile(tree)
	if err != nil || node == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

// among reports a word that is not one of those known.
func among[T ~string](v *validator, path string, word T, known []T) {
	if !slices.Contains(known, word) {
		v.fail(path, "%q is not one of %q", word, known)
	}
}

func (v *validator) head() {
	p := v.p
	if !keyShape.MatchString(p.Key) {
		v.fail("key", "%q: a key is lower case letters, digits, - and _", p.Key)
	}
	if p.Version == "" {
		v.fail("version", "missing")
	}
	if p.Name.ES == "" {
		v.fail("name", "no Spanish name")
	}
	if !p.ValidFrom.Valid() {
		v.fail("valid_from", "missing")
	}
	if !p.ValidUntil.IsZero() && p.ValidUntil.Before(p.ValidFrom) {
		v.fail("valid_until", "%s is before valid_from %s", p.ValidUntil, p.ValidFrom)
	}
	for i, c := range p.LegalBase {
		at := fmt.Sprintf("legal_base[%d]", i)
		if c.Subject == "" || c.Norm == "" || c.Article == "" {
			v.fail(at, "a citation needs subject, norm and article")
		}
		if !c.Until.IsZero() && c.Until.Before(c.From) {
			v.fail(at, "until %s is before from %s", c.Until, c.From)
		}
	}
}

func (v *validator) clock() {
	p := v.p
	v.limit("time_limit", p.TimeLimit, 1)
	if p.TimeLimit.Rule == "" {
		v.fail("time_limit", "no rule key")
	}
	for i, e := range p.Effects {
		at := fmt.Sprintf("clock[%d]", i)
		among(v, at+".on", e.On, ledgerKinds)
		among(v, at+".does", e.Does, effects)
		v.rule(at, e.Rule)
		if slices.ContainsFunc(p.Effects[:i], func(other docket.ClockEffect) bool { return other.On == e.On }) {
			v.fail(at, "%q is there twice: the first would count", e.On)
		}
		if e.Max.N != 0 {
			v.limit(at+".max", e.Max, 1)
			if e.Does != docket.EffectSuspend && e.Does != docket.EffectDisregard {
				v.fail(at+".max", "only what suspends or disregards can be capped")
			}
		}
	}
	for i, w := range p.Windows {
		at := fmt.Sprintf("windows[%d]", i)
		among(v, at+".action", w.Action, windowActions)
		v.limit(at+".limit", w.Limit, 1)
		if w.Limit.Unit == p.TimeLimit.Unit && w.Limit.N > p.TimeLimit.N {
			v.fail(at+".limit", "%d is later than the term itself, %d", w.Limit.N, p.TimeLimit.N)
		}
	}
	v.waits()
	v.limit("extension.notice_by", p.Extension.NoticeBy, 0)
	v.limit("extension.max", p.Extension.Max, 0)
	v.rule("extension", p.Extension.Rule)
	v.silence()
	v.expiries()
	v.limit("consult_limit", p.ConsultLimit, 1)
	if p.AfterClose < 1 {
		v.fail("after_close", "a closed case has to listen for at least one business day")
	}
	if r := p.Retention; r.Years < 0 || r.Years > 0 && (r.Series == "" || r.Cite == "") {
		v.fail("retention",
			"%d years: name the series of the archive's schedule and the norm that let a case go after them, or leave years out: then it is kept for ever",
			r.Years)
	}
}

func (v *validator) limit(path string, l docket.TimeLimit, least int) {
	if l.N < least {
		v.fail(path, "n is %d, at least %d is needed", l.N, least)
	}
	known := shortUnits
	if path == "time_limit" || strings.HasPrefix(path, "extension") || strings.HasPrefix(path, "clock") ||
		strings.HasPrefix(path, "silence") {
		known = units // a date and not an hour ends it
	}
	among(v, path, l.Unit, known)
	v.rule(path, l.Rule)
}

func (v *validator) rule(path, rule string) {
	if rule != "" && !ruleShape.MatchString(rule) {
		v.fail(path, "%q is not a rule key: R1 to R60 for Peru, or another law's article like uk:10(1)", rule)
	}
}

func (v *validator) lists() {
	p := v.p
	unique(v, "grounds", len(p.Grounds), func(i int) (string, docket.Text) { return p.Grounds[i].Key, p.Grounds[i].Name })
	unique(v, "outcomes", len(p.Outcomes), func(i int) (string, docket.Text) {
		return p.Outcomes[i].Key, p.Outcomes[i].Name
	})
	unique(v, "delivery_modes", len(p.DeliveryModes),
		func(i int) (string, docket.Text) { return p.DeliveryModes[i].Key, p.DeliveryModes[i].Name })
	unique(v, "fields", len(p.Fields), func(i int) (string, docket.Text) { return p.Fields[i].Key, p.Fields[i].Name })
	for i, f := range p.Fields {
		among(v, fmt.Sprintf("fields[%d].type", i), f.Type, fieldTypes)
	}
	for i, duty := range p.Duties {
		at := fmt.Sprintf("duties[%d]", i)
		among(v, at+".who", duty.Who, dutyRoles)
		if duty.Name.ES == "" || duty.Does.ES == "" {
			v.fail(at, "say in Spanish who it is and what she answers for (name, does)")
		}
	}
	for i, t := range p.Tariffs {
		if t.Key == "" || t.Cents < 0 || !t.From.Valid() {
			v.fail(fmt.Sprintf("tariffs[%d]", i), "a tariff needs a key, a price and the day from which it applies")
		}
	}
	for _, end := range []struct{ path, outcome string }{
		{"closing.respond_in_time", p.Closing.RespondInTime},
		{"closing.respond_late", p.Closing.RespondLate},
		{"closing.deny", p.Closing.Deny},
		{"closing.withdraw", p.Closing.Withdraw},
	} {
		if _, found := p.Outcome(end.outcome); !found {
			v.fail(end.path, "there is no outcome %q", end.outcome)
		}
	}
	for _, kind := range letterKinds {
		if !slices.ContainsFunc(p.Letters, func(l docket.LetterRule) bool { return l.Kind == kind && l.Template != "" }) {
			v.fail("letters", "no template for the %s letter", kind)
		}
	}
	for i, l := range p.Letters {
		among(v, fmt.Sprintf("letters[%d].kind", i), l.Kind, slices.Concat(letterKinds, optionalLetters))
	}
}

func unique(v *validator, list string, n int, at func(int) (string, docket.Text)) {
	var seen []string
	for i := range n {
		key, name := at(i)
		path := fmt.Sprintf("%s[%d]", list, i)
		switch {
		case !keyShape.MatchString(key):
			v.fail(path, "%q is no key: lower case letters, digits, - and _", key)
		case slices.Contains(seen, key):
			v.fail(path, "%q is there twice", key)
		case name.ES == "":
			v.fail(path, "%q has no Spanish name", key)
		}
		seen = append(seen, key)
	}
}

func (v *validator) ladder() {
	var seen []string
	for i, r := range v.p.Ladder {
		at := fmt.Sprintf("ladder[%d]", i)
		if !keyShape.MatchString(r.Key) || slices.Contains(seen, r.Key) {
			v.fail(at, "%q: a rung needs a key of its own", r.Key)
		}
		seen = append(seen, r.Key)
		among(v, at+".kind", r.Kind, rungKinds)
		among(v, at+".when", r.When, rungWhens)
		if len(r.To) == 0 {
			v.fail(at, "nobody is told")
		}
		for j, role := range r.To {
			among(v, fmt.Sprintf("%s.to[%d]", at, j), role, alarmRoles)
		}
		for j, role := range r.EscalateTo {
			among(v, fmt.Sprintf("%s.climb[%d]", at, j), role, alarmRoles)
		}
		if len(r.EscalateTo) > 0 && r.AckWithin < 1 {
			v.fail(at, "it climbs, but ack_within does not say after how many business days")
		}
		if _, _, err := docket.ParseClock(r.Clock); err != nil {
			v.fail(at+".clock", "%v", err)
		}
		if r.Name.ES == "" {
			v.fail(at, "no Spanish name")
		}
		if term := v.p.TimeLimit; term.Unit == docket.UnitBusiness && max(r.Before, r.After) >= term.N && term.N > 0 {
			v.fail(at, "it rings %d days off, and the term has only %d", max(r.Before, r.After), term.N)
		}
	}
}

// actions lists those of the table that match, in its order.
func actions(match func(docket.ActionSpec) bool) (all []docket.Action) {
	for _, spec := range docket.ActionSpecs() {
		if match(spec) {
			all = append(all, spec.Do)
		}
	}
	return all
}
