"""Writes a variation of a form: vary.py IN.pdf OUT.pdf KIND"""

import re
import sys

import pikepdf
from pikepdf import Array, Name


def widgets(pdf):
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Widget":
                yield annotation


def nodes(pdf):
    """Every dictionary of the form's tree and every widget on a page."""
    todo = list(pdf.Root.AcroForm.get("/Fields", []))
    while todo:
        node = todo.pop()
        todo.extend(node.get("/Kids", []))
        yield node
    yield from widgets(pdf)


def drop(pdf, *keys):
    for node in nodes(pdf):
        for key in keys:
            if key in node:
                del node[key]


def turn(pdf, degrees):
    for page in pdf.pages:
        page.Rotate = (int(page.get("/Rotate", 0)) + degrees) % 360


def box(page):
    return [float(x) for x in page.mediabox]


def crop(pdf):
    """The visible part begins away from the origin and lies within a larger sheet."""
    for page in pdf.pages:
        x0, y0, x1, y1 = box(page)
        page.MediaBox = Array([x0 - 70, y0 - 50, x1 + 30, y1 + 20])
        page.CropBox = Array([x0 - 20, y0 - 10, x1 + 5, y1 + 7])


def invert(pdf):
    for page in pdf.pages:
        x0, y0, x1, y1 = box(page)
        page.MediaBox = Array([x1, y1, x0, y0])
        if "/CropBox" in page:
            del page["/CropBox"]


def no_appearance(pdf):
    drop(pdf, "/AP", "/AS")


def no_da(pdf):
    drop(pdf, "/DA")
    form = pdf.Root.AcroForm
    for key in ("/DA", "/DR"):
        if key in form:
            del form[key]


def need_appearances(pdf):
    pdf.Root.AcroForm.NeedAppearances = True


def hybrid(source, target):
    """A file with a classic table, whose form is reachable only through XRefStm."""
    with pikepdf.open(source) as pdf:
        form = pdf.make_indirect(pdf.Root.AcroForm)
        pdf.Root.AcroForm = form
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(target) as pdf:
        number = pdf.Root.AcroForm.objgen[0]
        body = pdf.Root.AcroForm.unparse(resolved=True)
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
    with open(target, "rb") as f:
        data = f.read()
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    data = re.sub(rb"(?m)^%d 0 obj$" % number, b"%" * len(b"%d 0 obj" % number), data, count=1)
    holder, table = size, size + 1
    at_holder = len(data)
    head = b"%d 0 " % number
    data += b"%d 0 obj\n<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s%s\nendstream\nendobj\n" % (
        holder, len(head), len(head) + len(body), head, body)
    at_table = len(data)
    rows = b"".join((
        b"\x02" + holder.to_bytes(4, "big") + b"\0\0",
        b"\x01" + at_holder.to_bytes(4, "big") + b"\0\0",
        b"\x01" + at_table.to_bytes(4, "big") + b"\0\0",
    ))
    data += (b"%d 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%d 1 %d 2] /Size %d /Root %d 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
             % (table, number, holder, table + 1, root, len(rows), rows))
    at = len(data)
    data += (b"xref\n%d 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n"
             % (number, table + 1, root, previous, at_table, at))
    with open(target, "wb") as f:
        f.write(data)


kinds = {
    "turned-90": lambda pdf: turn(pdf, 90),
    "turned-180": lambda pdf: turn(pdf, 180),
    "turned-270": lambda pdf: turn(pdf, 270),
    "cropped": crop,
    "inverted": invert,
    "need-appearances": need_appearances,
    "no-appearance": no_appearance,
    "no-da": no_da,
}

source, target, kind = sys.argv[1:]
if kind == "hybrid":
    hybrid(source, target)
else:
    with pikepdf.open(source) as pdf:
        kinds[kind](pdf)
        pdf.save(target)
