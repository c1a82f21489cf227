package dossier

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"dossier/internal/picture"
)

// foreign are words that no French message has.
var foreign = regexp.MustCompile(`(?i)\b(the|this|that|is|are|be|and|of|an|in|it|its|than|more|which|can|cannot|not|or|with|from|to|by|one|only|has|have|was|file|picture|paper|cut|short|missing|damaged|read|save|print|open|export|copy|again|photograph|scan|shown|whole|take|give|allowed|kind|unusual|million|drawing|spreadsheet|book|shortcut|computer|settings|video|sound|text|word document|empty|plain|web page)\b`)

// inEnglish is the first English word of a French text, if it has one.
func inEnglish(s string) string { return foreign.FindString(plain(s)) }

// A source is package picture as it is written.
type source struct {
	t      *testing.T
	consts map[string]ast.Expr
	vars   map[string]*ast.CompositeLit
	errors [][]ast.Expr // what each Error is made of: message and fix
}

func pictureSource(t *testing.T) *source {
	s := &source{t: t, consts: map[string]ast.Expr{}, vars: map[string]*ast.CompositeLit{}}
	names, err := filepath.Glob("../picture/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, s.visit)
	}
	return s
}

func (s *source) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i >= len(n.Values) {
				break
			}
			s.consts[name.Name] = n.Values[i]
			if list, ok := n.Values[i].(*ast.CompositeLit); ok {
				s.vars[name.Name] = list
			}
		}
	case *ast.CompositeLit:
		if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "Error" {
			s.errors = append(s.errors, n.Elts)
		}
	}
	return true
}

// text is what an expression comes to, where known stands for what a function is given.
func (s *source) text(e ast.Expr, known map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return e.Value
		}
		return text
	case *ast.BinaryExpr:
		return s.text(e.X, known) + s.text(e.Y, known)
	case *ast.Ident:
		if text, ok := known[e.Name]; ok {
			return text
		}
		if value, ok := s.consts[e.Name]; ok {
			return s.text(value, known)
		}
	case *ast.CallExpr: // of fmt.Sprintf
		return strings.ReplaceAll(s.text(e.Args[0], known), "%d", "120")
	}
	s.t.Fatalf("an Error of package picture is made of %#v", e)
	return ""
}

// Every error and damage of package picture, and its way out, is said in French.
func TestPictureErrorsAreFrench(t *testing.T) {
	s := pictureSource(t)
	if len(s.errors) < 10 {
		t.Fatalf("only %d errors", len(s.errors))
	}
	for _, parts := range s.errors {
		for _, part := range parts {
			en := s.text(part, map[string]string{"kind": "JPEG", "name": "a GIF picture", "fix": "export it as JPEG"})
			if fr := french(en); fr == en || inEnglish(fr) != "" || strings.Contains(fr, "%!") {
				t.Errorf("%q is %q", en, fr)
			}
		}
	}
	_, err := picture.Read(make([]byte, picture.MaxBytes+1))
	if fr := french(err.Error()); fr != "l’image pèse 200 Mo, plus que les 200 Mo permis" {
		t.Errorf("%v is %s", err, fr)
	}
}

// magic is the beginning of a file of each row of a table of package picture.
func (s *source) magic(table string) map[string]string {
	files := map[string]string{}
	for _, row := range s.vars[table].Elts {
		cells := row.(*ast.CompositeLit).Elts
		start, name := s.text(cells[0], nil), s.text(cells[1], nil)
		switch table {
		case "signatures":
			at, err := strconv.Atoi(start)
			if err != nil {
				s.t.Fatal(err)
			}
			start = strings.Repeat("\x00", at) + name
			name = s.text(cells[2], nil)
		case "zipped":
			start = "PK\x03\x04" + strings.Repeat("\x00", 26) + start
		}
		files[table+" "+name+" "+strconv.Quote(start)] = start
	}
	return files
}

// Each kind of file that package picture knows, and each broken one, is refused in French, with a way out
// in French.
func TestRefusedFilesAreFrench(t *testing.T) {
	s := pictureSource(t)
	files := map[string]string{"nothing known": "\x01\x02\x03\x04", "Outlook": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1_\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x00", "plain text": "Bonjour"}
	for _, table := range []string{"signatures", "zipped", "texts"} {
		for name, start := range s.magic(table) {
			files[name] = start + "\x00\x00\x00\x00"
			if table == "texts" {
				files[name] = start + " and so on"
			}
		}
	}
	if len(files) < 60 {
		t.Fatalf("only %d kinds of files", len(files))
	}
	names, err := filepath.Glob(filepath.Join(scans, "broken-*"))
	if err != nil || len(names) < 4 {
		t.Fatal(names, err)
	}
	for _, name := range append(names, filepath.Join(scans, "note.docx"), filepath.Join(scans, "letter.odt"), filepath.Join(scans, "letter.pages"), filepath.Join(scans, "clip.mp4"), filepath.Join(scans, "archive.zip")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = string(data)
	}
	a := applicant(t, sound)
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			j := &Job{Applicant: a, Read: func(string) ([]byte, error) { return []byte(data), nil }}
			_, found := j.Attach([]Piece{{Path: "x", Title: titleOf(a.Documents[3])}})
			if len(found) == 0 {
				t.Fatal("nothing is found")
			}
			for _, f := range found {
				reason, ok := strings.CutPrefix(plain(f.Message.FR), "Bail : ")
				if !ok || strings.HasSuffix(f.Message.EN, reason) || inEnglish(reason) != "" {
					t.Errorf("%s is %s", f.Message.EN, f.Message.FR)
				}
				if f.Fix.EN == "" || f.Fix.FR == f.Fix.EN || inEnglish(f.Fix.FR) != "" || !unicode.IsLower([]rune(f.Fix.FR)[0]) {
					t.Errorf("the way out %q is %q", f.Fix.EN, f.Fix.FR)
				}
			}
		})
	}
}
