"""Fills records FROM to TO with pikepdf: loop.py BLANK RECORDS FROM TO LAST.

The form is opened once. Each record sets every value, has the appearances drawn again and saves to
memory; the last is written to LAST. Prints seconds passed and seconds computed.
"""

import io
import json
import sys
import time

import pikepdf


def fields(node, prefix=""):
    """Terminal fields under a node of the form's tree, by full name."""
    name = prefix
    if "/T" in node:
        name = f"{prefix}.{node.T}" if prefix else str(node.T)
    groups = [k for k in node.get("/Kids", []) if "/T" in k]
    if groups:
        for kid in groups:
            yield from fields(kid, name)
    else:
        yield name, node


def tick(field, state):
    """Sets a box or a group of boxes, each widget to the state if it has it."""
    field.V = pikepdf.Name("/" + state)
    for widget in field.get("/Kids", [field]):
        states = widget.AP.N if "/AP" in widget else {}
        widget.AS = pikepdf.Name("/" + state if "/" + state in states else "/Off")


def main(blank, records, first, end, last):
    with open(records, encoding="utf-8") as f:
        records = json.load(f)
    wall, cpu = time.perf_counter(), time.process_time()
    form = pikepdf.open(blank)
    by_name = {n: f for top in form.Root.AcroForm.Fields for n, f in fields(top)}
    for record in records[first:end]:
        for entry in record:
            field = by_name[entry["Field"]]
            if entry["State"]:
                tick(field, entry["State"])
            else:
                field.V = pikepdf.String(entry["Text"])
        form.Root.AcroForm.NeedAppearances = True
        form.generate_appearance_streams()
        out = io.BytesIO()
        form.save(out)
    print(time.perf_counter() - wall, time.process_time() - cpu)
    with open(last, "wb") as f:
        f.write(out.getvalue())


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
