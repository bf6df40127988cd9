"""The operators' comptes rendus financiers of the samples, as openpyxl workbooks."""

from openpyxl import Workbook
from openpyxl.styles import Font


def report(year, operator, action, title, state, local, text_amounts=False, hidden=False):
    """Charges left, produits right; the amounts agree unless the caller plants a difference."""
    total = state + local
    charges = [("60 - Achats", total * 12 // 100), ("61 - Services extérieurs", total * 23 // 100)]
    charges.append(("64 - Charges de personnel", total - sum(v for _, v in charges)))
    say = (lambda v: f"{v:,} €".replace(",", " ")) if text_amounts else (lambda v: v)
    book = Workbook(); sheet = book.active; sheet.title = "Compte rendu"
    sheet["A1"] = f"Compte rendu financier {year}"; sheet.merge_cells("A1:D1"); sheet["A1"].font = Font(bold=True)
    sheet["A2"] = f"Opérateur : {operator}"; sheet["A3"] = f"Action {action} {title}"
    for column, head in zip("ABCD", ("CHARGES", "Réalisé", "PRODUITS", "Réalisé")): sheet[f"{column}5"] = head
    income = [("74 - Subventions d'exploitation", None), ("dont État", state), ("dont Val-de-Brenne métropole", local), ("75 - Autres produits", "n.c.")]
    for i, (label, value) in enumerate(charges): sheet[f"A{6 + i}"] = label; sheet[f"B{6 + i}"] = say(value)
    for i, (label, value) in enumerate(income):
        sheet[f"C{6 + i}"] = label
        if value is not None: sheet[f"D{6 + i}"] = value if isinstance(value, str) else say(value)
    sheet["A9"] = "65 - Autres charges"; sheet["B9"] = "-"
    sheet["A10"] = "TOTAL DES CHARGES"; sheet["B10"] = say(total)
    sheet["C10"] = "TOTAL DES PRODUITS"; sheet["D10"] = say(total)
    sheet["A12"] = "Certifié exact, la trésorière"
    for row in sheet["B6:D10"]:
        for cell in row:
            if isinstance(cell.value, int): cell.number_format = '#,##0.00 "€"'
    if hidden:
        other = book.create_sheet("Détail"); other.sheet_state = "hidden"; other["A1"] = "Heures de permanence"; other["B1"] = 1204
    return book
