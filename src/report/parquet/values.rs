//! The table of values: every field, indicator, amount and cell of a budget, with its place.
//!
//! `kind` says which of the four a row is. Columns that a kind does not have are null.

use std::rc::Rc;

use parquet::errors::Result;

use crate::place::{Place, Rect};
use crate::record::{AmountMention, Budget, BudgetRow, Field, Indicator, Labels, Record};

use super::table::{Cell, Table};

/// The columns. `value` is null for texts and dates; `value_text` is the value as the JSON has it.
pub(super) const SCHEMA: &str = "message values {
  OPTIONAL BYTE_ARRAY document (STRING);
  OPTIONAL BYTE_ARRAY document_kind (STRING);
  OPTIONAL BYTE_ARRAY year (STRING);
  OPTIONAL BYTE_ARRAY kind (STRING);
  OPTIONAL BYTE_ARRAY id (STRING);
  OPTIONAL BYTE_ARRAY action (STRING);
  OPTIONAL BYTE_ARRAY label (STRING);
  OPTIONAL BYTE_ARRAY table_title (STRING);
  OPTIONAL BYTE_ARRAY row_kind (STRING);
  OPTIONAL BYTE_ARRAY column_id (STRING);
  OPTIONAL BYTE_ARRAY column_label (STRING);
  OPTIONAL FIXED_LEN_BYTE_ARRAY (16) value (DECIMAL(38, 6));
  OPTIONAL BYTE_ARRAY value_text (STRING);
  OPTIONAL BYTE_ARRAY unit (STRING);
  OPTIONAL BYTE_ARRAY written (STRING);
  OPTIONAL BYTE_ARRAY period (STRING);
  OPTIONAL BYTE_ARRAY nature (STRING);
  OPTIONAL BYTE_ARRAY qualifier (STRING);
  OPTIONAL BYTE_ARRAY rule (STRING);
  OPTIONAL INT32 page (INTEGER(32, true));
  OPTIONAL FLOAT x0;
  OPTIONAL FLOAT y0;
  OPTIONAL FLOAT x1;
  OPTIONAL FLOAT y1;
  OPTIONAL BYTE_ARRAY sheet (STRING);
  OPTIONAL BYTE_ARRAY cell (STRING);
  OPTIONAL INT32 line (INTEGER(32, true));
  OPTIONAL BYTE_ARRAY text (STRING);
  OPTIONAL BYTE_ARRAY ocr (STRING);
  OPTIONAL INT32 ocr_confidence (INTEGER(32, true));
}";

/// What differs from one kind of value to the next.
struct Row<'v> {
    kind: &'static str,
    id: &'v str,
    action: Option<&'v str>,
    label: Option<&'v str>,
    /// Title, kind of row, id and label of the column: of a cell of a budget alone.
    cell: Option<(&'v str, Cell, &'v str, &'v str)>,
    value: Cell,
    value_text: String,
    unit: Option<&'v str>,
    written: Option<&'v str>,
    period: Option<&'v str>,
    nature: Cell,
    qualifier: Cell,
    rule: Option<&'v str>,
    place: &'v Place,
}

/// Adds the values of a record.
pub(super) fn add(table: &mut Table, record: &Record) -> Result<()> {
    let fields = record.fields.iter().map(field);
    let indicators = record.indicators.iter().map(indicator);
    let amounts = record.amounts.iter().map(amount);
    let cells = record.budgets.iter().flat_map(|budget| {
        let labels = Rc::new(budget.labels());
        budget.rows.iter().flat_map(move |row| cells(budget, row, &labels))
    });
    fields.chain(indicators).chain(amounts).chain(cells).try_for_each(|v| push(table, record, v))
}

fn field(field: &Field) -> Row<'_> {
    Row {
        kind: "field",
        id: &field.id,
        action: field.action.as_deref(),
        label: None,
        cell: None,
        value: Cell::amount(field.number().map(|(value, _)| value)),
        value_text: field.value.clone(),
        unit: None,
        written: field.written.as_deref(),
        period: None,
        nature: Cell::Absent,
        qualifier: Cell::word(field.qualifier),
        rule: Some(&field.id),
        place: &field.place,
    }
}

