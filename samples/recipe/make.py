"""Makes samples/archive: `python3 make.py`, with LibreOffice, WeasyPrint, openpyxl, pikepdf and poppler-utils.

The files are kept in the repository; run this only to change what they say. Two producers set the
bilans (LibreOffice 2022, WeasyPrint 2023), LibreOffice saves the workbooks as ods, xls and csv.
"""

import pathlib, shutil, subprocess, tempfile

import pikepdf
from weasyprint import HTML

from bilan import ACTIONS, YEAR_2022, YEAR_2023, body
from operators import report

here = pathlib.Path(__file__).parent
archive = here.parent / "archive"
STYLE = """@page { size: A4; margin: 22mm 20mm; @bottom-center { content: "Val-de-Brenne métropole " counter(page) "/" counter(pages); font-size: 8pt } }
body { font: 10.5pt/1.4 'Liberation Serif', serif; text-align: justify; hyphens: auto } h1 { font-size: 17pt; text-align: center } h2 { font-size: 14pt } h3 { font-size: 12pt } h4 { font-size: 10.5pt }
table { border-collapse: collapse; font-size: 9.5pt } td, th { border: .5pt solid #444; padding: 3pt; text-align: left }"""


def convert(source, kind, target):
    """A file converted by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", folder, str(source)], check=True, capture_output=True)
        made = next(pathlib.Path(folder).iterdir())
        target.parent.mkdir(parents=True, exist_ok=True); shutil.move(made, target)


def bilan_2022(folder):
    page = f'<html lang="fr"><head><meta charset="utf-8"></head><body>{body(YEAR_2022)}</body></html>'
    source = folder / "bilan.html"; source.write_text(page, encoding="utf-8")
    odt = folder / "bilan.odt"; convert(source, "odt:writer8", odt)
    convert(odt, "pdf:writer_pdf_Export", archive / "2022" / "bilan-2022.pdf")


def bilan_2023():
    target = archive / "2023" / "bilan-2023.pdf"; target.parent.mkdir(parents=True, exist_ok=True)
    HTML(string=f'<html lang="fr"><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{body(YEAR_2023)}</body></html>').write_pdf(target)


def operators(folder):
    made = [("cap-numerique-action-1.2.ods", "ods", report(2023, "Cap Numérique", "1.2", ACTIONS["1.2"], 10000, 10000)),
            ("la-passerelle-action-3.1.xls", "xls", report(2023, "La Passerelle", "3.1", ACTIONS["3.1"], 69500, 70000)),
            ("la-passerelle-action-3.2.csv", "csv:Text - txt - csv (StarCalc):59,34,76", report(2023, "La Passerelle", "3.2", ACTIONS["3.2"], 25000, 25000, text_amounts=True)),
            ("le-fil-action-2.1.xlsx", None, report(2023, "Le Fil", "2.1", ACTIONS["2.1"], 140000, 140000, text_amounts=True, hidden=True))]
    for name, kind, book in made:
        target = archive / "2023" / "operateurs" / name; target.parent.mkdir(parents=True, exist_ok=True)
        source = folder / (pathlib.Path(name).stem + ".xlsx"); book.save(source)
        convert(source, kind, target) if kind else shutil.copy(source, target)


def scan():
    """The second page of the 2022 bilan as a scanner gives it."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = archive / "2022" / "bilan-2022.pdf"
        subprocess.run(["pdftoppm", "-r", "110", "-gray", "-jpeg", "-f", "1", "-l", "1", str(pdf), f"{folder}/p"], check=True)
        from PIL import Image
        image = Image.open(next(pathlib.Path(folder).iterdir())).rotate(0.4, fillcolor=255)
        target = archive / "2021" / "bilan-2021-scan.pdf"; target.parent.mkdir(parents=True, exist_ok=True)
        image.save(target, "PDF", resolution=110, quality=60)


def refused():
    whole = (archive / "2022" / "bilan-2022.pdf").read_bytes()
    folder = archive / "2021"; folder.mkdir(parents=True, exist_ok=True)
    (folder / "bilan-2020-abime.pdf").write_bytes(whole[: len(whole) // 3])
    with pikepdf.open(archive / "2022" / "bilan-2022.pdf") as pdf:
        pdf.save(folder / "convention-protegee.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))


if __name__ == "__main__":
    shutil.rmtree(archive, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        bilan_2022(pathlib.Path(folder)); bilan_2023(); operators(pathlib.Path(folder)); scan(); refused()
