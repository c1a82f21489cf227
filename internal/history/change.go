package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Change is one thing in which two versions differ. Before is empty for what came, After for what went.
type Change struct {
	What   What
	Key    string // of a field its id, of a paper the key of the profile
	Label  rule.Text
	Before rule.Text
	After  rule.Text
}

// What changed: an answer on the form, a paper enclosed, the edition of the form, or the program.
type What string

const (
	Field   What = "field"
	Paper   What = "paper"
	Edition What = "edition"
	Program What = "program"
)

// Answers are the answers of the form in which two versions differ, in the order of the form.
func Answers(f *form.Form, before, after *dossier.Manifest) []Change {
	old, now := answers(before), answers(after)
	var list []Change
	for i := range f.Fields {
		if q := &f.Fields[i]; old[q.ID] != now[q.ID] {
			list = append(list, Change{Field, q.ID, rule.Text{EN: q.EN, FR: q.Said()}, shown(f, q, old[q.ID]), shown(f, q, now[q.ID])})
		}
	}
	return list
}

// answers are those on a form, by the id of the field.
func answers(m *dossier.Manifest) map[string]string {
	on := map[string]string{}
	for _, f := range m.Form.Fields {
		switch {
		case on[f.ID] != "":
		case f.Whole != "":
			on[f.ID] = f.Whole
		case f.Text != "":
			on[f.ID] = f.Text
		case f.On:
			on[f.ID] = f.Choice
		}
	}
	return on
}

// shown is an answer in words: a date with its month in letters, a box by its label.
func shown(f *form.Form, q *form.Field, answer string) rule.Text {
	t := rule.Text{EN: answer, FR: q.Show(answer)}
	if d, err := time.Parse("02012006", answer); q.Date && err == nil {
		t.EN = profile.DateOf(d).English()
	}
	if label := f.Labels[q.ID+"."+answer]; len(label.EN) > 0 {
		t.EN = label.EN[0]
	}
	return t
}

// Enclosed are the papers enclosed in which two versions differ: those that went, then those that came or are
// other files now, in the order of the dossier. The same file under another key is the same paper.
func Enclosed(before, after *dossier.Manifest) []Change {
	old := papers(before)
	now := slices.DeleteFunc(papers(after), func(p paper) bool {
		i := slices.IndexFunc(old, func(o paper) bool { return o.sum == p.sum })
		if i >= 0 {
			old = slices.Delete(old, i, i+1)
		}
		return i >= 0
	})
	var went, came []Change
	for _, p := range now {
		c := Change{What: Paper, Key: p.key, Label: p.title, After: p.file}
		if i := slices.IndexFunc(old, func(o paper) bool { return o.title == p.title }); i >= 0 {
			c.Before = old[i].file
			old = slices.Delete(old, i, i+1)
		}
		came = append(came, c)
	}
	for _, o := range old {
		went = append(went, Change{What: Paper, Key: o.key, Label: o.title, Before: o.file})
	}
	return append(went, came...)
}

// A paper is a file that was enclosed.
type paper struct {
	key, sum    string
	title, file rule.Text
}

func papers(m *dossier.Manifest) []paper {
	titles := map[int]string{}
	for _, part := range m.Parts {
		if part.Piece > 0 && titles[part.Piece] == "" {
			titles[part.Piece] = strings.TrimPrefix(part.Title, fmt.Sprintf("%d. ", part.Piece))
		}
	}
	var list []paper
	for _, in := range m.Inputs {
		title := titles[in.Piece]
		if in.Error != "" || title == "" { // it could not be enclosed
			continue
		}
		list = append(list, paper{in.Key, in.SHA256, rule.Text{EN: title, FR: title}, rule.Text{EN: "%s, %d page(s)", FR: "%s, %d page(s)"}.With(in.File, in.Pages)})
	}
	return list
}

// Making is in what two versions were made otherwise: another edition of the form, another program.
func Making(before, after *dossier.Manifest) []Change {
	var list []Change
	note := func(what What, key string, label rule.Text, old, now string) {
		if old != now {
			list = append(list, Change{what, key, label, rule.Text{EN: old, FR: old}, rule.Text{EN: now, FR: now}})
		}
	}
	note(Edition, "", rule.Text{EN: "edition of the form", FR: "édition du formulaire"}, before.Form.Edition, after.Form.Edition)
	if before.Form.Edition == after.Form.Edition {
		note(Edition, "", rule.Text{EN: "file of the form", FR: "fichier du formulaire"}, brief(before.Form.SHA256), brief(after.Form.SHA256))
	}
	program := rule.Text{EN: "program", FR: "programme"}
	note(Program, "", program, before.Program, after.Program)
	for _, name := range slices.Sorted(maps.Keys(after.Versions)) {
		if old := before.Versions[name]; old != "" {
			note(Program, name, program, name+" "+old, name+" "+after.Versions[name])
		}
	}
	return list
}

// brief is enough of a sum for a person to tell two apart.
func brief(sum string) string { return sum[:min(8, len(sum))] }
