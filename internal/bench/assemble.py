"""Assembles a dossier so many times with pikepdf and img2pdf: assemble.py PIECES TIMES LAST.

Pictures become pages of A4 with img2pdf; the pages of all pieces go into one file with an outline. No page is
marked or made to fit. Each dossier is written to LAST. Prints seconds passed and seconds computed.
"""

import io
import json
import sys
import time

import img2pdf
import pikepdf


def assemble(pieces, layout, name):
    """Writes the dossier of pieces, each with a file and a title."""
    whole, opened = pikepdf.new(), []
    with whole.open_outline() as outline:
        for piece in pieces:
            with open(piece["File"], "rb") as f:
                data = f.read()
            if piece["JPEG"]:
                data = img2pdf.convert(data, layout_fun=layout)
            pages = pikepdf.open(io.BytesIO(data))
            opened.append(pages)
            first = len(whole.pages)
            whole.pages.extend(pages.pages)
            outline.root.append(pikepdf.OutlineItem(piece["Title"], first, "Fit"))
    whole.save(name)


def main(pieces, times, last):
    with open(pieces, encoding="utf-8") as f:
        pieces = json.load(f)
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        assemble(pieces, layout, last)
    print(time.perf_counter() - wall, time.process_time() - cpu)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
