package rule

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"

	"dossier/internal/profile"
)

// A tree is a profile, or a part of one, before anybody asks what its keys mean.
type tree = map[string]any

func parse(t *testing.T, src string) tree {
	t.Helper()
	m := tree{}
	if _, err := toml.Decode(src, &m); err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return m
}

// lay puts the lines of an example over a profile. Documents take the place of those of their
// kind; other blocks ([[address]]) stand in for all of theirs.
func lay(base, example tree) {
	for key, value := range example {
		switch v := value.(type) {
		case tree:
			below, _ := base[key].(tree)
			if below == nil {
				below = tree{}
			}
			lay(below, v)
			base[key] = below
		case []tree:
			if old, _ := base[key].([]tree); key == "document" {
				v = append(slices.DeleteFunc(slices.Clone(old), func(d tree) bool { return ofKind(v, d["kind"]) }), v...)
			}
			base[key] = v
		default:
			base[key] = v
		}
	}
}

// strike takes out of a profile the keys and the kinds of documents that the good example has and
// the bad one lacks: their absence is what is bad.
func strike(base, good, bad tree) {
	for key, value := range good {
		switch v := value.(type) {
		case tree:
			inBad, _ := bad[key].(tree)
			if below, ok := base[key].(tree); ok {
				strike(below, v, inBad)
			}
		case []tree:
			inBad, _ := bad[key].([]tree)
			old, _ := base[key].([]tree)
			if key == "document" {
				base[key] = slices.DeleteFunc(slices.Clone(old), func(d tree) bool { return ofKind(v, d["kind"]) && !ofKind(inBad, d["kind"]) })
			} else if inBad == nil {
				delete(base, key)
			}
		default:
			if _, ok := bad[key]; !ok {
				delete(base, key)
			}
		}
	}
}

func ofKind(documents []tree, kind any) bool {
	return slices.ContainsFunc(documents, func(d tree) bool { return d["kind"] == kind })
}

// laid is the sound profile with an example laid over it.
func laid(t *testing.T, example, good string) *profile.Applicant {
	t.Helper()
	base, lines := parse(t, sound), parse(t, example)
	strike(base, parse(t, good), lines)
	lay(base, maps.Clone(lines))
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(base); err != nil {
		t.Fatal(err)
	}
	return load(t, b.String())
}

// What a rule gives as a bad example breaks it in an else sound profile, and the good one does not.
func TestExamples(t *testing.T) {
	for _, r := range Table {
		if r.Bad == "" || r.Good == "" || r.What.EN == "" || r.What.FR == "" {
			t.Errorf("%s: no example, or not said what it demands", r.ID)
			continue
		}
		judge := func(example string) Verdict {
			for _, j := range Judge(laid(t, example, r.Good), today) {
				if j.Rule.ID == r.ID {
					return j.Verdict
				}
			}
			return -1
		}
		bad, good := judge(r.Bad), judge(r.Good)
		if r.Check == nil && r.Needs == nil {
			continue // found out while the papers are made; both are profiles that load
		}
		if bad == Pass || good != Pass && r.ID != "sign-by-hand" {
			t.Errorf("%s: the bad example is judged %v, the good one %v", r.ID, bad, good)
		}
	}
}
