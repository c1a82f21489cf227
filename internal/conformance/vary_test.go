//go:build conformance

package conformance

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// variations are the same form in other dress: each a command of qpdf, or a kind that
// testdata/vary.py knows when there are no arguments.
var variations = []struct {
	name string
	args []string
}{
	{"object streams", []string{"--object-streams=generate"}},
	{"no object streams", []string{"--object-streams=disable"}},
	{"linearized", []string{"--linearize"}},
	{"RC4 40", []string{"--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"}},
	{"RC4 128", []string{"--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"}},
	{"AES 128", []string{"--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=y", "--"}},
	{"AES 256", []string{"--encrypt", "", "owner", "256", "--"}},
	{"AES 256, metadata clear", []string{"--encrypt", "", "owner", "256", "--cleartext-metadata", "--"}},
	{"qdf", []string{"--qdf"}},
	{"hybrid", nil},
	{"turned-90", nil},
	{"turned-180", nil},
	{"turned-270", nil},
	{"cropped", nil},
	{"inverted", nil},
	{"need-appearances", nil},
	{"no-appearance", nil},
	{"no-da", nil},
}

// otherRoom are the variations that ask for another size of type or lose the names of states, so that other
// values fit.
var otherRoom = []string{"no-appearance", "no-da"}

// varied are the forms that are dressed up.
var varied = []string{"official/s1106-15763-01-fr.pdf", "other/MalikAza__cerfa_16216_01.pdf", "other/IRS-Public__f1040_2024.pdf"}

// TestVariations holds that a form is filled whole whatever its file looks like inside: no fault,
// and no fewer values than on the form as it was published.
func TestVariations(t *testing.T) {
	python := withPikepdf()
	p := startProver(t)
	for _, name := range varied {
		name = filepath.Join(root, "..", "shared", "forms", name)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Log("not here: " + name)
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			plain := p.form(t, "plain", data)
			for _, v := range variations {
				t.Run(v.name, func(t *testing.T) {
					t.Parallel()
					made := vary(t, python, name, v.name, v.args)
					got := p.form(t, v.name, made)
					if got.fields != plain.fields || got.pages != plain.pages || !slices.Contains(otherRoom, v.name) && got.placed != plain.placed {
						t.Errorf("%v, want as the plain form: %v", got, plain)
					}
				})
			}
		})
	}
}

func vary(t *testing.T, python, name, kind string, args []string) []byte {
	t.Helper()
	to := filepath.Join(t.TempDir(), "varied.pdf")
	cmd := exec.Command("qpdf", append(append([]string{"--no-warn", "--warning-exit-0"}, args...), name, to)...)
	if args == nil {
		if python == "" {
			t.Skip("python3-pikepdf is not installed")
		}
		cmd = exec.Command(python, "testdata/vary.py", name, to, kind)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
