package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) rulesCommand() *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     "say what check looks at, and on what ground",
		ArgsUsage: "[ID]",
		Description: `Rules lists every rule with its level, its basis and its source; with the name of a rule it
explains that one, with an example that breaks it and one that does not. Law is what a
statute says, notice what the form itself asks for, practice what counters were seen to do
or what a look at the papers shows. Exit status is 0, or 2 for a name that is no rule.`,
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "rules as a JSON array"}},
		Action: p.rules,
	}
}

func (p *program) rules(c *cli.Context) error {
	_, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	rules, id := rule.Table, strings.ToLower(c.Args().First())
	switch {
	case c.NArg() > 1:
		return &usageError{fmt.Sprintf("rules takes one name, %d given", c.NArg()), "dossier rules three-months"}
	case id != "":
		r, ok := rule.Named(id)
		if !ok {
			return unknownRule(id)
		}
		rules = []rule.Rule{r}
	}
	switch {
	case c.Bool("json"):
		return p.rulesJSON(rules, lang)
	case id != "":
		explain(p.out, rules[0], lang)
	default:
		for _, r := range rules {
			fmt.Fprintf(p.out, "%-24s %-9s %s\n%35s%s\n", r.ID, r.Level.Word().In(lang), r.What.In(lang), "", r.Why(lang))
		}
	}
	return nil
}

func unknownRule(id string) error {
	var names []string
	for _, r := range rule.Table {
		names = append(names, r.ID)
	}
	if near := profile.Nearest(id, names); near != "" {
		return &usageError{fmt.Sprintf("there is no rule %q", id), "did you mean " + near + "?"}
	}
	return &usageError{fmt.Sprintf("there is no rule %q", id), "dossier rules lists them"}
}

// explain writes all there is to say of one rule.
func explain(w io.Writer, r rule.Rule, lang string) {
	in := func(en, fr string) string { return rule.Text{EN: en, FR: fr}.In(lang) }
	fmt.Fprintf(w, "%s (%s)\n%s\n\n", r.ID, r.Level.Word().In(lang), r.What.In(lang))
	fmt.Fprintf(w, "%s\n", r.Why(lang))
	for _, a := range r.Articles() {
		fmt.Fprintf(w, "\t%s: %s, %s %s, %s %s\n\t\t%s\n", a.Name(), a.LEGIARTI, in("in force since", "en vigueur depuis le"), dateIn(a.Since, lang), in("read on", "lu le"), dateIn(a.Read, lang), a.URL())
	}
	fmt.Fprintf(w, "%s %s\n\n", in("read on", "lu le"), dateIn(r.Read, lang))
	fmt.Fprintf(w, "%s %s\n", in("When it fails:", "En cas d’échec :"), r.Fix.In(lang))
	if ask := r.Ask.In(lang); ask != "" {
		fmt.Fprintf(w, "%s %s\n", in("When it cannot be told:", "Si l’on ne peut pas savoir :"), ask)
	}
	fmt.Fprintf(w, "\n%s\n%s\n\n%s\n%s\n", in("Bad:", "Mauvais :"), indent(r.Bad), in("Good:", "Bon :"), indent(r.Good))
}

func indent(s string) string {
	return "\t" + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n\t")
}

func dateIn(iso, lang string) string {
	d, err := profile.ParseDate(iso)
	if err != nil {
		return iso
	}
	return rule.Day(d).In(lang)
}

func (p *program) rulesJSON(rules []rule.Rule, lang string) error {
	list := make([]json.RawMessage, len(rules))
	for i, r := range rules {
		data, err := r.JSON(lang)
		if err != nil {
			return err
		}
		list[i] = data
	}
	return p.printJSON(list)
}
