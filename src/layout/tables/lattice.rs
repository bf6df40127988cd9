//! Grids drawn with rules: strokes that touch make a component, its places make rows and columns,
//! and a missing piece of rule makes a cell that spans.
//!
//! A side that nobody drew is taken from how far the crossing rules reach: many tables have
//! rules across and between columns but none at their left and right.

use std::ops::Range;

use crate::place::Rect;

use super::strokes::{Stroke, Strokes};

/// Places closer than this are one row or column edge: borders of cells drawn with jitter.
const JITTER: f32 = 3.0;
/// How far from touching two strokes may be and still meet.
const REACH: f32 = 3.0;
/// Pairs of strokes looked at on one page: a table of 5,000 cells needs a tenth of it.
pub(super) const MAX_PAIRS: usize = 2_000_000;
/// Slots of one grid.
const MAX_SLOTS: usize = 250_000;

/// A cell as drawn: rows and columns of the grid that it covers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
}

/// A grid of rules.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    pub(super) xs: Vec<f32>,
    pub(super) ys: Vec<f32>,
    pub(super) cells: Vec<Drawn>,
    /// For each slot, row by row, the cell that covers it.
    owner: Vec<usize>,
}

impl Lattice {
    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub(super) fn bbox(&self) -> Option<Rect> {
        Some(Rect {
            x0: *self.xs.first()?,
            x1: *self.xs.last()?,
            y0: *self.ys.first()?,
            y1: *self.ys.last()?,
        })
    }

    /// The cell that covers a point.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        let row = slot(&self.ys, y)?;
        let column = slot(&self.xs, x)?;
        self.owner.get(row * self.columns() + column).copied()
    }

    /// The row that covers a height.
    pub(super) fn row_at(&self, y: f32) -> Option<usize> {
        slot(&self.ys, y)
    }

    /// The right edge of a cell.
    pub(super) fn right(&self, cell: usize) -> f32 {
        let edge = self.cells.get(cell).and_then(|c| self.xs.get(c.columns.end));
        edge.copied().unwrap_or(f32::INFINITY)
    }
}

fn slot(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|e| *e <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

/// The grids of a page, top to bottom. `None` where there are too many strokes to compare.
pub(super) fn find(strokes: &Strokes) -> Option<Vec<Lattice>> {
    let mut lattices: Vec<Lattice> = components(strokes)?
        .into_iter()
        .filter_map(|(across, down)| build(&across, &down))
        .collect();
    lattices.sort_by(|a, b| {
        let key = |l: &Lattice| l.bbox().unwrap_or_default();
        key(a).y0.total_cmp(&key(b).y0).then(key(a).x0.total_cmp(&key(b).x0))
    });
    Some(lattices)
}

type Component = (Vec<Stroke>, Vec<Stroke>);

/// Strokes grouped by touching; strokes that cross none are in no group.
fn components(strokes: &Strokes) -> Option<Vec<Component>> {
    let mut sets = Sets::new(strokes.across.len() + strokes.down.len());
    let mut pairs = 0;
    for (a, across) in strokes.across.iter().enumerate() {
        let first = strokes.down.partition_point(|d| d.at < across.from - REACH);
        let near = strokes.down.iter().enumerate().skip(first);
        for (d, down) in near.take_while(|(_, d)| d.at <= across.to + REACH) {
            pairs += 1;
            if down.from - REACH <= across.at && across.at <= down.to + REACH {
                sets.unite(a, strokes.across.len() + d);
            }
        }
        if pairs > MAX_PAIRS {
            return None;
        }
    }
    Some(sets.gather(strokes))
}

/// Disjoint sets of strokes.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while let Some(&parent) = self.0.get(i)
            && parent != i
        {
            let grand = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(own) = self.0.get_mut(i) {
                *own = grand;
            }
            i = grand;
        }
        i
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(own) = self.0.get_mut(a.max(b)) {
            *own = a.min(b);
        }
    }

    fn gather(mut self, strokes: &Strokes) -> Vec<Component> {
        let mut groups: std::collections::BTreeMap<usize, Component> =
            std::collections::BTreeMap::new();
        for (i, stroke) in strokes.across.iter().enumerate() {
            groups.entry(self.root(i)).or_default().0.push(*stroke);
        }
        for (i, stroke) in strokes.down.iter().enumerate() {
            let root = self.root(strokes.across.len() + i);
            groups.entry(root).or_default().1.push(*stroke);
        }
        groups
            .into_values()
            .filter(|(across, down)| !across.is_empty() && !down.is_empty())
            .collect()
    }
}

/// Makes the grid of one component; `None` where it is a mere frame, or far too fine.
fn build(across: &[Stroke], down: &[Stroke]) -> Option<Lattice> {
    let xs = places(down, across);
    let ys = places(across, down);
    let (rows, columns) = (ys.len().checked_sub(1)?, xs.len().checked_sub(1)?);
    if rows * columns < 2 || rows * columns > MAX_SLOTS {
        return None;
    }
    let below = Walls::new(&ys, &xs, across);
    let left = Walls::new(&xs, &ys, down);
    let mut lattice =
        Lattice { xs, ys, cells: Vec::new(), owner: vec![usize::MAX; rows * columns] };
    for row in 0..rows {
        for column in 0..columns {
            lattice.open(row, column, &below, &left);
        }
    }
    Some(lattice)
}

