package dossier

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"testing"

	"dossier/internal/invent"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// benchmarked are the jobs of so many invented people, who have no scans: what is left is filling and typesetting.
// Their blank is the official one where it is at hand, and is read once.
func benchmarked(b *testing.B, n int) []*Job {
	blank, _ := os.ReadFile("../../../shared/forms/official/s1106-15763-01-fr.pdf")
	var file *pdf.File
	jobs := make([]*Job, n)
	for i := range jobs {
		a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(invent.Profile(i, "")), nil })
		if err != nil {
			b.Fatal(err)
		}
		jobs[i] = &Job{Applicant: a, Day: today, Catalog: catalog, Blank: blank, Version: "test",
			Read: func(string) ([]byte, error) { return nil, fs.ErrNotExist },
			Open: func(data []byte) (*pdf.File, error) {
				if file == nil {
					f, err := pdf.Open(data)
					if err != nil {
						return nil, err
					}
					file = f
				}
				return file, nil
			}}
	}
	return jobs
}

// BenchmarkPapers makes the papers of one applicant after the other, and each of those that are typeset by itself.
func BenchmarkPapers(b *testing.B) {
	jobs := benchmarked(b, 40)
	made := map[*Job]benchmarkedPapers{}
	for _, j := range jobs {
		made[j] = benchmarkedOf(b, j)
	}
	each := func(name string, run func(j *Job) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := run(jobs[i%len(jobs)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	each("all", func(j *Job) error {
		d, err := j.Build()
		if err != nil {
			return err
		}
		if d.Papers == nil {
			return fmt.Errorf("no papers: %v", d.Findings)
		}
		for _, write := range d.Papers {
			if err := write(io.Discard); err != nil {
				return err
			}
		}
		return nil
	})
	each("letter", func(j *Job) error { _, _, err := j.drawLetter(made[j].letter); return err })
	each("checklist", func(j *Job) error {
		_, _, _, err := j.indexed(made[j].form, made[j].part, made[j].drawn, nil, made[j].findings)
		return err
	})
	each("memo", func(j *Job) error { _, err := j.drawMemo(made[j].findings, made[j].printing); return err })
}

// benchmarkedPapers are what the papers of a job are drawn from.
type benchmarkedPapers struct {
	form     *Form
	part     Part
	letter   typeset.Letter
	drawn    []byte
	findings []rule.Finding
	printing Printing
}

func benchmarkedOf(b *testing.B, j *Job) (p benchmarkedPapers) {
	layout, e := typeset.Layout{}, (*envelope)(nil)
	for _, step := range []func() (err error){
		func() (err error) { p.form, err = j.Form(); return },
		func() (err error) { p.part, err = FormPart(p.form.PDF); return },
		func() (err error) { p.letter, err = j.letter(nil); return },
		func() (err error) { p.drawn, layout, err = j.drawLetter(p.letter); return },
		func() (err error) {
			p.findings = j.findings(p.form, nil)
			e, _, _, err = j.indexed(p.form, p.part, p.drawn, nil, p.findings)
			return
		},
	} {
		if err := step(); err != nil {
			b.Fatal(err)
		}
	}
	p.printing = j.printing(p.form, e, layout, p.letter.Recipient)
	return p
}
