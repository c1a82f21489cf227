package rule

import "testing"

func TestWith(t *testing.T) {
	for _, c := range []struct{ got, want Text }{
		{Text{"6 % of it", "6 % de cela"}.With(), Text{"6 % of it", "6 % de cela"}},
		{Text{"%d from %s", "%d à partir du %s"}.With(3, today), Text{"3 from 22 November 2026", "3 à partir du 22 novembre 2026"}},
		{Text{"%s: %s", "%s : %s"}.With("Tours", Text{"yes", "oui"}), Text{"Tours: yes", "Tours : oui"}},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestSeriesOfTexts(t *testing.T) {
	for _, c := range []struct {
		texts []Text
		want  Text
	}{
		{nil, Text{}},
		{[]Text{{"a", "x"}}, Text{"a", "x"}},
		{[]Text{{"a", "x"}, {"b", "y"}}, Text{"a and b", "x et y"}},
		{[]Text{{"a", "x"}, {"b", "y"}, {"c", "z"}}, Text{"a, b and c", "x, y et z"}},
	} {
		if got := Series(c.texts); got != c.want {
			t.Errorf("%q: %q, want %q", c.texts, got, c.want)
		}
	}
}

func TestUncapped(t *testing.T) {
	for s, want := range map[string]string{"": "", "Bail": "bail", "Énergie": "énergie", "RIB": "RIB", "A": "a", "Statement of the Host": "statement of the Host"} {
		if got := uncapped(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
