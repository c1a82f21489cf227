// Scans draws the papers that the profiles and tests attach to a dossier: a
// passport, certificates, a lease, bills, a few awkward files, and in the folder
// pdf the ways in which a PDF can be more or less than its pages. Everyone and
// everything in them is invented, and each paper says so.
//
//	go run ./internal/generate/scans -o testdata/scans
//
// The same source gives the same bytes, so a changed file shows a changed paper. Formats that Go does not
// write come from tools of Debian: heif-enc (libheif-examples), cwebp (webp), jpegtran
// (libjpeg-turbo-progs) and tiffcp (libtiff-tools); without one its files are left as they are.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// A file is one file to make.
type file struct {
	name string
	make func() ([]byte, error)
}

var files = slices.Concat(papers, peoplePapers, pictureFiles, pdfFiles, sealedFiles)

var papers = []file{
	{"passport.jpg", photo(passport, 6)},
	{"visa.jpg", photo(visa, 1)},
	{"visa-validation.pdf", printed(validation)},
	{"birth-certificate.pdf", scanned(birthCertificate, birthCertification)},
	{"birth-certificate-translation.pdf", scanned(birthTranslation, birthTranslationEnd)},
	{"marriage-certificate.png", scan(marriageCertificate)},
	{"marriage-certificate-translation.pdf", scanned(marriageTranslation)},
	{"lease.pdf", printed(leaseParties, leaseTerms, leaseSignatures)},
	{"electricity-2026-08.pdf", printed(billOfAugust)},
	{"electricity-2026-10.png", scan(billOfOctober)},
	{"rib.pdf", printed(rib)},

	{"letter-us.pdf", printed(letterUS)},
	{"landscape.pdf", printed(landscape)},
	{"rotated.pdf", rotated},
	{"exif-1.jpg", corners(1)},
	{"exif-2.jpg", corners(2)},
	{"exif-3.jpg", corners(3)},
	{"exif-4.jpg", corners(4)},
	{"exif-5.jpg", corners(5)},
	{"exif-6.jpg", corners(6)},
	{"exif-7.jpg", corners(7)},
	{"exif-8.jpg", corners(8)},
	{"alpha.png", alpha},
	{"broken-truncated.jpg", truncated},
	{"empty.jpg", func() ([]byte, error) { return nil, nil }},
	{"note.docx", zipHeader},
}

func main() {
	log.SetFlags(0)
	dir := flag.String("o", "testdata/scans", "write the files in `FOLDER`")
	flag.Parse()
	if err := writeAll(*dir); err != nil {
		log.Fatal("scans: ", err)
	}
}

func writeAll(dir string) error {
	for _, f := range files {
		if _, err := exec.LookPath(tools[f.name]); tools[f.name] != "" && err != nil {
			log.Printf("%s is left as it is: %s is not installed", f.name, tools[f.name])
			continue
		}
		data, err := f.make()
		if err != nil {
			return fmt.Errorf("draw %s: %w", f.name, err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, f.name)), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
