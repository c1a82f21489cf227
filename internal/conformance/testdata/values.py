"""Prints the values of a form's fields as qpdf's library reads them: values.py FORM.pdf

The answer is JSON: for each full name the values of its widgets, page by page. A box gives its state.
"""

import json
import sys

import pikepdf


def inherited(field, key):
    for _ in range(64):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field.Parent
    return None


def full_name(field):
    parts = []
    for _ in range(64):
        if "/T" in field:
            parts.insert(0, str(field.T))
        if "/Parent" not in field:
            break
        field = field.Parent
    return ".".join(parts)


def text(value):
    if value is None:
        return ""
    if isinstance(value, pikepdf.Array):
        return "\n".join(str(v) for v in value)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("latin-1")
    return str(value)


pdf = pikepdf.open(sys.argv[1])
values = {}
for page in pdf.pages:
    for widget in page.get("/Annots", []):
        if widget.get("/Subtype") != "/Widget" or inherited(widget, "/FT") == "/Sig":
            continue
        if inherited(widget, "/FT") == "/Btn":
            if int(inherited(widget, "/Ff") or 0) & 1 << 16:
                continue
            state = widget.get("/AS", pikepdf.Name.Off)
            value = bytes(state).decode("utf-8", "replace")[1:]
        else:
            value = text(inherited(widget, "/V"))
        values.setdefault(full_name(widget), []).append(value)
print(json.dumps(values))
