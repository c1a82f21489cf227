package rule

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dossier/internal/table"
)

// An Article is an article of law in the version that was read for the rules.
type Article struct {
	Code     string // "CSS", Code de la sécurité sociale, or "CRPA", Code des relations entre le public et l'administration
	Number   string // "D160-2"
	LEGIARTI string // the number of this version on Légifrance: "LEGIARTI000042947082"
	Since    string // the day from which this version is in force, ISO
	Read     string // the day on which it was read, ISO
	Text     string // what make sources knows its words by: see internal/generate/sources
}

// Name is the article as sources write it: "CSS D160-2".
func (a Article) Name() string { return a.Code + " " + a.Number }

// URL is the page of this version on Légifrance.
func (a Article) URL() string {
	return "https://www.legifrance.gouv.fr/codes/article_lc/" + a.LEGIARTI
}

// AllArticles are those that the table of articles holds, in its order.
func AllArticles() []Article { return slices.Clone(articles()) }

// Articles are those that the text of a source names, in its order and each once. A part of it, up to
// a ";", that begins with a code names articles of that code: "CSS D160-2 II 3°, L161-1; S1106, page 2"
// names two. What the table does not hold is left out.
func Articles(source string) []Article {
	found, _ := cited(source)
	return found
}

// number is that of an article: L for a law, R and D for decrees, and a letter behind some ("R142-1-A").
var number = regexp.MustCompile(`\b[LRD][0-9]+(-[0-9]+)*(-[A-Z])?\b`)

// cited are the articles that the text of a source names; unknown are those of them that the table does
// not hold, as "CSS L1-1", and the parts that begin with a code and name no article at all.
func cited(source string) (found []Article, unknown []string) {
	for part := range strings.SplitSeq(source, ";") {
		part = strings.TrimSpace(part)
		code, rest, _ := strings.Cut(part, " ")
		if code != "CSS" && code != "CRPA" {
			continue
		}
		numbers := number.FindAllString(rest, -1)
		if len(numbers) == 0 {
			unknown = append(unknown, part)
		}
		for _, n := range numbers {
			i := slices.IndexFunc(articles(), func(a Article) bool { return a.Code == code && a.Number == n })
			if i < 0 {
				unknown = append(unknown, code+" "+n)
				continue
			}
			if a := articles()[i]; !slices.Contains(found, a) {
				found = append(found, a)
			}
		}
	}
	return found, unknown
}

//go:embed articles.csv
var articlesCSV []byte

// articles reads the embedded table once.
var articles = sync.OnceValue(func() []Article {
	var all []Article
	for _, row := range table.Rows(articlesCSV) {
		code, n, _ := strings.Cut(row[0], " ")
		all = append(all, Article{Code: code, Number: n, LEGIARTI: row[1], Since: row[2], Read: row[3], Text: row[4]})
	}
	return all
})
