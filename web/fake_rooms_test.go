package web

// The fake of each noun answers from what the one fake keeps.
type (
	fakeAccessRoom    struct{ *fake }
	fakeAccountsRoom  struct{ *fake }
	fakeActsRoom      struct{ *fake }
	fakeCasesRoom     struct{ *fake }
	fakeCoreRoom      struct{ *fake }
	fakeDocumentsRoom struct{ *fake }
	fakeFiguresRoom   struct{ *fake }
	fakeLinksRoom     struct{ *fake }
	fakeListsRoom     struct{ *fake }
	fakeNormsRoom     struct{ *fake }
	fakePapersRoom    struct{ *fake }
	fakePenRoom       struct{ *fake }
	fakeUpkeepRoom    struct{ *fake }
)

func (f *fake) rooms() Desk {
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
