//! Columns of text: rows of segments in, leaves in reading order out.
//!
//! A gutter is a white band that runs down through many rows with lines of prose at both sides.
//! Rows from the top are swept once, holding the bands that are still white; what crosses a band
//! (a title, a picture, a long rule) ends it. Columns of figures are no columns of text: they
//! belong to the words at their left, so that an undetected table is read row by row.

use super::segments::{Row, Segment, WIDE, rows};
use crate::place::Rect;

/// Rows that must have text at both sides.
const BOTH: usize = 3;
/// Rows that each side must have.
const SIDE: usize = 4;
/// Width of a column of prose, in sizes of its letters.
const NARROWEST: f32 = 8.0;
/// White over the whole width that ends columns, in sizes.
const PAUSE: f32 = 3.0;
/// White bands followed at a time.
const BANDS: usize = 32;
/// Columns in columns: a page has two or three levels.
const DEEPEST: u8 = 6;

/// Rows that are read one after the other, in a region of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// The rows from the top.
    pub(super) rows: Vec<Row>,
    /// Left and right edge of the column.
    pub(super) edges: (f32, f32),
    /// How many gutters it stands beside: 0 for what is no column.
    pub(super) depth: u8,
}

/// A white band over rows `from..to`.
#[derive(Debug, Clone, Copy)]
struct Band {
    x0: f32,
    x1: f32,
    from: usize,
    to: usize,
    both: usize,
}

/// The leaves of a region in reading order. `barriers` are long rules and pictures.
pub(super) fn leaves(segments: Vec<Segment>, barriers: &[Rect]) -> Vec<Leaf> {
    let mut out = Vec::new();
    split(rows(segments), barriers, 0, &mut out);
    out
}

fn split(rows: Vec<Row>, barriers: &[Rect], depth: u8, out: &mut Vec<Leaf>) {
    let edges = edges(&rows);
    let gutters = if depth == DEEPEST { Vec::new() } else { gutters(&rows, barriers) };
    let mut rest = rows.into_iter();
    let mut at = 0;
    for gutter in gutters {
        push_leaf(rest.by_ref().take(gutter.from - at).collect(), (edges, depth), out);
        let (left, right) = halves(rest.by_ref().take(gutter.to - gutter.from), gutter);
        at = gutter.to;
        split(self::rows(left), barriers, depth + 1, out);
        split(self::rows(right), barriers, depth + 1, out);
    }
    push_leaf(rest.collect(), (edges, depth), out);
}

fn push_leaf(rows: Vec<Row>, (edges, depth): ((f32, f32), u8), out: &mut Vec<Leaf>) {
    if !rows.is_empty() {
        out.push(Leaf { rows, edges, depth });
    }
}

/// Left and right edge of a column: the outermost that three rows come near to, since a stamp
/// in the margin is none.
fn edges(rows: &[Row]) -> (f32, f32) {
    let mut lefts: Vec<f32> = rows.iter().map(|r| r.rect.x0).collect();
    let mut rights: Vec<f32> = rows.iter().map(|r| -r.rect.x1).collect();
    (outermost(&mut lefts), -outermost(&mut rights))
}

fn outermost(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    let near = values.windows(3).find_map(|w| match w {
        [a, _, c] if c - a < 10.0 => Some(*a),
        _ => None,
    });
    near.or(values.first().copied()).unwrap_or(0.0)
}

fn halves(rows: impl Iterator<Item = Row>, gutter: Band) -> (Vec<Segment>, Vec<Segment>) {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    rows.flat_map(|r| r.segments).partition(|s| s.rect.center().0 < middle)
}

/// The gutters of a region, from the top, no two over the same rows: the longest ones.
fn gutters(rows: &[Row], barriers: &[Rect]) -> Vec<Band> {
    let beside = beside(rows);
    let likely: Vec<Band> = bands(rows, &beside, barriers)
        .into_iter()
        .map(|band| trimmed(rows, &beside, band))
        .filter(|band| band.both >= BOTH && !leads_to_figures(rows, *band))
        .collect();
    let mut found: Vec<Band> =
        likely.iter().copied().filter(|band| parts_prose(rows, *band, &likely)).collect();
    found.sort_by(|a, b| b.both.cmp(&a.both).then((b.x1 - b.x0).total_cmp(&(a.x1 - a.x0))));
    let mut chosen: Vec<Band> = Vec::new();
    for band in found {
        if chosen.len() < BANDS && chosen.iter().all(|c| band.to <= c.from || c.to <= band.from) {
            chosen.push(band);
        }
    }
    chosen.sort_by_key(|b| b.from);
    chosen
}

