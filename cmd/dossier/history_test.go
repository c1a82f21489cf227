//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/history"
)

// answered is the manifest of a reply to a letter of the fund.
func answered() *dossier.Manifest {
	m := madeOn(dossier.Reply, "2026-12-10")
	m.Profile = []dossier.ManifestSource{{File: "me.toml"}}
	m.Request = &dossier.ManifestRequest{Date: "2026-12-02", Reference: "AB 12", Deadline: "2026-12-31", Items: []dossier.ManifestItem{
		{Kind: "change", Key: "birth.date", Old: "1980-05-17", New: "1980-05-07"},
		{Kind: "change", Key: "caf.number", New: "1234567"},
		{Kind: "document", Key: "passport", Pieces: []dossier.ManifestSent{{Piece: 2, Title: "Passeport", Pages: 1}, {Piece: 3, Title: "Passeport, traduction", Pages: 2}}},
		{Kind: "document", Key: "a kind of later"},
		{Kind: "record", Key: "name.birth", Old: "TREMBLEY", New: "Tremblay"},
		{Kind: "form"}, {Kind: "question"}, {Kind: "refusal"},
	}}
	return m
}

// besideScans goes into a new folder with the made scans.
func besideScans(t *testing.T) {
	t.Helper()
	scans, err := filepath.Abs("../../testdata/scans")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("XDG_DATA_HOME", "data")
	if err := os.Symlink(scans, "scans"); err != nil {
		t.Fatal(err)
	}
}

// What a reply has corrected stops a build into its folder, by build and by batch, until the profile has it.
func TestBuildAfterCorrection(t *testing.T) {
	besideScans(t)
	for _, dir := range []string{"out", "all/me"} {
		if err := (&program{}).writeFolder(dir, papers("reply.pdf", "r"), answered(), correctFiles, anything); err != nil {
			t.Fatal(err)
		}
	}
	build := func(args string) (int, string) {
		var said bytes.Buffer
		return run(context.Background(), strings.Fields("dossier "+args+" --no-proof --on 2026-12-20"), strings.NewReader(""), &said, &said), said.String()
	}
	const want = "block: me.toml:9: birth.date: the reply of 10 December 2026 has changed this value to “1980-05-07”, and it is as before [corrected-value]\n"
	put(t, "me.toml", me, 0o600)
	if code, said := build("build me.toml -o out"); code != ruleStops || !strings.Contains(said, want) {
		t.Errorf("exit status %d, %s", code, said)
	}
	build("batch me.toml -o all")
	if row, err := os.ReadFile("all/report.csv"); err != nil || !strings.Contains(string(row), "corrected-value") {
		t.Errorf("the report is %s, %v", row, err)
	}
	put(t, "me.toml", strings.Replace(me, "1980-05-17", "1980-05-07", 1), 0o600)
	if _, said := build("build me.toml -o out"); strings.Contains(said, "birth.date") || !strings.Contains(said, "caf.number") {
		t.Errorf("still: %s", said)
	}
	chain, err := history.Read(os.DirFS("out"))
	if err != nil || len(chain.Versions) != 3 || len(chain.Faults) > 0 {
		t.Errorf("%+v, %v", chain, err)
	}
}

// Batch makes a version where something changed, and an application where a reply has taken its place.
func TestBatchHistory(t *testing.T) {
	besideScans(t)
	put(t, "me.toml", me, 0o600)
	put(t, "other.toml", strings.Replace(me, "Maude", "Ann", 1), 0o600)
	batch := func(want string) {
		t.Helper()
		var said bytes.Buffer
		run(context.Background(), strings.Fields("dossier batch me.toml other.toml -o all --no-proof --on 2026-12-20"), strings.NewReader(""), &said, &said)
		var got []string
		for _, id := range []string{"me", "other"} {
			got = append(got, names(t, filepath.Join("all", id, "history"))...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("the histories hold %v, want %s; %s", got, want, said.String())
		}
	}
	batch("0001.json 0001.json")
	batch("0001.json 0001.json")
	put(t, "me.toml", strings.Replace(me, "3 rue", "4 rue", 1), 0o600)
	batch("0001 0001.json 0002.json 0001.json")
	if err := (&program{}).writeFolder("all/other", papers("reply.pdf", "r"), madeOn(dossier.Reply, "2026-12-10"), correctFiles, anything); err != nil {
		t.Fatal(err)
	}
	batch("0001 0001.json 0002.json 0001 0001.json 0002 0002.json 0003.json")
}

// What a reply answers is said item by item, in both languages.
func TestHistoryOfReply(t *testing.T) {
	t.Chdir(t.TempDir())
	p := &program{}
	if err := p.writeFolder("out", papers("reply.pdf", "r"), answered(), correctFiles, anything); err != nil {
		t.Fatal(err)
	}
	put(t, "me.toml", me, 0o600)
	for lang, want := range map[string]string{
		"en": `out: 1 version(s)
version 1, 10 December 2026: reply to the letter of 2 December 2026 (AB 12), awaited by 31 December 2026, on the preparation sheet
	corrected, birth.date: 1980-05-17 → 1980-05-07
	corrected, caf.number: (empty) → 1234567
	asked for: Passport; sent: piece 2 (Passeport, 1 page(s)), piece 3 (Passeport, traduction, 2 page(s))
	asked for: a kind of later; answered without a paper
	for the fund to correct, name.birth: TREMBLEY → Tremblay
	the form was sent again
	a question was answered
	a refusal, which goes to the commission de recours amiable
`,
		"fr": `out : 1 version(s)
version 1, 10 décembre 2026 : réponse au courrier du 2 décembre 2026 (AB 12), attendue pour le 31 décembre 2026, sur la fiche préparatoire
	corrigé, birth.date : 1980-05-17 → 1980-05-07
	corrigé, caf.number : (vide) → 1234567
	demandé : Passeport ; envoyé : pièce 2 (Passeport, 1 page(s)), pièce 3 (Passeport, traduction, 2 page(s))
	demandé : a kind of later ; réponse sans pièce
	à corriger par la caisse, name.birth : TREMBLEY → Tremblay
	le formulaire a été renvoyé
	une question a reçu sa réponse
	un refus, qui relève de la commission de recours amiable
`,
	} {
		var out, errw bytes.Buffer
		code := run(context.Background(), []string{"dossier", "history", "me.toml", "--on", "2026-12-20", "--lang", lang}, strings.NewReader(""), &out, &errw)
		if code != done || out.String() != want || errw.Len() > 0 {
			t.Errorf("%s: exit status %d, %s, %s", lang, code, out.String(), errw.String())
		}
	}
	if got := names(t, "."); !slices.Equal(got, []string{"me.toml", "out"}) {
		t.Errorf("it has written %v", got)
	}
}
