//! `ecarts.xlsx`: the discrepancies, budgets, indicators, actions, documents and checks, each on
//! a sheet, for people who go on in a spreadsheet.
//!
//! Document text is written as text, never as a formula. Amounts are numbers in French format,
//! the printed total beside a live sum. Excel keeps doubles: an amount below 2^53 cents is the
//! same number there.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use crate::issue::Lang;
use crate::place::Place;
use crate::reconcile::finding::{Finding, State};
use crate::record::{Budget, Record, RowKind};

use super::{Run, past, words};

/// Excel refuses longer text in a cell.
const LONGEST: usize = 32_000;

/// Excel's number for A4 paper.
const A4: u8 = 9;

/// The workbook as bytes.
pub fn render(run: &Run<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date: the same records give the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("Écarts").set_creation_datetime(&date));
    let styles = Styles::new();
    let all = &run.findings.findings;
    let (open, apart): (Vec<&Finding>, Vec<&Finding>) = all.iter().partition(|f| f.is_open());
    discrepancies(book.add_worksheet(), ("Écarts", &open), run, &styles)?;
    if !apart.is_empty() {
        discrepancies(book.add_worksheet(), ("Acceptés et résolus", &apart), run, &styles)?;
    }
    budgets(book.add_worksheet(), run, &styles)?;
    indicators(book.add_worksheet(), run, &styles)?;
    actions(book.add_worksheet(), run, &styles)?;
    documents(book.add_worksheet(), run, &styles)?;
    checks(book.add_worksheet(), run, &styles)?;
    book.save_to_buffer()
}

/// The formats of all sheets.
struct Styles {
    head: Format,
    amount: Format,
    total: Format,
    text: Format,
}

