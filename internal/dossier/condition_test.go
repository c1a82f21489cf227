package dossier

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/rule"
)

// conditions say of each made file that is a paper what the dossier says of it, in English and French; of
// those that are not named it says nothing.
var conditions = map[string][]string{
	"cut.pdf": {"block attachment-damaged Lease: the PDF is damaged: 1 of its 3 pages cannot be read; page 2 is not whole",
		"Bail : le PDF est endommagé : 1 de ses 3 pages illisible(s) ; page(s) incomplète(s) : 2"},
	"cut-update.pdf":   {"block attachment-damaged Lease: the PDF is damaged: 1 of its 2 pages cannot be read", "Bail : le PDF est endommagé : 1 de ses 2 pages illisible(s)"},
	"lost-drawing.pdf": {"block attachment-damaged Lease: the PDF is damaged: page 2 is not whole", "Bail : le PDF est endommagé : page(s) incomplète(s) : 2"},
	"lost-picture.pdf": {"block attachment-damaged Lease: the PDF is damaged: page 1 is not whole", "Bail : le PDF est endommagé : page(s) incomplète(s) : 1"},
	"bad-drawing.pdf":  {"block attachment-damaged Lease: the PDF is damaged: page 2 is not whole", "Bail : le PDF est endommagé : page(s) incomplète(s) : 2"},
	"cut-picture.pdf":  {"block attachment-damaged Lease: the PDF is damaged: page 1 is not whole", "Bail : le PDF est endommagé : page(s) incomplète(s) : 1"},
	"hole.pdf":         {"block attachment-damaged Lease: the PDF is damaged: 1 of its 3 pages cannot be read", "Bail : le PDF est endommagé : 1 de ses 3 pages illisible(s)"},

	"scripts.pdf":          {stripped("info", "scripts"), laidAside("scripts")},
	"scripts-hidden.pdf":   {stripped("info", "scripts, actions"), laidAside("scripts, actions")},
	"actions.pdf":          {stripped("info", "actions"), laidAside("actions")},
	"files.pdf":            {stripped("warn", "attached files"), laidAside("fichiers joints")},
	"files-note.pdf":       {stripped("warn", "attached files"), laidAside("fichiers joints")},
	"files-associated.pdf": {stripped("warn", "attached files"), laidAside("fichiers joints")},
	"xfa.pdf":              {stripped("info", "XFA"), laidAside("XFA")},
	"media.pdf":            {stripped("info", "multimedia"), laidAside("multimédia")},
	"signed.pdf":           {stripped("info", "digital signature"), laidAside("signature électronique")},
	"layers.pdf":           {stripped("info", "hidden layers"), laidAside("calques masqués")},

	"clipped.pdf": {"warn attachment-clipped Lease: on page 1 the value of the field “town” does not fit its box", "Bail : à la page 1, la valeur du champ « town » ne tient pas dans sa case",
		"warn attachment-clipped Lease: on page 1 the value of the field “foreign” has letters that cannot be drawn, and is not there",
		"Bail : à la page 1, la valeur du champ « foreign » a des lettres impossibles à dessiner et n’y est pas"},
}

func stripped(level, what string) string {
	return level + " attachment-stripped Lease: its pages in the dossier are without what the file came with: " + what
}

func laidAside(what string) string {
	return "Bail : ses pages dans le dossier n’ont plus ce que le fichier contenait : " + what
}

// inside is the profile with a made file for the lease.
func inside(t *testing.T, name string) *Job { return jobOf(t, changed(t, "lease.pdf", "pdf/"+name)) }

func aboutLease(found []rule.Finding) []string {
	var list []string
	for _, f := range found {
		if strings.HasPrefix(f.Rule, "attachment-") {
			list = append(list, f.Level.String()+" "+f.Rule+" "+f.Message.EN, plain(f.Message.FR))
		}
	}
	return list
}

