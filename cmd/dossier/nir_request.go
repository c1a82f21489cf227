package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A nirRequest is the beginning of a request file for correct: that the fund corrects a number whose digits
// are not those of the person. The person completes it with what stands on the letter.
type nirRequest struct {
	file  string // to be written
	n     profile.NIR
	a     *profile.Applicant
	wrong []rule.Difference
	day   profile.Date
	lang  string
	bytes.Buffer
}

// paper is the one on which the number stands, in the words of a request file.
func (r *nirRequest) paper() string {
	if r.n.Temporary() {
		return "temporary number"
	}
	return "permanent number"
}

// command is what is done with the file.
func (r *nirRequest) command() string {
	return fmt.Sprintf("dossier correct %s --request %s -o DIR", shellWord(r.a.File()), shellWord(r.file))
}

func (r *nirRequest) say(t rule.Text, args ...any) {
	for line := range strings.Lines(t.With(args...).In(r.lang)) {
		fmt.Fprintf(r, "# %s\n", strings.TrimRight(line, "\n"))
	}
}

// content is the file.
func (r *nirRequest) content() []byte {
	r.say(rule.Text{
		EN: "Asks the fund to correct a number, begun by dossier nir on %s. Complete date and\nreference as the letter has them, then: %s",
		FR: "Demande à la caisse de corriger un numéro, commencée par dossier nir le %s. Complétez la\ndate et la référence d’après le courrier, puis : %s"}, r.day, r.command())
	fmt.Fprintln(r)
	r.say(rule.Text{EN: "the letter with the number: its date, and what stands after \"Nos réf.\"", FR: "le courrier portant le numéro : sa date, et ce qui suit « Nos réf. »"})
	fmt.Fprintf(r, "# date = %s\n# reference = \"\"\n", r.example())
	if since := r.a.NIRSince; !since.IsZero() && r.a.NIR.Body() == r.n.Body() {
		fmt.Fprintf(r, "received = %s\n", since)
	}
	fmt.Fprintln(r)
	for _, d := range r.wrong {
		r.say(rule.Text{EN: "%s: %s", FR: "%s : %s"}, d.Key, d.Message)
	}
	fmt.Fprintf(r, "[[record]]\nkey = \"nir\"\nwrote = %q\npaper = %q\n", r.n.Grouped(), r.paper())
	r.date()
	r.proof()
	return r.Bytes()
}

// example is a day that a letter may have: the one on which the number came, else that of the run.
func (r *nirRequest) example() profile.Date {
	if !r.a.NIRSince.IsZero() {
		return r.a.NIRSince
	}
	return r.day
}

// date is the record of a date of birth that was read with day and month exchanged: the fund has it so on its
// other papers, too, if they say so.
func (r *nirRequest) date() {
	born := r.a.Birth.Date
	if !born.Ambiguous() || r.n.Month() != fmt.Sprintf("%02d", born.Day) || r.n.Year() != fmt.Sprintf("%02d", born.Year%100) {
		return
	}
	fmt.Fprintln(r)
	r.say(rule.Text{EN: "If the date of birth is wrong on another paper of the fund, take the # away. Papers: letter,\nattestation de droits, carte Vitale, ameli account.", FR: "Si la date de naissance est fausse sur un autre papier de la caisse, enlevez les #. Papiers :\nletter, attestation de droits, carte Vitale, ameli account."})
	fmt.Fprintf(r, "# [[record]]\n# key = \"birth.date\"\n# wrote = %s\n# paper = \"attestation de droits\"\n", born.Swapped())
}

// proof is the certificate that shows who is right, to be enclosed.
func (r *nirRequest) proof() {
	fmt.Fprintln(r)
	r.say(rule.Text{EN: "To enclose the birth certificate, with its translation, as the profile has it, take the # away.", FR: "Pour joindre l’acte de naissance, avec sa traduction, tel que le profil l’indique, enlevez les #."})
	fmt.Fprintf(r, "# [[document]]\n# kind = \"birth certificate\"\n")
}

// asked writes the file if --request names one.
func (r *nirRequest) asked(c *cli.Context) error {
	switch {
	case r.file == "":
		return nil
	case r.a == nil:
		return &usageError{"--request: the number is held against no profile", "add --profile me.toml"}
	case r.file == "-":
		return &usageError{"--request: the file cannot go to standard output, where the reading goes", "name a file: --request correction.toml"}
	case len(r.wrong) == 0:
		return &hinted{"--request: nothing in the profile disagrees with the number: there is nothing to correct", "leave --request out; if another digit is wrong, complete the profile"}
	}
	return writeNew(r.file, r.content(), "--request "+filepath.Join(r.file, "correction.toml"))
}

// offer says what can be done about a number that differs, or is to be done with the file.
func (r *nirRequest) offer() []rule.Text {
	switch {
	case len(r.wrong) == 0:
		return nil
	case r.file == "":
		return []rule.Text{{EN: "the same with --request correction.toml begins the letter that asks for a correction", FR: "la même commande avec --request correction.toml commence le courrier qui demande la correction"}}
	}
	return []rule.Text{rule.Text{EN: "%s: complete date and reference, then: %s", FR: "%s : complétez la date et la référence, puis : %s"}.With(r.file, r.command())}
}
