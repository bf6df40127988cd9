//! Boxes on a page.

use serde::{Deserialize, Serialize};

use super::written::Edges;

/// A rectangle in points; `x0 <= x1`, `y0 <= y1`, origin top left, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Edges", into = "[f32; 4]")]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl From<[f32; 4]> for Rect {
    fn from([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self { x0, y0, x1, y1 }
    }
}

impl From<Rect> for [f32; 4] {
    /// Rounded to a tenth of a point: finer than any reader agrees on, and stable in JSON.
    fn from(r: Rect) -> Self {
        [r.x0, r.y0, r.x1, r.y1].map(|v| (v * 10.0).round() / 10.0)
    }
}

impl Rect {
    /// Whether its edges are numbers that can be reckoned with.
    #[must_use]
    pub fn is_finite(self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|v| v.is_finite())
    }

    /// The width in points.
    #[must_use]
    pub fn width(self) -> f32 {
        self.x1 - self.x0
    }

    /// The height in points.
    #[must_use]
    pub fn height(self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle, as `(x, y)`.
    #[must_use]
    pub fn center(self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), f32::midpoint(self.y0, self.y1))
    }

    /// The rectangle of this size where its middle comes to lie when it is turned about a point,
    /// clockwise.
    #[must_use]
    pub fn turned_about(self, (cx, cy): (f32, f32), radians: f32) -> Self {
        if radians == 0.0 {
            return self;
        }
        let (sin, cos) = radians.sin_cos();
        let (x, y) = (self.center().0 - cx, self.center().1 - cy);
        let (dx, dy) = (x * cos - y * sin - x, x * sin + y * cos - y);
        Self { x0: self.x0 + dx, y0: self.y0 + dy, x1: self.x1 + dx, y1: self.y1 + dy }
    }

    /// The smallest rectangle that holds this one when it is turned about a point, clockwise.
    #[must_use]
    pub fn around_turned(self, middle: (f32, f32), radians: f32) -> Self {
        let (sin, cos) = (radians.sin().abs(), radians.cos().abs());
        let (width, height) = (self.width(), self.height());
        let (wider, higher) = (width * cos + height * sin, width * sin + height * cos);
        let Self { x0, y0, x1, y1 } = self.turned_about(middle, radians);
        let (dx, dy) = ((wider - width) / 2.0, (higher - height) / 2.0);
        Self { x0: x0 - dx, y0: y0 - dy, x1: x1 + dx, y1: y1 + dy }
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The smallest rectangle that holds all of them; `None` where there is none.
    pub fn hull(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(Self::union)
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Whether the point lies inside or on the edge.
    #[must_use]
    pub fn contains(self, x: f32, y: f32) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_goes_with_the_page_that_is_turned() {
        let bbox = Rect::from([90.0, -5.0, 110.0, 5.0]);
        assert_eq!(bbox.turned_about((0.0, 0.0), 0.0), bbox);
        let turned = bbox.turned_about((0.0, 0.0), std::f32::consts::FRAC_PI_2);
        let near = |a: f32, b: f32| (a - b).abs() < 1e-3;
        assert!(near(turned.x0, -10.0) && near(turned.y0, 95.0), "{turned:?}");
        assert!(near(turned.width(), 20.0) && near(turned.height(), 10.0), "{turned:?}");
        let around = bbox.around_turned((0.0, 0.0), std::f32::consts::FRAC_PI_2);
        let [x0, y0, x1, y1] = [-5.0, 90.0, 5.0, 110.0];
        assert!(near(around.x0, x0) && near(around.y0, y0), "{around:?}");
        assert!(near(around.x1, x1) && near(around.y1, y1), "{around:?}");
    }
}