// What can be read of a file goes in, and what it has lost, or has no more, is said; check says the same
// without making the papers.
func TestConditions(t *testing.T) {
	files, err := os.ReadDir(filepath.Join(scans, "pdf"))
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := file.Name()
		t.Run(name, func(t *testing.T) {
			j := inside(t, name)
			found, err := j.Check(true)
			if err != nil {
				t.Fatal(err)
			}
			got := aboutLease(found)
			if len(got) > 0 && strings.HasPrefix(got[0], "block attachment-missing") {
				return // see TestBuildBadAttachments
			}
			if !slices.Equal(got, conditions[name]) {
				t.Errorf("check says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(conditions[name], "\n"))
			}
			if len(conditions[name]) == 0 {
				return
			}
			d := build(t, j)
			in := d.Manifest.Inputs[3]
			if in.Error != "" || in.Pages < 1 || len(d.Papers) == 0 {
				t.Errorf("it is not in the dossier: %+v", in)
			}
			if damaged := in.Damage != ""; damaged != (found[0].Rule == rule.AttachmentDamaged) || d.Manifest.Ready == damaged {
				t.Errorf("the manifest says %+v, ready %v", in, d.Manifest.Ready)
			}
			pagesAddUp(t, d)
		})
	}
}

// The manifest names what goes without saying, too.
func TestManifestNamesMetadata(t *testing.T) {
	d := build(t, inside(t, "traces.pdf"))
	if in := d.Manifest.Inputs[3]; !slices.Equal(in.Dropped, []pdf.Drop{pdf.DropMetadata}) || len(aboutLease(d.Findings)) > 0 {
		t.Errorf("%+v, %q", in, aboutLease(d.Findings))
	}
	if data := papersOf(t, d)["dossier.pdf"]; bytes.Contains(data, []byte("48.8566")) {
		t.Error("the place came along")
	}
}

// The state of a damaged piece is on the checklist.
func TestChecklistSaysDamaged(t *testing.T) {
	d := build(t, inside(t, "cut.pdf"))
	text := plain(strings.Join(textOfPages(t, papersOf(t, d)["checklist.pdf"]), "\n"))
	if !strings.Contains(text, "endommagée") || !strings.Contains(text, "fichier endommagé, incomplet") {
		t.Errorf("the checklist says %s", text)
	}
}

// A locked file opens with the password that is given for it; the password is in nothing that is written
// or said.
func TestPassword(t *testing.T) {
	for password, want := range map[string]string{"inventé": "", "propriétaire": "", "": "locked with a password", "geheim": "the password given does not open it"} {
		for _, name := range []string{"locked.pdf", "locked-rc4-40.pdf"} {
			j := inside(t, name)
			var asked []string
			j.Password = func(p Piece) string {
				asked = append(asked, p.Key())
				return password
			}
			d := build(t, j)
			f, ok := findingAt(d.Findings, "attachment-missing", "document[3].file")
			if ok != (want != "") || !strings.Contains(f.Message.EN, want) || slices.ContainsFunc(asked, func(key string) bool { return key != "document[3].file" }) {
				t.Errorf("%s: asked for %q, said %v", name, asked, f)
			}
			if ok && (!strings.Contains(f.Fix.EN, "document[3].password_env") || !strings.Contains(f.Fix.FR, "document[3].password_env") || !strings.Contains(f.Message.FR, "protégé")) {
				t.Errorf("the way out is not named: %v, %v", f.Message, f.Fix)
			}
			manifest, err := d.Manifest.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if password != "" && (bytes.Contains(manifest, []byte(password)) || strings.Contains(f.Message.EN+f.Fix.EN, password)) {
				t.Error("the password is repeated")
			}
		}
	}
}

// What a file is refused for is said in French, too; for what is made of parts see TestPictureErrorsAreFrench.
func TestRefusalsAreFrench(t *testing.T) {
	french := regexp.MustCompile(`^(l’|(le|la|les|ce|c’est|une|ouvrez|téléchargez|imprimez|enregistrez|exportez|numérisez|photographiez|copiez|sortez|donnez|divisez|attendez|nommez|vérifiez|laissez|déchiffrez|reprenez)(-le|-la|-en)?(,? |$))`)
	for en, fr := range refusals {
		if !french.MatchString(plain(fr)) || en == fr {
			t.Errorf("%q is %q", en, fr)
		}
	}
	files, err := os.ReadDir(filepath.Join(scans, "pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		found, err := inside(t, file.Name()).Check(true)
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := findingAt(found, "attachment-missing", "document[3].file"); ok && strings.Contains(f.Message.FR, strings.TrimPrefix(f.Message.EN, "Lease: ")) {
			t.Errorf("%s: %s", file.Name(), f.Message.FR)
		}
	}
}