/// Every white band between segments, as far down as it stays white.
fn bands(rows: &[Row], beside: &[Vec<Rect>], barriers: &[Rect]) -> Vec<Band> {
    let mut open: Vec<Band> = Vec::new();
    let mut done = Vec::new();
    let mut barriers = barriers.iter().peekable();
    let mut reach = f32::MAX;
    for (at, (row, beside)) in rows.iter().zip(beside).enumerate() {
        while let Some(barrier) = barriers.next_if(|b| b.center().1 < row.baseline()) {
            open.retain(|band| !crosses(*barrier, *band) || file(*band, &mut done));
        }
        if row.rect.y0 - reach > PAUSE * row.size() {
            done.append(&mut open);
        }
        reach = beside.iter().map(|b| b.y1).fold(row.rect.y1, f32::max);
        let white = free(beside);
        open.retain_mut(|band| {
            let stays = narrow(band, &white, row.size());
            if stays {
                band.both += usize::from(is_faced(beside, *band));
                band.to = at + 1;
            }
            stays || file(*band, &mut done)
        });
        let from = if beside.len() > row.segments.len() { at.saturating_sub(1) } else { at };
        for (x0, x1) in white {
            let apart = open.iter().all(|b| b.x1 <= x0 || x1 <= b.x0);
            let inner = x0 > f32::MIN && x1 < f32::MAX && x1 - x0 >= WIDE * row.size();
            if open.len() < BANDS && apart && inner {
                open.push(Band { x0, x1, from, to: at + 1, both: 1 });
            }
        }
    }
    done.extend(open);
    done
}

/// Files a band as done, to be dropped from the open ones.
fn file(band: Band, done: &mut Vec<Band>) -> bool {
    done.push(band);
    false
}

fn crosses(barrier: Rect, band: Band) -> bool {
    barrier.x0 < band.x0 - 20.0 && barrier.x1 > band.x1 + 20.0
}

/// For each row, the boxes of what stands at its height: its own segments, tables that began
/// above, and the row over it where the two overlap, as the lines of columns do that are off each
/// other's baselines.
fn beside(rows: &[Row]) -> Vec<Vec<Rect>> {
    let mut tall: Vec<Rect> = Vec::new();
    let mut over: Option<&Row> = None;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        tall.retain(|t| t.y1 > row.baseline());
        let near = over.filter(|o| o.rect.y1 - row.rect.y0 > 0.35 * row.size());
        let texts = near.into_iter().flat_map(|o| o.segments.iter().filter(|s| s.table.is_none()));
        let mut boxes: Vec<Rect> = texts.chain(&row.segments).map(|s| s.rect).collect();
        boxes.extend(tall.iter().take(BANDS));
        boxes.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        out.push(boxes);
        tall.extend(row.segments.iter().filter(|s| s.table.is_some()).map(|s| s.rect));
        over = Some(row);
    }
    out
}

/// Whether there is something at both sides of a band.
fn is_faced(beside: &[Rect], band: Band) -> bool {
    beside.iter().any(|b| b.x1 <= band.x0 + 0.1) && beside.iter().any(|b| b.x0 >= band.x1 - 0.1)
}

/// The white stretches between boxes sorted by left edge, with those before and after them.
fn free(boxes: &[Rect]) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    let mut from = f32::MIN;
    for rect in boxes {
        if rect.x0 > from {
            out.push((from, rect.x0));
        }
        from = from.max(rect.x1);
    }
    out.push((from, f32::MAX));
    out
}

/// Narrows a band to what a row leaves white; false if too little is left.
fn narrow(band: &mut Band, white: &[(f32, f32)], size: f32) -> bool {
    let from = white.partition_point(|w| w.1 <= band.x0);
    let left = white.iter().skip(from).take_while(|w| w.0 < band.x1);
    let widest = left
        .map(|w| (w.0.max(band.x0), w.1.min(band.x1)))
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let Some((x0, x1)) = widest.filter(|(x0, x1)| x1 - x0 >= 0.6 * WIDE * size) else {
        return false;
    };
    (band.x0, band.x1) = (x0, x1);
    true
}

/// Cuts off the rows at the end that stand at one side alone after a pause: what follows the
/// columns, such as the next heading.
fn trimmed(rows: &[Row], beside: &[Vec<Rect>], band: Band) -> Band {
    let Some(own) = rows.get(band.from..band.to) else { return band };
    let last = (band.from..band.to).rfind(|&at| beside.get(at).is_some_and(|b| is_faced(b, band)));
    let mut to = last.unwrap_or(band.from) + 1 - band.from;
    while let (Some(above), Some(next)) = (own.get(to - 1), own.get(to)) {
        if next.baseline() - above.baseline() > 2.2 * next.size() {
            break;
        }
        to += 1;
    }
    Band { to: band.from + to, ..band }
}

/// Whether figures stand right of a band: they belong to the words at its left.
fn leads_to_figures(rows: &[Row], band: Band) -> bool {
    let own = rows.get(band.from..band.to).unwrap_or_default();
    let first = |r: &Row| r.segments.iter().find(|s| s.rect.x0 >= band.x1 - 0.1).map(|s| s.figures);
    let firsts: Vec<bool> = own.iter().filter_map(first).collect();
    firsts.iter().filter(|f| **f).count() * 2 >= firsts.len()
}

