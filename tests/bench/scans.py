#!/usr/bin/env python3
"""Amounts in their right cell on scanned pages: bilan beside plain Tesseract and OCRmyPDF.

    [PAGES=3] [DPI=300,200,150] tests/bench/scans.py FOLDER [BILAN]
        needs tesseract, ocrmypdf, img2pdf, poppler-utils and ImageMagick

The born-digital PDFs of a folder are drawn at some dots an inch as a scanner would
see them (askew, blurred, noisy, as JPEG; always the same), and put into PDFs of one picture a page.
What bilan reads of the born-digital file is the reference: every amount with the name of its row
(its code, or the first word of its label) and its place in that row. An amount is in its right
cell if bilan's record of the scan has it in a row of that name, as the same of its amounts. Of the
other two, whose output is text, it is enough that a line holds the amount, as the same of its
amounts, and it or the line above or below the name. `layer` is bilan once more, on what OCRmyPDF
wrote: the scan with its layer of text. Further columns: amounts found anywhere, and CPU seconds a
page, Tesseract's own threads off for all.
"""
import json, os, re, resource, shutil, subprocess, sys, tempfile, unicodedata
from collections import Counter
from pathlib import Path

AMOUNT = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]?\d{3})*(?:,\d{2})?(?![\d])")
ASKEW = [0.4, -0.8, 1.3, -0.3, 0.9]
PAGES = int(os.environ.get("PAGES", "3"))
DPI = [int(dpi) for dpi in os.environ.get("DPI", "300,200,150").split(",")]


def run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, **more)


def cpu(act):
    """What act gives, with the CPU seconds of the programs that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    given = act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return given, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fold(text):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def plain(written):
    """The digits of an amount, cents only if there are any."""
    digits = re.sub(r"[^\d,]", "", written)
    return digits[:-3] if digits.endswith(",00") else digits


def rows(record):
    """Name (code, or first word of the label) and amounts of each row of a record's tables, left to right."""
    for budget in record["budgets"]:
        order = [column["id"] for column in budget["columns"]]
        for row in budget["rows"]:
            cells = sorted(row["cells"].items(), key=lambda cell: order.index(cell[0]))
            label = row["label"] or " ".join(text["text"] for text in row["texts"].values())
            name = row["action"] or fold(label).split(" ")[0]
            if cells and name:
                yield name, [plain(str(cell["value"]).replace(".", ",")) for _, cell in cells]


def scanned(pdf, dpi, folder):
    """A PDF of pictures of the first pages, and the pictures."""
    pictures = []
    run("pdftoppm", "-r", dpi, "-l", PAGES, "-gray", "-png", pdf, folder / "page", check=True)
    for at, page in enumerate(sorted(folder.glob("page*.png"))):
        picture = folder / f"scan{at}.jpg"
        run("convert", page, "-background", "white", "-seed", at + 1,
            "-rotate", ASKEW[at % len(ASKEW)], "-blur", f"0x{dpi / 500}",
            "-level", "-12%,104%", "-attenuate", "0.35", "+noise", "Gaussian",
            "-density", dpi, "-units", "PixelsPerInch", "-quality", 60, picture, check=True)
        pictures.append(picture)
    out = folder / "scan.pdf"
    run("img2pdf", *pictures, "-o", out, check=True)
    return out, pictures


def of_bilan(bilan, pdf, folder):
    archive = folder / "archive"
    archive.mkdir(parents=True)
    shutil.copy(pdf, archive / "scan.pdf")
    run(bilan, "extract", archive, "--out", folder / "out", "--no-cache", "--quiet")
    record = folder / "out/documents/scan.pdf.json"
    return list(rows(json.loads(record.read_text()))) if record.exists() else []


def of_tesseract(pictures):
    texts = [run("tesseract", picture, "-", "-l", "fra").stdout.decode() for picture in pictures]
    return "\n".join(texts).splitlines()


