package adopt

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"testing"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// engine serves all tests: starting one is by far the slowest thing they do.
var engine *proof.Engine

func TestMain(m *testing.M) { os.Exit(withEngine(m.Run)) }

func withEngine(run func() int) int {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	if engine, err = proof.Start(filepath.Join(dir, "dossier-test")); err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	return run()
}

func catalog(t *testing.T) *form.Catalog {
	t.Helper()
	c, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func learn(t *testing.T, blank []byte, o Options) (*Learned, error) {
	t.Helper()
	file, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := engine.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	return Learn(catalog(t).Form, blank, file, doc, o)
}

func TestZZ(t *testing.T) {
	name := os.Getenv("ZZ")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	l, err := learn(t, b, Options{Edition: os.Getenv("ZZED")})
	fmt.Println(err)
	if l != nil {
		for _, m := range l.Matches {
			fmt.Printf("%-24s %-40.40q %v %-12s %-12q %.2f\n", m.ID, m.Label, m.Rect, m.How, m.Name, m.Confidence)
		}
		fmt.Println(string(l.Edition.Encode()))
	}
}
