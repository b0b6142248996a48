// Package papers makes what is printed or taken away: receipts, signed clock receipts, letters before they leave,
// and the whole case file on numbered leaves. How a letter looks is in letters and casefile; that a letter is sent
// is the workflow's. Begin with receipt.go and casefile.go.
package papers
