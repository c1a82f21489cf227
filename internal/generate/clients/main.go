// Command clients writes the folder of a firm that prepares applications: profiles of invented people, some ready, some
// with something missing or wrong, two that cannot be read or of which a scan is broken.
//
//	go run ./internal/generate/clients -out out/demo-batch/clients
//
// It is run from the root of the project and takes the people of profiles/ and the scans of testdata/scans. The same
// program gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("out", "out/demo-batch/clients", "`FOLDER` for the profiles, made if it is not there")
	flag.Parse()
	if err := run(".", *out); err != nil {
		fmt.Fprintln(os.Stderr, "clients:", err)
		os.Exit(1)
	}
}

// A client is somebody of profiles/, and what is the matter with them.
type client struct {
	id, profile string
	without     []string // kinds of papers that are not there
	changes     []string // old, new, old, new ...
}

var clients = []client{
	{"azevedo", "employee", []string{"RIB"}, []string{"passport.jpg", "page-blurred.jpg"}},
	{"belanger", "hosted", []string{"host identity"}, []string{"\nvalidated_on = 2026-07-01", "", "people/electricity-kervadec.png", "page-dark.jpg"}},
	{"berrada", "domiciliation", nil, []string{"situation =", "situaton ="}},
	{"haddad", "refugee", nil, nil},
	{"lukasiewicz", "demo", nil, []string{"situation = \"not working\"", "form_language = \"en\"\nsituation = \"not working\""}},
	{"minazuki", "self-employed", []string{"birth certificate"}, []string{"until = 2027-09-14", "until = 2026-10-31"}},
	{"moreau", "french-returning", nil, nil},
	{"pettifer", "pensioner", nil, []string{"arrived = 2026-05-20", "arrived = 2026-10-05", "situation = \"pensioner\"", "form_language = \"en\"\nsituation = \"pensioner\""}},
	{"raman", "family-joining", []string{"birth certificate", "spouse's cover"}, []string{"situation = \"family member\"", "form_language = \"en\"\nsituation = \"family member\""}},
	{"teixedo", "student", nil, nil},
	{"weiss", "eu-inactive", nil, []string{"people/resources-weiss.png", "broken-truncated.png", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"}},
	{"wierzbowiec", "job-seeker", nil, []string{"arrived =", "nir = \"7 95 08 99 122 314\"\nnir_received = 2026-05-04\ncivil_status_asked = 2026-10-12\narrived ="}},
	{"winterbrook", "language-assistant", nil, []string{"[signature]", "[posted]\ndate = 2026-09-30\n\n[refusal]\nnotified = 2026-11-05\n\n[signature]"}},
}

// run reads every profile before it writes the first.
func run(root, out string) error {
	scans, err := filepath.Rel(out, filepath.Join(root, "testdata", "scans"))
	if err != nil {
		return fmt.Errorf("the scans are not to be found from %s: %w", out, err)
	}
	texts := make([]string, len(clients))
	for i, c := range clients {
		data, err := os.ReadFile(filepath.Join(root, "profiles", c.profile+".toml"))
		if err != nil {
			return err
		}
		if texts[i], err = c.text(string(data), filepath.ToSlash(scans)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	for i, c := range clients {
		if err := os.WriteFile(filepath.Join(out, c.id+".toml"), []byte(texts[i]), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// text is the profile as it is of this client.
func (c client) text(profile, scans string) (string, error) {
	parts := strings.Split(profile, "\n[[document]]\n")
	for _, kind := range c.without {
		n := len(parts)
		kept := parts[:1]
		for _, p := range parts[1:] {
			if !strings.HasPrefix(p, fmt.Sprintf("kind = %q\n", kind)) {
				kept = append(kept, p)
			}
		}
		if parts = kept; len(parts) == n {
			return "", fmt.Errorf("%s: profiles/%s.toml has no %s to leave out", c.id, c.profile, kind)
		}
	}
	text := strings.Join(parts, "\n[[document]]\n")
	for i := 0; i+1 < len(c.changes); i += 2 {
		if !strings.Contains(text, c.changes[i]) {
			return "", fmt.Errorf("%s: profiles/%s.toml has no %q to change", c.id, c.profile, c.changes[i])
		}
		text = strings.Replace(text, c.changes[i], c.changes[i+1], 1)
	}
	return strings.ReplaceAll(text, "../testdata/scans/", scans+"/"), nil
}
