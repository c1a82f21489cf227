package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/profile"
	"dossier/internal/roster"
)

func mapFlag() cli.Flag {
	return &cli.StringFlag{Name: "map", Usage: "how the columns of a CSV or XLSX file become keys, `MAP.toml`"}
}

// isTable says whether a file is a table of applicants: by its name, or as it is a workbook whatever it is called.
func isTable(name string) bool {
	if slices.Contains([]string{".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"}, strings.ToLower(filepath.Ext(name))) {
		return true
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var begin [4]byte
	_, err = f.Read(begin[:])
	return err == nil && bytes.Equal(begin[:], []byte("PK\x03\x04"))
}

// rows are the applicants of a table.
func (p *program) rows(c *cli.Context, name string) ([]client, error) {
	if c.String("map") == "" {
		return nil, &usageError{name + " is a table, and nothing says what its columns are", "give --map map.toml; dossier batch --make-map " + shellWord(name) + " -o map.toml writes one to begin with"}
	}
	text, err := p.readText(c.String("map"))
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	m, err := roster.ParseMap(c.String("map"), text)
	if err != nil {
		return nil, err
	}
	data, err := p.begin(name, roster.MaxSize+1)
	if err != nil {
		return nil, err
	}
	list, err := roster.Read(name, data, m, roster.World{Read: p.readText, List: os.ReadDir, Abs: filepath.Abs, Lang: c.String("lang")})
	if err != nil {
		return nil, err
	}
	for _, note := range list.Notes {
		fmt.Fprintf(p.err, "%s: %s\n", name, note.In(c.String("lang")))
	}
	clients := make([]client, len(list.Rows))
	for i, row := range list.Rows {
		clients[i] = client{id: row.ID, load: row.Load}
	}
	return clients, nil
}

// makeMap writes a first map for a table.
func (p *program) makeMap(c *cli.Context) error {
	if c.NArg() > 0 {
		return &usageError{"--make-map takes one table and no sources", "dossier batch --make-map clients.xlsx -o map.toml"}
	}
	name := c.String("make-map")
	data, err := p.begin(name, roster.MaxSize+1)
	if err != nil {
		return err
	}
	text, err := roster.FirstMap(name, data)
	if err != nil {
		return err
	}
	to := c.String("output")
	if to == "" || to == "-" {
		return p.write("-", text)
	}
	return writeNew(to, text, "-o "+filepath.Join(to, "map.toml"))
}

// needless refuses a map where there is no table.
func needless(c *cli.Context, tables int) error {
	if c.String("map") != "" && tables == 0 {
		return &usageError{"--map is for a table of applicants, and none is among the sources", "name a CSV or XLSX file, or leave out --map"}
	}
	return nil
}

// checkClients are the applicants that arguments of check name, in their order: a folder stands for the
// profiles in it, a table for its rows. The errors are those of folders; the other profiles are given all
// the same. A mistake of a table as a whole stops everything.
func (p *program) checkClients(c *cli.Context) (clients []client, folders, stop error) {
	tables := 0
	for _, arg := range c.Args().Slice() {
		if info, err := os.Stat(arg); err == nil && !info.IsDir() && isTable(arg) {
			rows, err := p.rows(c, arg)
			if err != nil {
				return nil, nil, err
			}
			clients = append(clients, rows...)
			tables++
			continue
		}
		names, err := p.profilesOf(arg)
		folders = errors.Join(folders, err)
		for _, name := range names {
			clients = append(clients, client{name, name, func(profile.Reader) (*profile.Applicant, error) { return p.applicant(name) }})
		}
	}
	return clients, folders, needless(c, tables)
}
