// Command sources holds the articles of law that the rules rest on against the law in force.
//
//	go run ./internal/generate/sources
//
// It is run by hand, every now and then: law changes, and a rule does not notice. It names each row
// of internal/rule/articles.csv that is no longer what the law says, with the row to write instead,
// and changes nothing itself, since somebody must read the article and its rules first.
//
// The law comes from the npm package @socialgouv/legi-data (Apache-2.0), which has the codes out of
// LEGI, the base of Légifrance (Licence Ouverte 2.0): the newest version published, unless -version
// names one. npm downloads it, and the digest that the registry gives is checked; -tarball reads an
// archive that is at hand, as it is. The law can be no newer than the package: the last line says
// how new that is.
//
// The exit status is 0 when all rows stand, 1 when one has to be read again, 2 when it cannot be told.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"dossier/internal/generate/npm"
	"dossier/internal/rule"
)

const packageName = "@socialgouv/legi-data"

// codes are the files of the package, by the short name of the code.
var codes = []struct{ short, file string }{
	{"CSS", "package/data/LEGITEXT000006073189.json"},
	{"CRPA", "package/data/LEGITEXT000031366350.json"},
}

func main() {
	version := flag.String("version", "latest", "`VERSION` of "+packageName)
	tarball := flag.String("tarball", "", "read this `FILE.tgz` instead of downloading one")
	flag.Parse()
	text, changed, err := run(*version, *tarball, day(time.Now().Format(time.DateOnly)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "sources:", err)
		os.Exit(2)
	}
	fmt.Print(text)
	if changed {
		os.Exit(1)
	}
}

// run gives the report, and says whether a row of the table has to be read again.
func run(version, tarball string, on day) (text string, changed bool, err error) {
	archive, err := fetch(version, tarball)
	if err != nil {
		return "", false, err
	}
	l, err := read(archive)
	if err != nil {
		return "", false, err
	}
	text, changed = report(rule.AllArticles(), l, on)
	return text, changed, nil
}

func fetch(version, tarball string) ([]byte, error) {
	if tarball != "" {
		return os.ReadFile(tarball)
	}
	release, err := npm.Published(packageName, version)
	if err != nil {
		return nil, err
	}
	return release.Download()
}

// read takes the codes out of an archive of the package.
func read(archive []byte) (law, error) {
	var l law
	for _, c := range codes {
		source, err := npm.File(archive, c.file)
		if err != nil {
			return law{}, err
		}
		if err := l.add(c.short, source); err != nil {
			return law{}, err
		}
	}
	manifest, err := npm.File(archive, "package/package.json")
	if err != nil {
		return law{}, err
	}
	var r npm.Release
	if err := json.Unmarshal(manifest, &r); err != nil {
		return law{}, fmt.Errorf("read package.json: %w", err)
	}
	l.editions = append(l.editions, r.String())
	return l, nil
}

// report has each finding, then how many rows stand and by what they were judged.
func report(rows []rule.Article, l law, on day) (text string, changed bool) {
	var out strings.Builder
	stand := len(rows)
	for _, f := range compare(rows, l, on) {
		fmt.Fprintf(&out, "%s: %s\n\tas read: %s\n", f.row.Name(), f.said, f.row.URL())
		if f.now != nil {
			fmt.Fprintf(&out, "\tas it is: %s\n\tits row, once read: %s\n", f.now.URL(), line(*f.now))
		}
		if f.change {
			stand--
		}
	}
	fmt.Fprintf(&out, "%d of %d articles stand as they were read (%s)\n", stand, len(rows), strings.Join(l.editions, "; "))
	return out.String(), stand < len(rows)
}

// line is a row of the table of articles; none of its values needs quotes.
func line(a rule.Article) string {
	return strings.Join([]string{a.Name(), a.LEGIARTI, a.Since, a.Read, a.Text}, ",")
}