/// Whether both sides of a band look like columns of prose: rows that mostly fill their column,
/// which may end at another band.
fn parts_prose(rows: &[Row], band: Band, others: &[Band]) -> bool {
    let own = rows.get(band.from..band.to).unwrap_or_default();
    let beside = |o: &&Band| {
        let shared = o.to.min(band.to).saturating_sub(o.from.max(band.from));
        shared * 3 >= (band.to - band.from) * 2
    };
    let others: Vec<&Band> = others.iter().filter(beside).collect();
    let start = others.iter().map(|o| o.x1).filter(|x| *x <= band.x0).fold(f32::MIN, f32::max);
    let end = others.iter().map(|o| o.x0).filter(|x| *x >= band.x1).fold(f32::MAX, f32::min);
    let size = own.iter().map(Row::size).fold(0.0, f32::max).min(14.0);
    is_prose(&lines(own, (start, band.x0)), size) && is_prose(&lines(own, (band.x1, end)), size)
}

/// The lines between two edges. A table counts for as many lines as it is high.
fn lines(rows: &[Row], (start, end): (f32, f32)) -> Vec<Rect> {
    let mut out = Vec::new();
    for row in rows {
        let within = |s: &&Segment| s.rect.x0 >= start - 0.1 && s.rect.x1 <= end + 0.1;
        let own = row.segments.iter().filter(within);
        let Some(rect) = Rect::hull(own.clone().map(|s| s.rect)) else { continue };
        let is_table = own.clone().any(|s| s.table.is_some());
        let high = if is_table { rect.height() / (1.2 * row.size()).max(1.0) } else { 1.0 };
        out.extend(std::iter::repeat_n(rect, high.clamp(1.0, 100.0) as usize));
    }
    out
}

fn is_prose(lines: &[Rect], size: f32) -> bool {
    let Some(column) = Rect::hull(lines.iter().copied()) else { return false };
    let full = lines.iter().filter(|l| l.width() >= 0.6 * column.width()).count();
    lines.len() >= SIDE && column.width() >= NARROWEST * size && full * 2 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::super::segments::{segments, tests as made};
    use super::*;
    use crate::document::{Page, Word};

    fn read(page: &Page, barriers: &[Rect]) -> Vec<Vec<String>> {
        let text = |row: &Row| {
            row.words().map(|i| page.words[i].text.as_str()).collect::<Vec<_>>().join(" ")
        };
        leaves(segments(page, 0, |_| true), barriers)
            .iter()
            .map(|l| l.rows.iter().map(text).collect())
            .collect()
    }

    fn column(x: f32, offset: f32, names: &[&str]) -> Vec<Word> {
        names
            .iter()
            .enumerate()
            .flat_map(|(i, n)| {
                let text = format!("{n} du texte qui remplit sa colonne");
                made::words(&text, x, 200.0 + offset + i as f32 * 12.0, 10.0)
            })
            .collect()
    }

    #[test]
    fn two_columns_are_read_one_after_the_other_under_their_title() {
        let mut words = made::words(
            "Un titre qui va sur toute la largeur de la page, en entier, \
            et même un peu au-delà du milieu",
            50.0,
            150.0,
            10.0,
        );
        words.extend(column(50.0, 0.0, &["a", "b", "c", "d", "e"]));
        words.extend(column(300.0, 0.0, &["f", "g", "h", "i"]));
        let read = read(&made::page(words), &[]);
        assert_eq!(read.len(), 3);
        assert_eq!(read[1].len(), 5);
        assert_eq!(read[2][0], "f du texte qui remplit sa colonne");
    }

    #[test]
    fn columns_off_each_others_baselines_are_told_apart() {
        let mut words = column(50.0, 0.0, &["a", "b", "c", "d", "e"]);
        words.extend(column(300.0, 2.5, &["f", "g", "h", "i"]));
        assert_eq!(read(&made::page(words), &[]).len(), 2);
    }

    #[test]
    fn columns_half_a_line_apart_are_told_apart() {
        let mut words = column(50.0, 0.0, &["a", "b", "c", "d", "e"]);
        words.extend(column(300.0, 6.0, &["f", "g", "h", "i"]));
        assert_eq!(read(&made::page(words), &[]).len(), 2);
    }

    #[test]
    fn a_column_of_amounts_belongs_to_the_names_at_its_left() {
        let mut words = column(50.0, 0.0, &["a", "b", "c", "d", "e"]);
        for i in 0..5_u8 {
            words.extend(made::words(
                &format!("1{i} 000 000 000 000,00 €"),
                300.0,
                200.0 + f32::from(i) * 12.0,
                10.0,
            ));
        }
        let read = read(&made::page(words), &[]);
        assert_eq!(read.len(), 1);
        assert!(read[0][0].ends_with("colonne 10 000 000 000 000,00 €"));
    }

    #[test]
    fn a_long_rule_ends_the_columns_over_it() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let mut words = column(50.0, 0.0, &names);
        words.extend(column(300.0, 0.0, &names));
        let rule = Rect { x0: 40.0, x1: 560.0, y0: 238.0, y1: 238.5 };
        assert_eq!(read(&made::page(words), &[rule]).len(), 4);
    }
}