impl Lattice {
    fn is_free(&self, row: usize, column: usize) -> bool {
        self.owner.get(row * self.columns() + column) == Some(&usize::MAX)
    }

    /// Opens a cell at a slot that has none: to the right until a wall, then down until a wall.
    fn open(&mut self, row: usize, column: usize, below: &Walls, left: &Walls) {
        if !self.is_free(row, column) {
            return;
        }
        let mut end = column + 1;
        while end < self.columns() && self.is_free(row, end) && !left.has(end, row) {
            end += 1;
        }
        let mut bottom = row + 1;
        while bottom < self.rows() && self.reaches(bottom, column..end, below, left) {
            bottom += 1;
        }
        let width = self.columns();
        for r in row..bottom {
            for slot in self.owner.iter_mut().skip(r * width + column).take(end - column) {
                *slot = self.cells.len();
            }
        }
        self.cells.push(Drawn { rows: row..bottom, columns: column..end });
    }

    /// Whether a cell may go down into a row: no wall above it, none inside, closed at its sides.
    fn reaches(&self, row: usize, columns: Range<usize>, below: &Walls, left: &Walls) -> bool {
        let closed = |x: usize| x == 0 || x == self.columns() || left.has(x, row);
        columns.clone().all(|c| self.is_free(row, c) && !below.has(row, c))
            && columns.clone().skip(1).all(|c| !left.has(c, row))
            && closed(columns.start)
            && closed(columns.end)
    }
}

/// Which pieces of the grid's lines are drawn.
struct Walls {
    drawn: Vec<bool>,
    width: usize,
}

impl Walls {
    /// `lines` are the places of the strokes, `steps` the edges of the slots along them.
    fn new(lines: &[f32], steps: &[f32], strokes: &[Stroke]) -> Self {
        let width = steps.len().saturating_sub(1);
        let mut walls = Self { drawn: vec![false; lines.len() * width], width };
        for stroke in strokes {
            let Some(line) = nearest(lines, stroke.at) else { continue };
            let first = steps.partition_point(|s| *s < stroke.from - JITTER).saturating_sub(1);
            for (i, pair) in steps.windows(2).enumerate().skip(first) {
                let &[from, to] = pair else { continue };
                if from > stroke.to {
                    break;
                }
                if stroke.cover(from, to) >= 0.55 * (to - from)
                    && let Some(wall) = walls.drawn.get_mut(line * width + i)
                {
                    *wall = true;
                }
            }
        }
        walls
    }

    fn has(&self, line: usize, step: usize) -> bool {
        self.drawn.get(line * self.width + step).copied().unwrap_or(false)
    }
}

fn nearest(places: &[f32], at: f32) -> Option<usize> {
    let after = places.partition_point(|p| *p < at);
    let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
    near.filter_map(|i| Some((i, (places.get(i)? - at).abs())))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(i, _)| i)
}

/// The places of strokes, near ones made one, and the ends of the crossing ones where they reach
/// further.
fn places(strokes: &[Stroke], crossing: &[Stroke]) -> Vec<f32> {
    let mut groups: Vec<(f32, f32, f32)> = Vec::new();
    for stroke in strokes {
        match groups.last_mut() {
            Some((last, sum, count)) if stroke.at - *last <= JITTER => {
                (*last, *sum, *count) = (stroke.at, *sum + stroke.at, *count + 1.0);
            }
            _ => groups.push((stroke.at, stroke.at, 1.0)),
        }
    }
    let mut places: Vec<f32> = groups.into_iter().map(|(_, sum, count)| sum / count).collect();
    let low = crossing.iter().map(|s| s.from).fold(f32::INFINITY, f32::min);
    let high = crossing.iter().map(|s| s.to).fold(f32::NEG_INFINITY, f32::max);
    if places.first().is_some_and(|first| low < first - 2.0 * JITTER) {
        places.insert(0, low);
    }
    if places.last().is_some_and(|last| high > last + 2.0 * JITTER) {
        places.push(high);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(at: f32, from: f32, to: f32) -> Stroke {
        Stroke { at, from, to }
    }

    #[test]
    fn a_missing_rule_makes_a_spanning_cell_and_open_sides_are_closed() {
        let strokes = Strokes {
            across: vec![
                stroke(0.0, 0.0, 300.0),
                stroke(20.0, 100.0, 300.0),
                stroke(40.0, 0.0, 300.0),
            ],
            down: vec![stroke(100.0, 0.0, 40.0), stroke(200.0, 20.0, 40.0)],
        };
        let found = find(&strokes).unwrap();
        let lattice = &found[0];
        assert_eq!((lattice.rows(), lattice.columns()), (2, 3));
        let spans: Vec<_> =
            lattice.cells.iter().map(|c| (c.rows.clone(), c.columns.clone())).collect();
        assert_eq!(spans, [(0..2, 0..1), (0..1, 1..3), (1..2, 1..2), (1..2, 2..3)]);
        assert_eq!(lattice.cell_at(250.0, 10.0), Some(1));
        assert_eq!(lattice.cell_at(350.0, 10.0), None);
    }

    #[test]
    fn strokes_without_number_are_refused_rather_than_compared_pair_by_pair() {
        let many = |count: usize| (0..count).map(|i| stroke(i as f32 * 3.0, 0.0, 9e6)).collect();
        assert!(find(&Strokes { across: many(2_000), down: many(2_000) }).is_none());
    }
}
