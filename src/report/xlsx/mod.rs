//! `ecarts.xlsx`: the discrepancies, budgets, indicators, actions, documents and checks, each on
//! a sheet, for people who go on in a spreadsheet.
//!
//! Document text is written as text, never as a formula; the only formulas are sums of cells of
//! their own sheet, the difference of two of them and the word for it. Excel keeps doubles: an
//! amount below 2^53 cents is the same number there, others are text.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::reconcile::finding::Finding;

use self::budgets::Plan;
use self::sheet::{Filling, Styles};
use self::sources::Sources;
use super::Run;

mod actions;
mod budgets;
mod checks;
mod discrepancies;
mod documents;
mod indicators;
mod sheet;
mod sources;
mod text;

/// What every sheet is made from.
struct Making<'m> {
    run: &'m Run<'m>,
    styles: Styles,
    sources: Sources<'m>,
    plan: Plan<'m>,
}

/// The workbook as bytes.
pub fn render(run: &Run<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties()?);
    let making = Making {
        run,
        styles: Styles::new(),
        sources: Sources::of(run.index),
        plan: Plan::of(run.records),
    };
    let all = &run.findings.findings;
    let (open, apart): (Vec<&Finding>, Vec<&Finding>) = all.iter().partition(|f| f.is_open());
    discrepancies::fill(book.add_worksheet_with_constant_memory()?, "Écarts", &open, &making)?;
    if !apart.is_empty() {
        discrepancies::fill(
            book.add_worksheet_with_constant_memory()?,
            "Acceptés et résolus",
            &apart,
            &making,
        )?;
    }
    budgets::fill(book.add_worksheet_with_constant_memory()?, &making)?;
    indicators::fill(book.add_worksheet_with_constant_memory()?, &making)?;
    actions::fill(book.add_worksheet_with_constant_memory()?, &making)?;
    documents::fill(book.add_worksheet_with_constant_memory()?, &making)?;
    checks::fill(book.add_worksheet_with_constant_memory()?, &making)?;
    book.save_to_buffer()
}

/// What the file says of itself. Its date is fixed: the same records give the same bytes.
fn properties() -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title("Rapprochement des montants : écarts et contrôles")
        .set_subject("Bilans de conventions et comptes rendus financiers")
        .set_author(concat!("bilan ", env!("CARGO_PKG_VERSION")))
        .set_category("Contrôle de concordance")
        .set_keywords("écart, rapprochement, concordance, bilan, convention")
        .set_comment("Les montants recalculés sont des formules : ils suivent ce qui est corrigé.")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}
