package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"dossier/internal/proof"
)

var update = flag.Bool("update", false, "rewrite what scripts expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dossier": main, "caller": caller})
}

// caller is a program that does what ours may not: it tries to connect to this machine.
func caller() {
	if c, err := net.Dial("tcp", "127.0.0.1:9"); err == nil {
		c.Close()
	}
}

// TestScripts runs testdata/script: each file is a page of the manual. $SCANS is the folder of
// made scans, $PROFILES that of the invented people, $OFFICIAL the official form where it is at hand.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	official := filepath.Join(root, "..", "shared", "forms", "official", "s1106-15763-01-fr.pdf")
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("SCANS", filepath.Join(root, "testdata", "scans"))
			e.Setenv("PROFILES", filepath.Join(root, "profiles"))
			e.Setenv("OFFICIAL", official)
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			e.Setenv("HOME", e.WorkDir)
			if dir, err := os.UserCacheDir(); err == nil {
				e.Setenv("XDG_CACHE_HOME", dir) // compiled PDFium, once for all
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "official" {
				return false, fmt.Errorf("no condition %q", cond)
			}
			_, err := os.Stat(official)
			return err == nil, nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"pdftext": pdfText, "outline": pdfOutline, "pages": pdfPages, "mode": fileMode, "status": exitStatus, "vary": vary,
			"latin": latin, "workbook": workbook,
			"agekey": ageKey, "agelock": ageLock, "recipient": recipientOf, "age": ageFile, "decrypt": ageDecrypt, "cutoff": cutOff, "allage": allAge,
		},
	})
}

// engine is PDFium, started once for all scripts.
var engine = sync.OnceValues(func() (*proof.Engine, error) {
	return proof.Start(cacheDir())
})

func open(ts *testscript.TestScript, name string) *proof.Document {
	e, err := engine()
	ts.Check(err)
	doc, err := e.Open([]byte(ts.ReadFile(name)))
	ts.Check(err)
	ts.Defer(func() { doc.Close() })
	return doc
}

// pdftext FILE [PAGE] prints the text of a PDF as PDFium reads it.
func pdfText(ts *testscript.TestScript, _ bool, args []string) {
	doc := open(ts, args[0])
	for i := range doc.Pages() {
		if len(args) > 1 && args[1] != strconv.Itoa(i+1) {
			continue
		}
		text, err := doc.Text(i)
		ts.Check(err)
		fmt.Fprintf(ts.Stdout(), "-- page %d\n%s\n", i+1, tidy(text))
	}
}

func tidy(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// outline FILE prints the bookmarks with their pages.
func pdfOutline(ts *testscript.TestScript, _ bool, args []string) {
	marks, err := open(ts, args[0]).Outline()
	ts.Check(err)
	for _, m := range marks {
		fmt.Fprintf(ts.Stdout(), "%s%s %d\n", strings.Repeat("  ", m.Level), m.Title, m.Page+1)
	}
}

// pages N FILE holds the number of pages of a PDF.
func pdfPages(ts *testscript.TestScript, neg bool, args []string) {
	if got := strconv.Itoa(open(ts, args[1]).Pages()); (got == args[0]) == neg {
		ts.Fatalf("%s has %s pages", args[1], got)
	}
}

// mode OCTAL FILE... holds the permissions of files.
func fileMode(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

// status N COMMAND... runs dossier and holds its exit status; its output is that of the script.
func exitStatus(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s %s: exit status %s, want %s", args[1], strings.Join(args[2:], " "), got, args[0])
	}
}

// vary FROM TO [DEGREES] makes another layout of a PDF: its pages turned, or else moved by 100 points to the
// left and 50 down in a space of their own, the fields with them.
func vary(ts *testscript.TestScript, _ bool, args []string) {
	conf := model.NewDefaultConfiguration()
	conf.WriteObjectStream, conf.WriteXRefStream = false, false
	ctx, err := api.ReadValidateAndOptimize(strings.NewReader(ts.ReadFile(args[0])), conf)
	ts.Check(err)
	for n := 1; n <= ctx.PageCount; n++ {
		page, _, _, err := ctx.PageDict(n, false)
		ts.Check(err)
		if len(args) > 2 {
			degrees, err := strconv.Atoi(args[2])
			ts.Check(err)
			page["Rotate"] = types.Integer(degrees)
			continue
		}
		ts.Check(move(ctx, page, -100, -50))
	}
	var b strings.Builder
	ts.Check(api.WriteContext(ctx, &b))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

// latin FROM TO writes a text in Windows-1252.
func latin(ts *testscript.TestScript, _ bool, args []string) {
	data, err := charmap.Windows1252.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(data), 0o600))
}

// workbook FROM.csv TO.xlsx makes a workbook of a table with semicolons. What is a day or begins with # is no text
// there but a date or a number.
func workbook(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	defer f.Close()
	for i, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n") {
		for j, text := range strings.Split(line, ";") {
			var value any = text
			if day, err := time.Parse(time.DateOnly, text); err == nil {
				value = day
			} else if n, ok := strings.CutPrefix(text, "#"); ok {
				value, err = strconv.Atoi(n)
				ts.Check(err)
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			ts.Check(err)
			ts.Check(f.SetCellValue("Sheet1", at, value))
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}

// move shifts what a page shows, and the page with it.
func move(ctx *model.Context, page types.Dict, dx, dy float64) error {
	shift := func(r types.Array) types.Array {
		out := types.Array{}
		for i, x := range r {
			f, err := ctx.DereferenceNumber(x)
			if err != nil {
				return r
			}
			out = append(out, types.Float(f+[]float64{dx, dy}[i%2]))
		}
		return out
	}
	for _, box := range []string{"MediaBox", "CropBox", "TrimBox", "BleedBox", "ArtBox"} {
		if r := page.ArrayEntry(box); r != nil {
			page[box] = shift(r)
		}
	}
	annots, err := ctx.DereferenceArray(page["Annots"])
	if err != nil {
		return err
	}
	for _, a := range annots {
		d, err := ctx.DereferenceDict(a)
		if err != nil {
			return err
		}
		d["Rect"] = shift(d.ArrayEntry("Rect"))
	}
	before, err := content(ctx, fmt.Sprintf("q 1 0 0 1 %g %g cm\n", dx, dy))
	if err != nil {
		return err
	}
	after, err := content(ctx, "\nQ")
	if err != nil {
		return err
	}
	streams := types.Array{page["Contents"]}
	if list, err := ctx.DereferenceArray(page["Contents"]); err == nil {
		streams = list
	}
	page["Contents"] = slices.Concat(types.Array{*before}, streams, types.Array{*after})
	return nil
}

func content(ctx *model.Context, s string) (*types.IndirectRef, error) {
	d, err := ctx.NewStreamDictForBuf([]byte(s))
	if err != nil {
		return nil, err
	}
	if err := d.Encode(); err != nil {
		return nil, err
	}
	return ctx.IndRefForNewObject(*d)
}

// TestStdinProfile runs the program in this process, for what a script cannot give.
func TestStdinProfile(t *testing.T) {
	profile, err := os.Open("../../profiles/demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer profile.Close()
	var out, errw strings.Builder
	code := run(context.Background(), []string{"dossier", "fill", "-", "-o", "-", "--on", "2026-11-22"}, profile, &out, &errw)
	if code != done || !strings.HasPrefix(out.String(), "%PDF-") {
		t.Errorf("exit status %d, output %.20q, %s", code, out.String(), errw.String())
	}
}
