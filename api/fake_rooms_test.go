package api

// The fake of each noun answers from what the one fakeDesk keeps.
type (
	fakeAccessRoom    struct{ *fakeDesk }
	fakeAccountsRoom  struct{ *fakeDesk }
	fakeActsRoom      struct{ *fakeDesk }
	fakeCasesRoom     struct{ *fakeDesk }
	fakeCoreRoom      struct{ *fakeDesk }
	fakeDocumentsRoom struct{ *fakeDesk }
	fakeFiguresRoom   struct{ *fakeDesk }
	fakeLinksRoom     struct{ *fakeDesk }
	fakeListsRoom     struct{ *fakeDesk }
	fakeNormsRoom     struct{ *fakeDesk }
	fakePapersRoom    struct{ *fakeDesk }
	fakePenRoom       struct{ *fakeDesk }
	fakeUpkeepRoom    struct{ *fakeDesk }
)

func (f *fakeDesk) rooms() Desk {
	return Desk{
		Access:    fakeAccessRoom{f},
		Accounts:  fakeAccountsRoom{f},
		Acts:      fakeActsRoom{f},
		Cases:     fakeCasesRoom{f},
		Core:      fakeCoreRoom{f},
		Documents: fakeDocumentsRoom{f},
		Figures:   fakeFiguresRoom{f},
		Links:     fakeLinksRoom{f},
		Lists:     fakeListsRoom{f},
		Norms:     fakeNormsRoom{f},
		Papers:    fakePapersRoom{f},
		Pen:       fakePenRoom{f},
		Upkeep:    fakeUpkeepRoom{f},
	}
}
