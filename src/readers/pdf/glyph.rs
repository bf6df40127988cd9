//! A drawn letter, in visible coordinates: what the device collects and words are made of.

/// What a glyph says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Letters {
    /// One character.
    One(char),
    /// Several (a ligature, or a whole span by its `ActualText`).
    Many(String),
    /// Nothing is known of it.
    Unknown,
}

impl Letters {
    /// Whether it is white space of any kind.
    pub(super) fn is_space(&self) -> bool {
        match self {
            Self::One(c) => is_space(*c),
            Self::Many(s) => s.chars().all(is_space),
            Self::Unknown => false,
        }
    }

    /// Its first character.
    pub(super) fn first(&self) -> Option<char> {
        match self {
            Self::One(c) => Some(*c),
            Self::Many(s) => s.chars().next(),
            Self::Unknown => None,
        }
    }
}

/// Whether a character is white space: no PDF is asked which of the spaces it meant.
pub(super) fn is_space(c: char) -> bool {
    if c.is_ascii_graphic() {
        return false;
    }
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\0')
}

/// A glyph as drawn.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says.
    pub(super) letters: Letters,
    /// Its origin, on the baseline.
    pub(super) x: f32,
    /// Its origin, on the baseline.
    pub(super) y: f32,
    /// Unit vector of the writing direction.
    pub(super) direction: (f32, f32),
    /// Advance along the direction, in points.
    pub(super) advance: f32,
    /// Size as seen, in points.
    pub(super) size: f32,
    /// Index of its font among those of the page.
    pub(super) font: u16,
    /// Bold by being drawn twice or stroked.
    pub(super) bold: bool,
    /// Drawn invisibly.
    pub(super) hidden: bool,
    /// The marked-content id it was drawn under.
    pub(super) mcid: Option<i32>,
}

impl Glyph {
    /// Clockwise turn of its writing: 0, 90, 180 or 270.
    ///
    /// Oblique writing (a watermark across the page) is taken for upright or hanging writing,
    /// whichever is nearer, so that it never mixes with the lines of the page.
    pub(super) fn turn(&self) -> u16 {
        let (dx, dy) = self.direction;
        if dx > 0.97 {
            0
        } else if dx < -0.97 {
            180
        } else if dy > 0.0 {
            90
        } else {
            270
        }
    }

    /// Distance along the writing from the end of this glyph to the origin of the other.
    pub(super) fn gap(&self, next: &Self) -> f32 {
        let (dx, dy) = self.direction;
        (next.x - self.x) * dx + (next.y - self.y) * dy - self.advance
    }

    /// Distance of the other's origin from this one's baseline; positive is above.
    pub(super) fn rise(&self, next: &Self) -> f32 {
        let (dx, dy) = self.direction;
        (next.x - self.x) * dy - (next.y - self.y) * dx
    }
}