def of_ocrmypdf(pdf, folder):
    out = folder / "ocr.pdf"
    run("ocrmypdf", "-l", "fra", "--deskew", "--jobs", 1, "--output-type", "pdf", pdf, out)
    return run("pdftotext", "-layout", out, "-").stdout.decode().splitlines()


def in_cells(wanted, got):
    left = Counter((name, at, amount) for name, row in got for at, amount in enumerate(row))
    hits = 0
    for name, row in wanted:
        for at, amount in enumerate(row):
            key = (name, at, amount)
            if left[key]:
                left[key] -= 1
                hits += 1
    return hits


def in_lines(wanted, lines):
    read = [[plain(found) for found in AMOUNT.findall(line)] for line in lines]
    words = [set(re.split(r"[^\w.]+", line)) | set(fold(line).split(" ")) for line in lines]
    hits = 0
    for name, row in wanted:
        best = 0
        for at, amounts in enumerate(read):
            if any(name in near for near in words[max(0, at - 1):at + 2]):
                # Amounts are counted from the right: codes and years stand on the left.
                pairs = zip(reversed(row), reversed(amounts))
                best = max(best, sum(a == b for a, b in pairs))
        hits += best
    return hits


def anywhere(wanted, amounts):
    need, have = Counter(a for _, row in wanted for a in row), Counter(amounts)
    return sum((need & have).values())


def main():
    source = Path(sys.argv[1])
    own = Path(__file__).resolve().parent / "../../target/release/bilan"
    bilan = Path(sys.argv[2] if len(sys.argv) > 2 else own).resolve()
    os.environ.update(OMP_THREAD_LIMIT="1")
    names = ["bilan", "tesseract", "ocrmypdf", "layer"]
    for dpi in DPI:
        cells, found, seconds, pages, total = Counter(), Counter(), Counter(), 0, 0
        for pdf in sorted(source.rglob("*.pdf")):
            with tempfile.TemporaryDirectory() as folder:
                folder = Path(folder)
                first = folder / "first.pdf"
                if len(run("pdftotext", "-l", PAGES, pdf, "-").stdout.split()) < 50:
                    continue
                for part in "abc":
                    (folder / part).mkdir()
                run("pdfseparate", "-l", PAGES, pdf, folder / "a/%04d.pdf")
                run("pdfunite", *sorted((folder / "a").glob("*.pdf")), first)
                wanted = of_bilan(bilan, first, folder / "b")
                if not wanted:
                    continue
                scan, pictures = scanned(first, dpi, folder)
                got, seconds_of = {}, {}
                got["bilan"], seconds_of["bilan"] = cpu(lambda: of_bilan(bilan, scan, folder / "c"))
                got["tesseract"], seconds_of["tesseract"] = cpu(lambda: of_tesseract(pictures))
                got["ocrmypdf"], seconds_of["ocrmypdf"] = cpu(lambda: of_ocrmypdf(scan, folder))
                layer = folder / "ocr.pdf"
                got["layer"], seconds_of["layer"] = cpu(lambda: of_bilan(bilan, layer, folder / "d"))
                total += sum(len(row) for _, row in wanted)
                pages += len(pictures)
                for name in names:
                    seconds[name] += seconds_of[name]
                    if name in ("bilan", "layer"):
                        cells[name] += in_cells(wanted, got[name])
                        found[name] += anywhere(wanted, (a for _, row in got[name] for a in row))
                    else:
                        amounts = (plain(a) for line in got[name] for a in AMOUNT.findall(line))
                        cells[name] += in_lines(wanted, got[name])
                        found[name] += anywhere(wanted, amounts)
        print(f"{dpi} dpi, {pages} pages, {total} amounts")
        for name in names:
            print(f"  {name:<10} in their cell {cells[name] / max(1, total):.3f}   "
                  f"anywhere {found[name] / max(1, total):.3f}   "
                  f"CPU a page {seconds[name] / max(1, pages):.2f} s")


main()
