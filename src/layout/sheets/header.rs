//! Where the headings of a block of rows are, by form: words above rows whose columns agree.

use std::ops::Range;

use super::look::{Look, look};
use super::row::Row;

/// Headings are names, not sentences: one longer than this, in letters, is prose.
const LONGEST: usize = 250;

/// Rows that tell what the others are like.
const LOOKED_AT: usize = 500;

/// Whether rows of two columns are a table: their values are of one type. « Opérateur | CESAM,
/// Action | 1.1, Date | 31/12/2023 » is a form.
pub(super) fn values_agree(rows: &[Row<'_>]) -> bool {
    let rows = rows.iter().take(LOOKED_AT);
    let mut looks = Vec::new();
    for row in rows {
        match row.cells.as_slice() {
            [_, value] => looks.push(look(value)),
            [_] | [] => {}
            _ => return true,
        }
    }
    let share =
        |kinds: &[Look]| looks.iter().filter(|l| kinds.contains(l)).count() * 10 >= looks.len() * 7;
    share(&[Look::Number, Look::Absent, Look::Year]) || share(&[Look::Text]) || share(&[Look::Date])
}

/// The heading rows of a block, as a range of its rows; `None` where there are none.
pub(super) fn find(rows: &[Row<'_>]) -> Option<Range<usize>> {
    let data = rows.iter().take(LOOKED_AT).position(|r| r.cells.len() > 1 && has_data(r));
    let main = match data {
        Some(data) => {
            let main = above_data(rows, data)?;
            values_agree(rows.get(main + 1..)?).then_some(main)?
        }
        None => above_text(rows)?,
    };
    let start = upwards(rows, main);
    Some(start..downwards(rows, main))
}

/// Whether a row holds what headings don't; years that don't follow one another are numbers.
fn has_data(row: &Row<'_>) -> bool {
    row.cells.iter().any(|c| look(c).is_data()) || !years_rise(row)
}

/// Years of headings stand close: an exercice, a plan of several years. 1 900 and 1 940 are amounts.
const YEARS_APART: u32 = 6;

fn years_rise(row: &Row<'_>) -> bool {
    let years = row.cells.iter().filter(|c| look(c) == Look::Year);
    let years: Vec<u32> = years.filter_map(|c| c.shown.trim().parse().ok()).collect();
    years
        .iter()
        .zip(years.iter().skip(1))
        .all(|(a, b)| (1..=YEARS_APART).contains(&b.saturating_sub(*a)))
}

/// Whether a row may be headings: two words and more, nothing that only data holds.
pub(super) fn is_heading(row: &Row<'_>) -> bool {
    is_heading_of(row, &row.looks())
}

/// The same, by what its cells look like.
pub(super) fn is_heading_of(row: &Row<'_>, looks: &[Look]) -> bool {
    if row.cells.len() < 2 || looks.iter().any(|l| l.is_data()) {
        return false;
    }
    let named = looks.contains(&Look::Text) || is_series(row);
    let short = row.cells.iter().all(|c| c.shown.chars().count() <= LONGEST);
    named && short && (!looks.contains(&Look::Year) || years_rise(row))
}

/// A row of years that follow one another: headings without a word.
fn is_series(row: &Row<'_>) -> bool {
    let years: Vec<u32> = row.cells.iter().filter_map(|c| c.shown.trim().parse().ok()).collect();
    let follow = years.iter().zip(years.iter().skip(1)).all(|(a, b)| a + 1 == *b);
    years.len() > 1 && years.len() == row.cells.len() && follow
}

/// The fullest heading above the first row of data, the first of equals; « Exercice | 2023 »
/// is a fact about the sheet rather than headings.
fn above_data(rows: &[Row<'_>], data: usize) -> Option<usize> {
    let usual = usual_fill(rows.get(data..)?);
    let candidates = rows.iter().enumerate().take(data).filter(|(_, r)| is_heading(r));
    candidates
        .filter(|(_, r)| covers(r) * 2 >= usual)
        .max_by_key(|(i, r)| {
            let fact = r.cells.len() == 2 && r.cells.iter().any(|c| look(c) == Look::Year);
            let labels = r.cells.iter().filter(|c| c.shown.trim_end().ends_with(':')).count();
            (r.cells.len() - usize::from(fact) - labels, usize::MAX - i)
        })
        .map(|(i, _)| i)
}

/// Columns that the cells of a row cover, up to a sheet's worth of reason.
fn covers(row: &Row<'_>) -> usize {
    row.cells.iter().map(|c| c.span.1.min(50) as usize).sum()
}

/// Headings over rows of words alone: the first row, if there are three columns at least and
/// the rows below are as full.
fn above_text(rows: &[Row<'_>]) -> Option<usize> {
    let usual = usual_fill(rows);
    let first = rows.iter().position(|r| is_heading(r) && r.cells.len() * 10 >= usual * 6)?;
    let row = rows.get(first)?;
    let names = row.cells.iter().all(|c| c.shown.chars().count() <= 80);
    (usual >= 3 && row.cells.len() >= 3 && names && first + 1 < rows.len()).then_some(first)
}

/// The middle number of cells of the rows that have more than one.
fn usual_fill(rows: &[Row<'_>]) -> usize {
    let fills = rows.iter().take(LOOKED_AT).map(|r| r.cells.len());
    let mut fills: Vec<usize> = fills.filter(|n| *n > 1).collect();
    fills.sort_unstable();
    fills.get(fills.len() / 2).copied().unwrap_or(0)
}

/// Rows of headings above the main one: banners over some of its columns, at most two.
fn upwards(rows: &[Row<'_>], main: usize) -> usize {
    let mut start = main;
    while let Some(above) = start.checked_sub(1).filter(|_| main - start < 2) {
        let (Some(row), Some(below)) = (rows.get(above), rows.get(start)) else { break };
        if row.number + 1 != below.number || !is_banner(row, below) {
            break;
        }
        start = above;
    }
    start
}

/// Whether a row is laid over the columns of the row below it: more than one merged heading,
/// or one that leaves columns free. One over all columns is a title.
fn is_banner(row: &Row<'_>, below: &Row<'_>) -> bool {
    let merged = row.cells.iter().any(|c| c.span.1 > 1 || c.span.0 > 1);
    let words = row.cells.iter().all(|c| matches!(look(c), Look::Text | Look::Year));
    let (Some(first), Some(last)) = (below.cells.first(), below.cells.last()) else { return false };
    let whole = row
        .cells
        .iter()
        .any(|c| c.at.column <= first.at.column && c.at.column + c.span.1 > last.at.column);
    merged && words && !whole && (row.cells.len() > 1 || after_labels(row, first.at.column))
}

fn after_labels(row: &Row<'_>, first: u32) -> bool {
    row.cells.first().is_some_and(|c| c.at.column > first)
}

/// The end of the headings: rows under a merged heading, and rows of units or column numbers.
fn downwards(rows: &[Row<'_>], main: usize) -> usize {
    let mut end = main + 1;
    while end < main + 3 {
        let (Some(row), Some(above)) = (rows.get(end), rows.get(end - 1)) else { break };
        let adjoins = above.number + 1 == row.number;
        if !adjoins || !(under_merged(row, above) || is_units(row)) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a row of words stands under merged headings of the row above it.
fn under_merged(row: &Row<'_>, above: &Row<'_>) -> bool {
    let words = row.cells.iter().all(|c| matches!(look(c), Look::Text | Look::Year));
    let under = row.cells.iter().filter(|c| {
        above
            .cells
            .iter()
            .any(|a| a.span.1 > 1 && (a.at.column..a.at.column + a.span.1).contains(&c.at.column))
    });
    words && under.count() > 1
}

/// A row of `€`, `(k€)`, `(1)`, `a` and the like.
fn is_units(row: &Row<'_>) -> bool {
    let unit = |text: &str| {
        let bare = text.trim().trim_matches(['(', ')', '[', ']']).to_lowercase();
        let bare = bare.trim_start_matches("en ").trim_start_matches("d'");
        matches!(
            bare,
            "€" | "k€" | "m€" | "%" | "euros" | "milliers d'euros" | "ttc" | "ht" | "etp"
        ) || text.trim().starts_with('(') && bare.len() == 1
    };
    row.cells.len() > 1 && row.cells.iter().all(|c| unit(&c.shown))
}
