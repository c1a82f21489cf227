package rule

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

func TestArticlesOfASource(t *testing.T) {
	tests := []struct {
		source           string
		articles, absent []string
	}{
		{"CSS D160-2 II 3°, L161-1; S1106, page 2", []string{"CSS D160-2", "CSS L161-1"}, nil},
		{"S1106, part B; CSS D160-2", []string{"CSS D160-2"}, nil},
		{"CSS L114-10-2-1 (accounts in France or the SEPA area)", []string{"CSS L114-10-2-1"}, nil},
		{"CRPA R113-7; CSS R114-7 I", []string{"CRPA R113-7", "CSS R114-7"}, nil},
		{"CSS R114-7 I 2°; CRPA R113-7; CSS R114-7 I", []string{"CSS R114-7", "CRPA R113-7"}, nil},
		{"CSS L160-2; CSS L160-5", []string{"CSS L160-2", "CSS L160-5"}, nil},
		{"CSS R142-1, R142-1-A III", []string{"CSS R142-1", "CSS R142-1-A"}, nil},
		{"service-public F868, R45084; Regulation (EU) 260/2012 art. 9", nil, nil},
		{"S1106, part A", nil, nil},
		{"our own reading of CSS D160-2", nil, nil},
		{"", nil, nil},

		{"CSS L160-1, L1-1", []string{"CSS L160-1"}, []string{"CSS L1-1"}},
		{"CRPA R114-7", nil, []string{"CRPA R114-7"}}, // of the other code
		{"CSS D160-22", nil, []string{"CSS D160-22"}},
		{"CSS R142-1-B", nil, []string{"CSS R142-1-B"}},
		{"CSS L160", nil, []string{"CSS L160"}},
		{"CSS", nil, []string{"CSS"}},
		{"S1106; CSS art. D. 160-2", nil, []string{"CSS art. D. 160-2"}},
		{"CSS d160-2", nil, []string{"CSS d160-2"}},
	}
	for _, test := range tests {
		var got []string
		for _, a := range Articles(test.source) {
			got = append(got, a.Name())
		}
		if !slices.Equal(got, test.articles) {
			t.Errorf("%q names %q, want %q", test.source, got, test.articles)
		}
		if got := unread(test.source); !slices.Equal(got, test.absent) {
			t.Errorf("%q: unknown are %q, want %q", test.source, got, test.absent)
		}
	}
}

// unread are the articles of a source that the table does not hold.
func unread(source string) []string {
	_, unknown := cited(source)
	return unknown
}

func TestArticle(t *testing.T) {
	a := Articles("CSS D160-2")[0]
	if a.Since != "2021-05-01" || a.URL() != "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000042947082" {
		t.Errorf("the three months rest on %s, in force since %s", a.URL(), a.Since)
	}
}

// The table of articles is written by hand: every row is whole, of a known code, and the only one.
func TestTableOfArticles(t *testing.T) {
	code, legiarti, text := regexp.MustCompile(`^(CSS|CRPA)$`), regexp.MustCompile(`^LEGIARTI[0-9]{12}$`), regexp.MustCompile(`^[0-9a-f]{16}$`)
	whole := regexp.MustCompile(`^[LRD][0-9]+(-[0-9]+)+(-[A-Z])?$`)
	names, versions := map[string]bool{}, map[string]bool{}
	for _, a := range AllArticles() {
		since, errSince := time.Parse(time.DateOnly, a.Since)
		read, errRead := time.Parse(time.DateOnly, a.Read)
		if !code.MatchString(a.Code) || !whole.MatchString(a.Number) || !legiarti.MatchString(a.LEGIARTI) || !text.MatchString(a.Text) ||
			errSince != nil || errRead != nil || read.Before(since) {
			t.Errorf("this row is not whole: %+v", a)
		}
		if names[a.Name()] || versions[a.LEGIARTI] {
			t.Errorf("%s is there twice", a.Name())
		}
		names[a.Name()], versions[a.LEGIARTI] = true, true
	}
	if len(names) == 0 {
		t.Error("there are no articles")
	}
}