fn indicator(indicator: &Indicator) -> Row<'_> {
    Row {
        kind: "indicator",
        id: &indicator.id,
        action: indicator.action.as_deref(),
        label: Some(&indicator.label),
        cell: None,
        value: Cell::Amount(indicator.value),
        value_text: indicator.value.to_string(),
        unit: Some(&indicator.unit),
        written: Some(&indicator.written),
        period: indicator.period.as_deref(),
        nature: Cell::Absent,
        qualifier: Cell::word(indicator.qualifier),
        rule: Some(&indicator.rule),
        place: &indicator.place,
    }
}

fn amount(amount: &AmountMention) -> Row<'_> {
    Row {
        kind: "amount",
        id: &amount.id,
        action: amount.action.as_deref(),
        label: None,
        cell: None,
        value: Cell::Amount(amount.value),
        value_text: amount.value.to_string(),
        unit: Some("EUR"),
        written: Some(&amount.written),
        period: amount.period.as_deref(),
        nature: Cell::word(amount.nature),
        qualifier: Cell::word(amount.qualifier),
        rule: Some(&amount.rule),
        place: &amount.place,
    }
}

/// The cells of a row of a budget, from left to right.
fn cells<'v>(
    budget: &'v Budget,
    row: &'v BudgetRow,
    labels: &Rc<Labels<'v>>,
) -> impl Iterator<Item = Row<'v>> + use<'v> {
    let labels = Rc::clone(labels);
    budget.columns.iter().filter_map(move |column| {
        let cell = row.cells.get(&column.id)?;
        Some(Row {
            kind: "cell",
            id: &budget.id,
            action: row.action.as_deref(),
            label: Some(labels.beside(row, &column.id)),
            cell: Some((&budget.title, Cell::word(row.kind), &column.id, &column.label)),
            value: Cell::Amount(cell.value),
            value_text: cell.value.to_string(),
            unit: Some(&budget.unit),
            written: Some(&cell.written),
            period: column.year.as_deref(),
            nature: Cell::word(column.nature.or(budget.nature)),
            qualifier: Cell::Absent,
            rule: Some(&budget.id),
            place: &cell.place,
        })
    })
}

/// Adds a value as a row.
fn push(table: &mut Table, record: &Record, value: Row<'_>) -> Result<()> {
    let (title, row_kind, column, heading) = match value.cell {
        Some((title, kind, column, heading)) => (Some(title), kind, Some(column), Some(heading)),
        None => (None, Cell::Absent, None, None),
    };
    let [page, x0, y0, x1, y1, sheet, cell, line] = spot(value.place);
    let [ocr, confidence] = Cell::read(value.place.recognised());
    table.push([
        Cell::text(Some(&record.document.path)),
        Cell::text(Some(&record.document.kind)),
        Cell::text(record.year()),
        Cell::text(Some(value.kind)),
        Cell::text(Some(value.id)),
        Cell::text(value.action),
        Cell::text(value.label),
        Cell::text(title),
        row_kind,
        Cell::text(column),
        Cell::text(heading),
        value.value,
        Cell::Text(value.value_text),
        Cell::text(value.unit),
        Cell::text(value.written),
        Cell::text(value.period),
        value.nature,
        value.qualifier,
        Cell::text(value.rule),
        page,
        x0,
        y0,
        x1,
        y1,
        sheet,
        cell,
        line,
        Cell::text(Some(value.place.text())),
        ocr,
        confidence,
    ])
}

/// Page and box, or sheet, cell and line.
fn spot(place: &Place) -> [Cell; 8] {
    use Cell::Absent;
    match place {
        Place::Page { page, bbox, .. } => {
            let [x0, y0, x1, y1] = <[f32; 4]>::from(*bbox as Rect).map(Cell::Point);
            [Cell::Whole(*page), x0, y0, x1, y1, Absent, Absent, Absent]
        }
        Place::Cell { sheet, cell, line, .. } => {
            let line = line.map_or(Absent, Cell::Whole);
            let (sheet, cell) = (Cell::text(Some(sheet)), Cell::text(Some(&cell.to_string())));
            [Absent, Absent, Absent, Absent, Absent, sheet, cell, line]
        }
    }
}
