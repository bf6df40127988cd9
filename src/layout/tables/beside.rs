//! Lists set in several columns of text made one: which list of a page goes on with which.
//!
//! A list of names and amounts that has no room in its column goes on at the top of the next, or
//! below a picture. The parts are as wide as each other, have no headings but the first, and
//! nothing is written between them; a title over a part begins a list of its own.

use crate::place::Rect;

use super::Found;

/// White above a part that goes on at the head of the next column, in heights of its rows.
const CLEAR: f32 = 2.2;

/// The tables of a page, each behind the one whose rows it goes on with, which is named beside it.
pub(super) fn ordered(found: Vec<Found>) -> Vec<(usize, Found, Option<usize>)> {
    let before = before(&found);
    let at = |i: usize| before.get(i).copied().flatten();
    let depth = |i: usize| std::iter::successors(at(i), |b| at(*b)).count();
    let mut ordered: Vec<_> =
        found.into_iter().enumerate().map(|(i, own)| (i, own, at(i))).collect();
    ordered.sort_by_key(|(i, ..)| depth(*i));
    ordered
}

/// For each table, the one whose rows it goes on with: it stands left of it, or above it.
fn before(found: &[Found]) -> Vec<Option<usize>> {
    found.iter().map(|own| (0..found.len()).rev().find(|i| goes_on(found.get(*i), own))).collect()
}

fn goes_on(first: Option<&Found>, next: &Found) -> bool {
    let Some((first, a, b)) = first.and_then(|f| Some((f, place(f)?, place(next)?))) else {
        return false;
    };
    let alike = (a.width() - b.width()).abs() < 0.06 * a.width();
    let row = b.height() / next.table.rows.max(1) as f32;
    let white = b.y0 - next.above;
    let below = (a.x0 - b.x0).abs() < 3.0 && a.y1 <= b.y0 && next.above <= a.y1 + 1.0;
    let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
    let beside = a.x1 < b.x0
        && b.x0 - a.x1 < 0.5 * a.width()
        && shared > 0.5 * a.height().min(b.height())
        && white > CLEAR * row;
    let open = first.is_list && !is_totalled(first);
    open && next.is_list && next.table.header_rows == 0 && alike && (below || beside)
}

/// Whether a list ends with its total.
fn is_totalled(list: &Found) -> bool {
    let foot = list.table.rows.checked_sub(1).and_then(|r| list.table.at(r, 0));
    foot.is_some_and(|c| c.text.text.to_lowercase().starts_with("total"))
}

fn place(found: &Found) -> Option<Rect> {
    found.table.parts.first().map(|p| p.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Table;

    fn list(x0: f32, y: (f32, f32), above: f32) -> Found {
        let bbox = Rect { x0, y0: y.0, x1: x0 + 160.0, y1: y.1 };
        let table = Table { rows: 5, columns: 2, parts: vec![(1, bbox, 0..5)], ..Table::default() };
        Found { table, is_list: true, above, ..Found::default() }
    }

    #[test]
    fn a_list_goes_on_in_the_next_column_and_below_a_picture() {
        let found = [
            list(50.0, (400.0, 460.0), 380.0),
            list(220.0, (400.0, 460.0), 300.0),
            list(220.0, (600.0, 660.0), 459.0),
        ];
        assert_eq!(before(&found), [None, Some(0), Some(1)]);
    }

    #[test]
    fn a_title_begins_a_list_of_its_own() {
        let found = [
            list(50.0, (400.0, 460.0), 380.0),
            list(220.0, (400.0, 460.0), 388.0),
            list(220.0, (600.0, 660.0), 588.0),
        ];
        assert_eq!(before(&found), [None; 3]);
    }
}
