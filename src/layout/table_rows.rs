//! Rows at the edge of a page that are of a table, and no furniture though they recur.
//!
//! The heading row of a table that goes on recurs on each of its pages, and so do rows of lists
//! and forms that differ by nothing but numbers. What tells them from headers and footers is the
//! row beside them: drawn into one grid with them, or set as they are.

use super::segments::{Row, Segment};
use crate::document::Rule;

/// Rows of a table that one at the edge of the page goes on with.
const ROWS: usize = 3;

/// Whether a row near the top or the bottom of a page is of a table: rules pass from it into the
/// next row towards the middle, it heads that one, or it goes on with several.
pub(super) fn is_of_table(rules: &[Rule], rows: &[Row], at: usize, top: bool) -> bool {
    let inward = if top { Some(at + 1) } else { at.checked_sub(1) };
    let next = inward.and_then(|i| rows.get(i));
    let (Some(row), Some(next)) = (rows.get(at), next) else { return false };
    let close = (next.baseline() - row.baseline()).abs() < 2.2 * row.size();
    is_ruled_with(rules, row, next)
        || top && close && row.segments.len() >= 3 && next.segments.len() >= 2
        || goes_on(rows, at, top)
}

/// Whether two vertical rules or more pass from one row into the other.
fn is_ruled_with(rules: &[Rule], row: &Row, next: &Row) -> bool {
    let at_height =
        |y: f32| rules.iter().filter(move |r| !r.horizontal && r.bbox.y0 <= y && y <= r.bbox.y1);
    let below: Vec<f32> = at_height(next.rect.center().1).map(|r| r.bbox.x0).collect();
    let shared = at_height(row.rect.center().1)
        .filter(|r| below.iter().any(|x| (x - r.bbox.x0).abs() < 2.0))
        .take(2)
        .count();
    shared >= 2
}
/// Whether a row goes on with three others of a table towards the middle of the page: evenly apart,
/// of several cells, two of which share an edge with those of the next. Rows that differ by
/// nothing but numbers recur as furniture does.
fn goes_on(rows: &[Row], at: usize, top: bool) -> bool {
    let inward = |n: usize| rows.get(if top { at + n } else { at.checked_sub(n)? });
    let Some(chain) = (0..=ROWS).map(inward).collect::<Option<Vec<&Row>>>() else { return false };
    let gaps: Vec<f32> = chain
        .windows(2)
        .map(|pair| if let [a, b] = pair { (a.baseline() - b.baseline()).abs() } else { 0.0 })
        .collect();
    let size = chain.iter().map(|r| r.size()).fold(0.0, f32::max);
    let (least, most) =
        gaps.iter().fold((f32::MAX, 0.0_f32), |(l, m), gap| (l.min(*gap), m.max(*gap)));
    let alike = |pair: &[&Row]| if let [a, b] = pair { shared_edges(a, b) >= 2 } else { false };
    most - least < 0.25 * size && most < 3.0 * size && chain.windows(2).all(alike)
}

/// The cells of a row that begin or end where one of the other row does.
fn shared_edges(a: &Row, b: &Row) -> usize {
    let near = |x: f32, y: f32| (x - y).abs() < 2.0;
    let shares = |s: &&Segment| {
        b.segments.iter().any(|o| near(o.rect.x0, s.rect.x0) || near(o.rect.x1, s.rect.x1))
    };
    a.segments.iter().filter(shares).count()
}

#[cfg(test)]
mod tests {
    use super::super::segments::{rows, segments, tests as made};
    use super::*;

    fn page_rows(lines: &[(f32, &str, &str)]) -> Vec<Row> {
        let words = lines.iter().flat_map(|(y, left, right)| {
            let mut words = made::words(left, 50.0, *y, 10.0);
            words.extend(made::words(right, 300.0, *y, 10.0));
            words
        });
        let page = made::page(words.collect());
        rows(segments(&page, 0, |_| true))
    }

    #[test]
    fn the_last_row_of_a_list_is_of_its_table() {
        let list = |last: f32| {
            page_rows(&[
                (700.0, "Dossier 12", "1 500"),
                (714.0, "Dossier 13", "2 500"),
                (728.0, "Dossier 14", "3 500"),
                (last, "Dossier 15", "4 500"),
            ])
        };
        assert!(is_of_table(&[], &list(742.0), 3, false));
        assert!(!is_of_table(&[], &list(770.0), 3, false));
    }

    #[test]
    fn a_header_of_two_lines_over_prose_is_none() {
        let rows = page_rows(&[
            (40.0, "Ville de Brenne", "2023"),
            (54.0, "Direction des finances", "page 3"),
            (90.0, "La convention engage la ville sur trois ans", ""),
            (104.0, "et chacune de ses directions", ""),
        ]);
        assert!(!is_of_table(&[], &rows, 0, true));
    }
}
