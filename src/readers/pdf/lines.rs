//! Straight lines out of paths: strokes, thin filled rectangles and the edges of frames.
//!
//! Producers draw one and the same table border in all of these ways, and in pieces a cell;
//! pieces on one line that touch are joined.

use hayro_interpret::kurbo::{BezPath, PathEl, Point, Rect as Box2, Shape};

use super::device::rect;
use crate::document::Rule;

/// Points up to which a filled rectangle is a line.
const THICK: f64 = 2.5;
/// Points below which a piece is a dot, not a line.
const SHORT: f32 = 3.0;
/// Points that may part two pieces of one line: dots and dashes of a drawn border.
const JOINT: f32 = 1.5;

/// A part of a path that stands alone.
#[derive(Debug)]
pub(super) struct Subpath {
    /// Its box.
    pub(super) area: Box2,
    /// Whether it is an upright rectangle.
    pub(super) straight: bool,
}

/// The parts of a path.
pub(super) fn shapes(path: &BezPath) -> Vec<Subpath> {
    let mut parts = Vec::new();
    let mut part: Vec<PathEl> = Vec::new();
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) && !part.is_empty() {
            parts.extend(subpath(&part));
            part.clear();
        }
        part.push(*element);
    }
    parts.extend(subpath(&part));
    parts
}

fn subpath(part: &[PathEl]) -> Option<Subpath> {
    let mut points = Vec::with_capacity(part.len());
    let mut straight = true;
    for element in part {
        match element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => points.push(*p),
            PathEl::ClosePath => {}
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => straight = false,
        }
    }
    if points.len() < 2 && straight {
        return None;
    }
    let area = BezPath::from_vec(part.to_vec()).bounding_box();
    let edge = |p: &Point| {
        let on_x = (p.x - area.x0).abs() < 0.2 || (p.x - area.x1).abs() < 0.2;
        let on_y = (p.y - area.y0).abs() < 0.2 || (p.y - area.y1).abs() < 0.2;
        on_x && on_y
    };
    straight = straight && points.iter().all(edge);
    Some(Subpath { area, straight })
}

/// The line that a filled area is, if it is thin; `whole` is the area before it was cut.
pub(super) fn thin(area: Box2, whole: Box2) -> Option<Rule> {
    let (width, height) = (area.width(), area.height());
    if whole.width().min(whole.height()) > THICK || width < 0.0 || height < 0.0 {
        return None;
    }
    Some(Rule { bbox: rect(area), horizontal: width >= height })
}

/// The four sides of a frame drawn by filling the space between two rectangles.
pub(super) fn frame(path: &BezPath, clip: Box2) -> Vec<Rule> {
    let parts = shapes(path);
    let [outer, inner] = parts.as_slice() else { return Vec::new() };
    let first = outer.area.area() >= inner.area.area();
    let (outer, inner) = if first { (outer, inner) } else { (inner, outer) };
    let (o, i) = (outer.area, inner.area);
    let even = [i.x0 - o.x0, i.y0 - o.y0, o.x1 - i.x1, o.y1 - i.y1];
    let nested = outer.straight && inner.straight && even.iter().all(|d| (0.0..=THICK).contains(d));
    if !nested {
        return Vec::new();
    }
    let sides = [
        Box2::new(o.x0, o.y0, o.x1, i.y0),
        Box2::new(o.x0, i.y1, o.x1, o.y1),
        Box2::new(o.x0, o.y0, i.x0, o.y1),
        Box2::new(i.x1, o.y0, o.x1, o.y1),
    ];
    sides.into_iter().filter_map(|side| cut(side, clip)).filter_map(|s| thin(s, s)).collect()
}

/// The horizontal and vertical segments of a stroked path.
pub(super) fn strokes(path: &BezPath, width: f64, clip: Box2) -> Vec<Rule> {
    let mut rules = Vec::new();
    let half = (width / 2.0).clamp(0.0, 20.0);
    let (mut at, mut start) = (Point::ZERO, Point::ZERO);
    for element in path.elements() {
        let to = match element {
            PathEl::MoveTo(p) => {
                (at, start) = (*p, *p);
                continue;
            }
            PathEl::LineTo(p) => *p,
            PathEl::ClosePath => start,
            PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                at = *p;
                continue;
            }
        };
        rules.extend(segment(at, to, half, clip));
        at = to;
    }
    rules
}

fn segment(from: Point, to: Point, half: f64, clip: Box2) -> Option<Rule> {
    let (dx, dy) = ((to.x - from.x).abs(), (to.y - from.y).abs());
    let line = Box2::from_points(from, to);
    let (horizontal, grown) = if dy < 0.6 && dx > dy {
        (true, line.inflate(0.0, half))
    } else if dx < 0.6 && dy > dx {
        (false, line.inflate(half, 0.0))
    } else {
        return None;
    };
    Some(Rule { bbox: rect(cut(grown, clip)?), horizontal })
}

/// An area cut to the clip; `None` if nothing is left.
fn cut(area: Box2, clip: Box2) -> Option<Box2> {
    let seen = area.x0.max(clip.x0) <= area.x1.min(clip.x1)
        && area.y0.max(clip.y0) <= area.y1.min(clip.y1);
    seen.then(|| area.intersect(clip))
}

/// Joins pieces of one line, drops doubles and dots; sorted from the top, then from the left.
pub(super) fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.retain(|r| {
        let b = r.bbox;
        [b.x0, b.y0, b.x1, b.y1].iter().all(|v| v.is_finite())
    });
    rules.sort_by(|a, b| {
        (b.horizontal, middle(a))
            .partial_cmp(&(a.horizontal, middle(b)))
            .map_or(std::cmp::Ordering::Equal, |o| o.then(ends(a).0.total_cmp(&ends(b).0)))
    });
    let mut kept: Vec<Rule> = Vec::with_capacity(rules.len());
    let mut open = 0;
    for rule in rules {
        while kept.get(open).is_some_and(|k| !level(k, &rule)) {
            open += 1;
        }
        let piece = kept
            .get_mut(open..)
            .and_then(|near| near.iter_mut().find(|k| level(k, &rule) && touch(k, &rule)));
        match piece {
            Some(line) => line.bbox = line.bbox.union(rule.bbox),
            None => kept.push(rule),
        }
    }
    kept.retain(|r| ends(r).1 - ends(r).0 >= SHORT);
    kept.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    kept
}

/// Where a line stands across its run.
fn middle(rule: &Rule) -> f32 {
    let (x, y) = rule.bbox.center();
    if rule.horizontal { y } else { x }
}

/// Where a line begins and ends.
fn ends(rule: &Rule) -> (f32, f32) {
    let b = rule.bbox;
    if rule.horizontal { (b.x0, b.x1) } else { (b.y0, b.y1) }
}

fn level(a: &Rule, b: &Rule) -> bool {
    a.horizontal == b.horizontal && (middle(a) - middle(b)).abs() < 0.6
}

fn touch(a: &Rule, b: &Rule) -> bool {
    let ((a0, a1), (b0, b1)) = (ends(a), ends(b));
    a0 <= b1 + JOINT && b0 <= a1 + JOINT
}
