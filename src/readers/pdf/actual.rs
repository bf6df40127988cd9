//! `ActualText`: what a span of marked content says, whatever its glyphs look like.
//!
//! Where it says what the glyphs say, the glyphs stay, since each knows its place. Else its words
//! take the place of the span, each as wide as its share of the letters.

use super::glyph::{Glyph, Letters, is_space};

/// Puts the text of a span in place of its glyphs, which are those from `from` on.
///
/// A span over several lines is left alone: one text cannot be told apart over them.
pub(super) fn replace(glyphs: &mut Vec<Glyph>, from: usize, actual: &str) {
    let Some(span) = glyphs.get(from..) else { return };
    let (Some(first), Some(last)) = (span.first(), span.last()) else { return };
    let one_line = first.rise(last).abs() <= first.size && first.turn() == last.turn();
    if !one_line || says(span) == letters_of(actual) {
        return;
    }
    let width = (first.gap(last) + first.advance + last.advance).max(first.advance);
    let parts = parts(first, width, actual);
    glyphs.truncate(from);
    glyphs.extend(parts);
}

/// A glyph for each word and each space of the text, side by side over the width.
fn parts(first: &Glyph, width: f32, actual: &str) -> Vec<Glyph> {
    let each = width / actual.chars().count().max(1) as f32;
    let mut parts: Vec<Glyph> = Vec::new();
    for (i, c) in actual.chars().enumerate() {
        match parts.last_mut() {
            Some(Glyph { letters: Letters::Many(word), advance, .. }) if !is_space(c) => {
                word.push(c);
                *advance += each;
            }
            _ => {
                let along = each * i as f32;
                let space = is_space(c);
                parts.push(Glyph {
                    letters: if space { Letters::One(' ') } else { Letters::Many(c.into()) },
                    x: first.x + first.direction.0 * along,
                    y: first.y + first.direction.1 * along,
                    advance: each,
                    ..first.clone()
                });
            }
        }
    }
    parts
}

/// What the glyphs of a span say, without spaces.
fn says(span: &[Glyph]) -> String {
    let mut text = String::with_capacity(span.len());
    for glyph in span {
        match &glyph.letters {
            Letters::One(c) => text.push(*c),
            Letters::Many(s) => text.push_str(s),
            Letters::Unknown => text.push('\u{fffd}'),
        }
    }
    letters_of(&text)
}

fn letters_of(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).collect()
}
