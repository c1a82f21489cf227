package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"dossier/internal/pdf"
)

// qpdf has no command to fill a form: it takes changed objects as JSON and can draw appearances. The
// objects are worked out before the clock starts.
func qpdf(j *job) (filler, error) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		return nil, &missingError{"qpdf"}
	}
	blank, err := j.write("qpdf-blank.pdf", j.blank)
	if err != nil {
		return nil, err
	}
	objects, err := readObjects(blank)
	if err != nil {
		return nil, err
	}
	for i, r := range j.records {
		update, err := objects.update(r)
		if err != nil {
			return nil, err
		}
		if _, err := j.write(fmt.Sprintf("qpdf-%d.json", i), update); err != nil {
			return nil, err
		}
	}
	return commands(filepath.Join(j.dir, "qpdf-last.pdf"), func(i int, last string) (string, []string) {
		update := filepath.Join(j.dir, fmt.Sprintf("qpdf-%d.json", i))
		return "qpdf", append(quiet(), blank, "--update-from-json="+update, "--generate-appearances", last)
	}), nil
}

// quiet lets qpdf work on forms that are not without fault.
func quiet() []string { return []string{"--no-warn", "--warning-exit-0"} }

// commands runs a program once for each record.
func commands(last string, command func(i int, last string) (string, []string)) filler {
	return func(from, to int) (cost, []byte, error) {
		var sum cost
		for i := from; i < to; i++ {
			name, args := command(i, last)
			c, _, err := execute(name, args...)
			if err != nil {
				return cost{}, nil, err
			}
			sum.wall += c.wall
			sum.cpu += c.cpu
		}
		data, err := os.ReadFile(last)
		return sum, data, err
	}
}

// objects are those of a PDF file in qpdf's JSON, version 2: by "obj:12 0 R", and the trailer.
type objects struct {
	head   json.RawMessage // what qpdf says of the file; it asks for it back
	byName map[string]struct{ Value any }
}

func readObjects(name string) (*objects, error) {
	_, out, err := execute("qpdf", append(quiet(), "--json=2", "--json-key=qpdf", "--json-stream-data=none", name)...)
	if err != nil {
		return nil, err
	}
	var file struct{ QPDF []json.RawMessage }
	if err := json.Unmarshal(out, &file); err != nil || len(file.QPDF) != 2 {
		return nil, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	all := &objects{head: file.QPDF[0]}
	if err := json.Unmarshal(file.QPDF[1], &all.byName); err != nil {
		return nil, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	return all, nil
}

// get follows a reference; its second value is the reference that led to the object.
func (o *objects) get(v any) (any, string) {
	ref, ok := v.(string)
	if !ok || !strings.HasSuffix(ref, " R") {
		return v, ""
	}
	return o.byName["obj:"+ref].Value, ref
}

func (o *objects) dict(v any) map[string]any {
	found, _ := o.get(v)
	d, _ := found.(map[string]any)
	return d
}

func (o *objects) list(v any) []any {
	found, _ := o.get(v)
	a, _ := found.([]any)
	return a
}

// fields maps full names to references.
func (o *objects) fields(list []any, prefix string, found map[string]string) {
	for _, v := range list {
		_, ref := o.get(v)
		d := o.dict(v)
		name := prefix
		if t, ok := d["/T"].(string); ok {
			name = strings.TrimPrefix(prefix+"."+strings.TrimPrefix(t, "u:"), ".")
			found[name] = ref
		}
		o.fields(o.list(d["/Kids"]), name, found)
	}
}

// update is the input for one record: the objects that change, whole.
func (o *objects) update(r []pdf.Entry) ([]byte, error) {
	root := o.dict(o.dict(o.byName["trailer"].Value)["/Root"])
	form := o.dict(root["/AcroForm"])
	if form == nil {
		return nil, fmt.Errorf("qpdf sees no form")
	}
	named := make(map[string]string)
	o.fields(o.list(form["/Fields"]), "", named)
	changed := make(map[string]any)
	for _, e := range r {
		o.set(changed, named[e.Field], e)
	}
	form = with(form, "/NeedAppearances", true)
	if _, ref := o.get(root["/AcroForm"]); ref != "" {
		change(changed, ref, form)
	} else {
		_, ref := o.get(o.dict(o.byName["trailer"].Value)["/Root"])
		change(changed, ref, with(root, "/AcroForm", form))
	}
	return json.Marshal(map[string]any{"qpdf": []any{o.head, changed}})
}

// set changes a field and, of a button, its widgets.
func (o *objects) set(changed map[string]any, ref string, e pdf.Entry) {
	field := o.dict(ref)
	if field == nil {
		return // what is not filled shows when the result is judged
	}
	if e.State == "" {
		change(changed, ref, with(field, "/V", "u:"+e.Text))
		return
	}
	field = with(field, "/V", "/"+e.State)
	kids := o.list(field["/Kids"])
	if len(kids) == 0 {
		field = with(field, "/AS", o.stateOf(field, e.State))
	}
	change(changed, ref, field)
	for _, k := range kids {
		_, kid := o.get(k)
		change(changed, kid, with(o.dict(k), "/AS", o.stateOf(o.dict(k), e.State)))
	}
}

// stateOf is the state a widget takes: the one asked for where it has it.
func (o *objects) stateOf(widget map[string]any, state string) string {
	if _, ok := o.dict(o.dict(widget["/AP"])["/N"])["/"+state]; ok {
		return "/" + state
	}
	return "/Off"
}

func change(changed map[string]any, ref string, value any) {
	changed["obj:"+ref] = map[string]any{"value": value}
}

// with is a copy of d with one entry changed.
func with(d map[string]any, key string, value any) map[string]any {
	c := make(map[string]any, len(d)+1)
	for k, v := range d {
		c[k] = v
	}
	c[key] = value
	return c
}
