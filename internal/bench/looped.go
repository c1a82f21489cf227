package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
	"unicode/utf16"

	"dossier/internal/pdf"
)

// Programs in other languages that fill records one after the other and print, on one line, the
// seconds that passed and those computed. Both are measured inside, so that the start of the
// interpreter does not count.
var (
	//go:embed loop.py
	loopPy []byte
	//go:embed Loop.java
	loopJava []byte
)

// pikepdf runs in the first Python at hand that has it.
func pikepdf(j *job) (filler, error) {
	python, err := pythonWith("pikepdf")
	if err != nil {
		return nil, err
	}
	script, records, err := pikepdfInputs(j)
	if err != nil {
		return nil, err
	}
	blank, err := j.write("pikepdf-blank.pdf", j.blank)
	if err != nil {
		return nil, err
	}
	last := filepath.Join(j.dir, "pikepdf-last.pdf")
	return looped(last, func(from, to int) (string, []string) {
		return python, []string{script, blank, records, strconv.Itoa(from), strconv.Itoa(to), last}
	}), nil
}

func pikepdfInputs(j *job) (script, records string, err error) {
	if script, err = j.write("loop.py", loopPy); err != nil {
		return "", "", err
	}
	data, err := json.Marshal(j.records)
	if err != nil {
		return "", "", fmt.Errorf("write the records: %w", err)
	}
	records, err = j.write("records.json", data)
	return script, records, err
}

// pythonWith is a Python that can import a module: the first on the path, else the system's own.
func pythonWith(module string) (string, error) {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python, nil
		}
	}
	return "", &missingError{"python3-" + module}
}

// pdftkJars are pdftk-java and what it stands on, where Debian puts them.
const pdftkJars = "/usr/share/pdftk/pdftk.jar:/usr/share/java/bcprov.jar:/usr/share/java/commons-lang3.jar"

// pdftk runs in one JVM, which takes a JDK to compile the loop.
func pdftk(j *job) (filler, error) {
	if _, err := exec.LookPath("pdftk"); err != nil {
		return nil, &missingError{"pdftk-java"}
	}
	if _, err := exec.LookPath("javac"); err != nil {
		return nil, &missingError{"javac, to run pdftk-java in one JVM"}
	}
	blank, err := j.write("pdftk-blank.pdf", j.blank)
	if err != nil {
		return nil, err
	}
	for i, r := range j.records {
		if _, err := j.write(fmt.Sprintf("pdftk-%d.fdf", i), fdf(r)); err != nil {
			return nil, err
		}
	}
	if _, err := j.write("Loop.java", loopJava); err != nil {
		return nil, err
	}
	if _, _, err := execute("javac", "-cp", pdftkJars, "-d", j.dir, filepath.Join(j.dir, "Loop.java")); err != nil {
		return nil, err
	}
	last := filepath.Join(j.dir, "pdftk-last.pdf")
	return looped(last, func(from, to int) (string, []string) {
		return "java", []string{"-cp", pdftkJars + ":" + j.dir, "Loop", blank,
			filepath.Join(j.dir, "pdftk-%d.fdf"), strconv.Itoa(from), strconv.Itoa(to), last}
	}), nil
}

// looped runs such a program and believes its clock.
func looped(last string, command func(from, to int) (string, []string)) filler {
	return func(from, to int) (cost, []byte, error) {
		name, args := command(from, to)
		_, out, err := execute(name, args...)
		if err != nil {
			return cost{}, nil, err
		}
		var wall, cpu float64
		if _, err := fmt.Sscan(string(out), &wall, &cpu); err != nil {
			return cost{}, nil, fmt.Errorf("read what %s measured: %w", name, err)
		}
		data, err := os.ReadFile(last)
		return cost{seconds(wall), seconds(cpu)}, data, err
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// fdf is a record in the Forms Data Format (ISO 32000-1, 12.7.7).
func fdf(r []pdf.Entry) []byte {
	var b bytes.Buffer
	b.WriteString("%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [\n")
	for _, e := range r {
		if e.State != "" {
			fmt.Fprintf(&b, "<< /T %s /V %s >>\n", hexText(e.Field), nameOf(e.State))
			continue
		}
		fmt.Fprintf(&b, "<< /T %s /V %s >>\n", hexText(e.Field), hexText(e.Text))
	}
	b.WriteString("] >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
	return b.Bytes()
}

// hexText is a text string in UTF-16, written in hexadecimal digits.
func hexText(s string) string {
	var b bytes.Buffer
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

// nameOf is a PDF name with every byte that is not a letter or digit escaped.
func nameOf(s string) string {
	var b bytes.Buffer
	b.WriteByte('/')
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}