impl Styles {
    fn new() -> Self {
        let amount = Format::new().set_num_format("#,##0.##");
        Self {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            total: amount.clone().set_bold(),
            amount,
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// A sheet being filled, one row after another.
struct Filling<'s> {
    sheet: &'s mut Worksheet,
    styles: &'s Styles,
    row: u32,
    columns: u16,
}

impl<'s> Filling<'s> {
    /// Names the sheet and writes its headings, with their widths.
    fn new(
        sheet: &'s mut Worksheet,
        name: &str,
        heads: &[(&str, f64)],
        styles: &'s Styles,
    ) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        for (column, (head, width)) in (0_u16..).zip(heads) {
            sheet.write_string_with_format(0, column, *head, &styles.head)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        Ok(Self { sheet, styles, row: 0, columns: heads.len() as u16 })
    }

    /// Starts a row.
    fn next(&mut self) {
        self.row += 1;
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let cut: String = text.chars().take(LONGEST).collect();
        self.sheet.write_string_with_format(self.row, column, cut, &self.styles.text)?;
        Ok(())
    }

    /// A number; one that a double cannot hold is written as text.
    #[expect(clippy::disallowed_methods, reason = "a workbook keeps doubles; others go as text")]
    fn number(&mut self, column: u16, value: Decimal, format: &Format) -> Result<(), XlsxError> {
        match value.to_f64().filter(|_| value.mantissa().unsigned_abs() < 1 << 53) {
            Some(number) => {
                self.sheet.write_number_with_format(self.row, column, number, format)?;
                Ok(())
            }
            None => self.text(column, &value.to_string()),
        }
    }

    /// Ends a sheet of what documents say: tells how many of them are left out of it.
    fn done_with(mut self, run: &Run<'_>) -> Result<(), XlsxError> {
        let undetailed = run.undetailed();
        if undetailed > 0 {
            self.next();
            let told =
                format!("Les valeurs de {undetailed} autres documents sont dans documents/.");
            self.text(0, &told)?;
        }
        self.done()
    }

    /// Ends the sheet: filters over all rows.
    fn done(self) -> Result<(), XlsxError> {
        if self.row > 0 {
            self.sheet.autofilter(0, 0, self.row, self.columns.saturating_sub(1))?;
        }
        Ok(())
    }
}

/// The headings of discrepancies, with their widths.
const DISCREPANCY: [(&str, f64); 13] = [
    ("Gravité", 14.0),
    ("Document", 42.0),
    ("Contrôle", 22.0),
    ("Constat", 70.0),
    ("Gauche", 16.0),
    ("Droite", 16.0),
    ("Écart", 14.0),
    ("Où", 60.0),
    ("Hypothèses", 60.0),
    ("À demander", 50.0),
    ("Identifiant", 16.0),
    ("État", 14.0),
    ("Dérogation", 50.0),
];

/// The heading of the sentences of findings, with their language where it is not the workbook's.
fn sentences(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Constat",
        Lang::En => "Constat (en anglais)",
    }
}

fn discrepancies(
    sheet: &mut Worksheet,
    (name, findings): (&str, &[&Finding]),
    run: &Run<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut heads = DISCREPANCY;
    heads[3].0 = sentences(run.findings.lang);
    let mut fill = Filling::new(sheet, name, &heads, styles)?;
    for finding in findings {
        fill.next();
        fill.text(0, words::severity(finding.severity, Lang::Fr))?;
        fill.text(1, &finding.document)?;
        fill.text(2, &finding.check)?;
        fill.text(3, &finding.message)?;
        let sides = [&finding.left, &finding.right].map(|s| s.as_ref().map(|s| s.value));
        for (column, value) in (4_u16..).zip(sides.into_iter().chain([finding.difference])) {
            if let Some(value) = value {
                fill.number(column, value, &styles.amount)?;
            }
        }
        let places = finding.terms.iter().map(|t| {
            format!("{} : {}, {}", t.written, t.document, words::place(&t.place, Lang::Fr))
        });
        fill.text(7, &places.collect::<Vec<_>>().join("\n"))?;
        let texts = finding.hypotheses.iter().map(|h| h.text.as_str());
        fill.text(8, &texts.collect::<Vec<_>>().join("\n"))?;
        fill.text(9, finding.ask.as_deref().unwrap_or(""))?;
        fill.text(10, &finding.id)?;
        fill.text(11, words::state(finding.state, Lang::Fr))?;
        let waiver = past::accepted(finding, run.findings);
        fill.text(12, &waiver.map(|w| past::why(w, Lang::Fr)).unwrap_or_default())?;
    }
    fill.done()
}

fn budgets(sheet: &mut Worksheet, run: &Run<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let heads = [
        ("Document", 42.0),
        ("Tableau", 36.0),
        ("Nature de ligne", 14.0),
        ("Action", 10.0),
        ("Libellé", 60.0),
        ("Colonne", 24.0),
        ("Montant", 16.0),
        ("Somme des lignes", 16.0),
        ("Écrit", 18.0),
        ("Où", 26.0),
    ];
    let mut fill = Filling::new(sheet, "Budgets", &heads, styles)?;
    for record in run.records {
        for budget in &record.budgets {
            for column in &budget.columns {
                budget_column(&mut fill, record, budget, column)?;
            }
        }
    }
    fill.done_with(run)
}

/// One column of a budget, line by line, so that its total can be summed in place.
fn budget_column(
    fill: &mut Filling<'_>,
    record: &Record,
    budget: &Budget,
    column: &crate::record::BudgetColumn,
) -> Result<(), XlsxError> {
    let first = fill.row + 1;
    let mut lines = Decimal::ZERO;
    for row in &budget.rows {
        let Some(cell) = row.cells.get(&column.id) else { continue };
        fill.next();
        fill.text(0, &record.document.path)?;
        fill.text(1, &budget.title)?;
        fill.text(2, words::row(row.kind))?;
        fill.text(3, row.action.as_deref().unwrap_or(""))?;
        fill.text(4, &row.label)?;
        fill.text(5, &column.label)?;
        if row.kind == RowKind::Line {
            lines = lines.saturating_add(cell.value);
        }
        let total = row.kind == RowKind::Total;
        let styles = fill.styles;
        fill.number(6, cell.value, if total { &styles.total } else { &styles.amount })?;
        if total && fill.row > first {
            let (from, to) = (first + 1, fill.row);
            let sum = format!("=SUMIFS(G{from}:G{to},C{from}:C{to},\"ligne\")");
            // What does not compute (a preview, a phone) shows the result kept with a formula.
            let sum = Formula::new(sum).set_result(lines.normalize().to_string());
            fill.sheet.write_formula_with_format(fill.row, 7, sum, &styles.total)?;
        }
        fill.text(8, &cell.written)?;
        fill.text(9, &words::place(&cell.place, Lang::Fr))?;
    }
    Ok(())
}

fn indicators(sheet: &mut Worksheet, run: &Run<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let heads = [
        ("Document", 42.0),
        ("Action", 10.0),
        ("Valeur", 14.0),
        ("Unité", 22.0),
        ("Libellé", 60.0),
        ("Période", 12.0),
        ("Règle", 24.0),
        ("Où", 20.0),
        ("Phrase", 70.0),
    ];
    let mut fill = Filling::new(sheet, "Indicateurs", &heads, styles)?;
    for record in run.records {
        for indicator in &record.indicators {
            fill.next();
            fill.text(0, &record.document.path)?;
            fill.text(1, indicator.action.as_deref().unwrap_or(""))?;
            fill.number(2, indicator.value, &Format::new())?;
            fill.text(3, &indicator.unit)?;
            fill.text(4, &indicator.label)?;
            fill.text(5, indicator.period.as_deref().unwrap_or(""))?;
            fill.text(6, &indicator.id)?;
            fill.text(7, &words::place(&indicator.place, Lang::Fr))?;
            fill.text(8, indicator.place.text())?;
        }
    }
    fill.done_with(run)
}

fn actions(sheet: &mut Worksheet, run: &Run<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let heads = [
        ("Document", 42.0),
        ("Action", 10.0),
        ("Titre", 70.0),
        ("Statut", 24.0),
        ("Écrit", 30.0),
        ("Opérateur", 30.0),
        ("Où", 10.0),
    ];
    let mut fill = Filling::new(sheet, "Actions", &heads, styles)?;
    for record in run.records {
        for action in &record.actions {
            fill.next();
            fill.text(0, &record.document.path)?;
            fill.text(1, &action.id)?;
            fill.text(2, &action.title)?;
            fill.text(3, words::status(action.status))?;
            fill.text(4, action.status_text.as_deref().unwrap_or(""))?;
            fill.text(5, action.operator.as_deref().unwrap_or(""))?;
            fill.text(6, &words::place(&action.place, Lang::Fr))?;
        }
    }
    fill.done_with(run)
}

fn documents(sheet: &mut Worksheet, run: &Run<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let heads = [
        ("Document", 42.0),
        ("Issue", 20.0),
        ("Pages", 8.0),
        ("Règles", 28.0),
        ("Gravité", 14.0),
        ("Constat", 70.0),
        ("Que faire", 60.0),
        ("Où", 20.0),
    ];
    let mut fill = Filling::new(sheet, "Documents", &heads, styles)?;
    let records = run.by_path();
    for file in &run.index.files {
        let record = records.get(file.path.as_str()).copied();
        let issues = &file.issues;
        for issue in issues.iter().map(Some).chain(issues.is_empty().then_some(None)) {
            fill.next();
            fill.text(0, &file.path)?;
            fill.text(1, words::outcome(file.outcome, Lang::Fr))?;
            fill.number(2, Decimal::from(file.pages), &Format::new())?;
            fill.text(3, record.map_or("", |r| &r.document.rules.id))?;
            let Some(issue) = issue else { continue };
            fill.text(4, words::severity(issue.severity, Lang::Fr))?;
            fill.text(5, &issue.message)?;
            fill.text(6, &issue.hint)?;
            let place = issue.place.as_ref().map(|p: &Place| words::place(p, Lang::Fr));
            fill.text(7, &place.unwrap_or_default())?;
        }
    }
    fill.done()
}

fn checks(sheet: &mut Worksheet, run: &Run<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let found = sentences(run.findings.lang);
    let heads = [("Document", 42.0), ("Contrôle", 24.0), ("Résultat", 16.0), (found, 100.0)];
    let mut fill = Filling::new(sheet, "Contrôles", &heads, styles)?;
    for held in &run.findings.held {
        fill.next();
        fill.text(0, &held.document)?;
        fill.text(1, &held.check)?;
        fill.text(2, "tenu")?;
        fill.text(3, &held.message)?;
    }
    for finding in run.findings.findings.iter().filter(|f| f.state != State::Resolved) {
        fill.next();
        fill.text(0, &finding.document)?;
        fill.text(1, &finding.check)?;
        fill.text(2, words::verdict(finding.verdict, Lang::Fr))?;
        fill.text(3, &finding.message)?;
    }
    fill.done()
}
