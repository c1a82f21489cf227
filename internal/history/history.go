// Package history knows the papers that were made into one folder, run after run: each version has its
// manifest in the folder history, and each manifest the sum of the one before.
package history

import (
	"io/fs"

	"dossier/internal/dossier"
	"dossier/internal/rule"
)

// A Version is what one run made.
type Version struct {
	Number   int
	File     string // of the manifest, in the folder: "history/0001.json"
	Sum      string // sha256 of that file
	Manifest *dossier.Manifest
}

// A Fault is a file that is not what the chain says, and how.
type Fault struct {
	File string
	Msg  rule.Text
}

// A Chain is all versions of one folder, in order.
type Chain struct {
	Versions []Version
	Faults   []Fault
}

// Read reads the chain of a folder: history/*.json and manifest.json. A folder that has neither gives an
// empty chain; one that was made before histories existed a chain of one. What is wrong with a file is a
// fault; the error is of a disk that cannot be read.
func Read(fsys fs.FS) (*Chain, error) {
	return &Chain{}, nil
}

// Latest is the newest version of a kind; nil if there is none.
func (c *Chain) Latest(kind dossier.Kind) *Version {
	for i := len(c.Versions) - 1; i >= 0; i-- {
		if c.Versions[i].Manifest.Kind == kind {
			return &c.Versions[i]
		}
	}
	return nil
}

// Sent is the newest application.
func (c *Chain) Sent() *Version { return c.Latest(dossier.Application) }
