package meter

import (
	"math"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Place is where a page stands for who reads of it: which page of which paper.
type Place struct {
	Title rule.Text // of the paper, as in the checklist
	Page  int       // from 1
}

func (p Place) text() rule.Text {
	return rule.Text{EN: "%s, page %d", FR: "%s, page %d"}.With(p.Title, p.Page)
}

// Rule is the row of rule.Table that the defect breaks.
func (d Defect) Rule() string { return Limits[d.Kind].Rule }

// Said words the defect of a page; other is the page that a Twin repeats.
func (d Defect) Said(at, other Place) rule.Text {
	whole := int(math.Round(math.Abs(d.Value)))
	switch d.Kind {
	case Coarse:
		return said(at, "the picture has %d dots an inch on A4", "l’image a %d points par pouce sur A4", whole)
	case Blurred:
		return said(at, "the picture is blurred", "l’image est floue")
	case Faint:
		return said(at, "the writing is hardly darker than the paper: by %d %%", "l’écriture est à peine plus sombre que le papier : de %d %%", whole)
	case Light:
		return said(at, "the picture is too light: the writing is darker than the paper by %d %% only", "l’image est trop claire : l’écriture n’est plus sombre que le papier que de %d %%", whole)
	case Dark:
		return said(at, "the picture is too dark: its paper has %d %% of the light of white", "l’image est trop sombre : son papier a %d %% de la clarté du blanc", int(math.Round(100*d.Value/255)))
	case Askew:
		return said(at, "the page lies askew by %d degrees", "la page est de travers de %d degrés", whole)
	case Turned:
		if whole == 180 {
			return said(at, "the page stands upside down", "la page est à l’envers")
		}
		return said(at, "the page lies on its side", "la page est couchée sur le côté")
	case Cut:
		return said(at, "the writing is cut off at the %s edge", "l’écriture est coupée au bord %s", sides[d.Side])
	case Blank:
		return said(at, "the page is blank", "la page est vide")
	default:
		return said(at, "the page looks the same as %s", "la page semble la même que %s", other.text())
	}
}

func said(at Place, en, fr string, args ...any) rule.Text {
	return rule.Text{EN: "%s: %s", FR: "%s : %s"}.With(at.text(), rule.Text{EN: en, FR: fr}.With(args...))
}

var sides = [...]rule.Text{
	Left: {EN: "left", FR: "gauche"}, Right: {EN: "right", FR: "droit"},
	Top: {EN: "upper", FR: "supérieur"}, Bottom: {EN: "lower", FR: "inférieur"},
}

// Finding is the defect as a finding about a key of the profile.
func (d Defect) Finding(a *profile.Applicant, key string, at, other Place) rule.Finding {
	f := rule.New(a, d.Rule(), key, d.Said(at, other))
	f.Level = d.Level()
	return f
}
