package dossier

import (
	"os"
	"strings"
	"testing"

	"dossier/internal/rule"
)

// The papers of the invented people can be read and look well, and no page of a dossier is there twice:
// what would be said of them is noise.
func TestScansOfPeopleAreSound(t *testing.T) {
	for name, a := range everybody(t) {
		found, err := (&Job{Applicant: a, Day: today, Catalog: catalog, Read: os.ReadFile, Version: "test"}).Check(true)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, f := range found {
			ofFile := strings.HasPrefix(f.Rule, "scan-") || strings.HasPrefix(f.Rule, "attachment-")
			if ofFile && f.Level > rule.Info {
				t.Errorf("%s: %s: %s: %s", name, f.Pos, f.Rule, f.Said("en"))
			}
		}
	}
}
