//! The drawn lines of a page, cleaned: pieces on one straight line joined, hair-thin doubles made
//! one, edges of shaded cells taken in.
//!
//! Shading counts as a drawn edge because a cell that is told apart by its colour is ruled to the
//! eye. Very large shadings are grounds, not cells, and are left out.

use crate::document::Page;
use crate::place::Rect;

use super::{stripes, values};

/// Strokes closer than this are one, in points: double rules and boxes that touch.
const SAME: f32 = 2.0;
/// Pieces with a gap below this are one stroke: dotted rules, borders drawn cell by cell.
const GAP: f32 = 3.0;
/// Shorter ones rule nothing.
const SHORT: f32 = 6.0;

/// Shadings compared with each other on one page.
const MAX_NESTED: usize = 2_000;

/// A straight stroke: where it stands across its direction, and from where to where it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

impl Stroke {
    /// How much of `from..to` it covers, in points.
    pub(super) fn cover(&self, from: f32, to: f32) -> f32 {
        (self.to.min(to) - self.from.max(from)).max(0.0)
    }
}

/// The strokes of a page by direction, each sorted by place.
#[derive(Debug, Clone, Default)]
pub(super) struct Strokes {
    pub(super) across: Vec<Stroke>,
    pub(super) down: Vec<Stroke>,
}

/// Gathers the strokes of a page, with or without the edges of shadings.
pub(super) fn gather(page: &Page, shadings: bool) -> Strokes {
    let mut strokes = Strokes::default();
    for rule in page.rules.iter().filter(|r| r.bbox.is_finite()) {
        let (x, y) = rule.bbox.center();
        if rule.horizontal {
            strokes.across.push(Stroke { at: y, from: rule.bbox.x0, to: rule.bbox.x1 });
        } else {
            strokes.down.push(Stroke { at: x, from: rule.bbox.y0, to: rule.bbox.y1 });
        }
    }
    for word in page.words.iter().filter(|w| values::is_drawn_line(&w.text) && w.bbox.is_finite()) {
        let at = word.bbox.center().1;
        strokes.across.push(Stroke { at, from: word.bbox.x0, to: word.bbox.x1 });
    }
    let mut fills = if shadings { outermost(page) } else { Vec::new() };
    if fills.len() <= MAX_NESTED {
        fills.extend(stripes::between(page, &fills));
    }
    for r in fills {
        strokes.across.extend([r.y0, r.y1].map(|at| Stroke { at, from: r.x0, to: r.x1 }));
        strokes.down.extend([r.x0, r.x1].map(|at| Stroke { at, from: r.y0, to: r.y1 }));
    }
    Strokes { across: merge(strokes.across), down: merge(strokes.down) }
}

/// The shadings that may be cells, without those that lie in another as the ground of a paragraph
/// lies in its cell.
fn outermost(page: &Page) -> Vec<Rect> {
    let cells: Vec<Rect> =
        page.fills.iter().copied().filter(|r| r.is_finite() && is_cell(*r, page)).collect();
    if cells.len() > MAX_NESTED {
        return cells;
    }
    let area = |r: &Rect| r.width() * r.height();
    let within = |inner: &Rect, outer: &Rect| {
        area(inner) < area(outer)
            && outer.x0 <= inner.x0 + 1.0
            && inner.x1 <= outer.x1 + 1.0
            && outer.y0 <= inner.y0 + 1.0
            && inner.y1 <= outer.y1 + 1.0
            && outer.width() - inner.width() < 24.0
    };
    cells.iter().copied().filter(|inner| !cells.iter().any(|outer| within(inner, outer))).collect()
}

/// Whether a shading may be that of a cell or a row.
fn is_cell(fill: Rect, page: &Page) -> bool {
    fill.height() >= 6.0
        && fill.width() >= 10.0
        && fill.height() < page.height * 0.3
        && fill.width() * fill.height() < page.width * page.height * 0.25
}

/// Joins pieces that lie on one line.
fn merge(mut pieces: Vec<Stroke>) -> Vec<Stroke> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut merged = Vec::new();
    let mut group: Vec<Stroke> = Vec::new();
    for piece in pieces {
        if group.first().is_some_and(|first| piece.at - first.at > SAME) {
            merged.append(&mut join(std::mem::take(&mut group)));
        }
        group.push(piece);
    }
    merged.append(&mut join(group));
    merged.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    merged
}

fn join(mut group: Vec<Stroke>) -> Vec<Stroke> {
    group.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut joined: Vec<Stroke> = Vec::new();
    for piece in group {
        match joined.last_mut() {
            Some(open) if piece.from - open.to <= GAP => open.to = open.to.max(piece.to),
            _ => joined.push(piece),
        }
    }
    joined.retain(|s| s.to - s.from >= SHORT);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;

    #[test]
    fn borders_drawn_cell_by_cell_become_one_stroke() {
        let rule = |x0: f32, y: f32, x1: f32| Rule {
            bbox: Rect { x0, y0: y, x1, y1: y + 0.5 },
            horizontal: true,
        };
        let page = Page {
            rules: vec![
                rule(50.0, 100.0, 120.0),
                rule(120.5, 100.8, 200.0),
                rule(300.0, 100.0, 340.0),
            ],
            ..Page::default()
        };
        let across = gather(&page, true).across;
        assert_eq!(across.len(), 2);
        assert_eq!((across[0].from, across[0].to), (50.0, 200.0));
    }
}
