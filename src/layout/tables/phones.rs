//! Telephone numbers, which look like several numbers and are none.
//!
//! A number that is counted begins with no zero, and its groups hold three digits. Groups of
//! other lengths one word space apart, after `+` or a leading zero, are dialled: text.

use super::frame::Token;
use super::values::Kind;

/// Groups that make a telephone number, after `+` and after a leading zero.
const LEAST: (usize, usize) = (3, 4);
/// A word space at most, in letter sizes: cells stand further apart.
const SPACE: f32 = 0.4;

/// Makes text of the groups of telephone numbers, on tokens in the order of drawing.
pub(super) fn mark(tokens: &mut [Token<'_>]) {
    let mut from = 0;
    while from < tokens.len() {
        let rest = tokens.get_mut(from..).unwrap_or_default();
        let dialled = rest.first().is_some_and(opens);
        let follows = |pair: &[Token<'_>]| match pair {
            [a, b] => {
                (b.baseline - a.baseline).abs() < 0.2 * a.size
                    && (0.0..SPACE * a.size).contains(&(b.bbox.x0 - a.bbox.x1))
                    && is_group(b.text)
            }
            _ => false,
        };
        let run = if dialled { 1 + rest.windows(2).take_while(|p| follows(p)).count() } else { 1 };
        let odd = rest.iter().skip(1).take(run - 1).any(|t| digits(t.text) != 3);
        // As American ones are written: an area in brackets, and three digits tied to four.
        if let [area, rest, ..] = rest
            && is_area(area.text)
            && is_local(rest.text)
            && rest.bbox.x0 - area.bbox.x1 < SPACE * area.size
        {
            (area.kind, rest.kind) = (Kind::Text, Kind::Text);
        }
        let abroad = rest.first().is_some_and(|t| t.text.starts_with('+'));
        if run >= if abroad { LEAST.0 } else { LEAST.1 } && odd {
            rest.iter_mut().take(run).for_each(|t| t.kind = Kind::Text);
        }
        from += run;
    }
}

/// Whether a word begins a telephone number: `+33`, `(0)`, `04`, `0800`.
fn opens(token: &Token<'_>) -> bool {
    let plain = token.text.trim_start_matches(['+', '(']);
    let marked = token.text.starts_with('+') || plain.starts_with('0');
    marked && plain.len() > 1 && is_group(token.text.trim_start_matches('+'))
}

fn is_area(text: &str) -> bool {
    text.len() == 5 && text.starts_with('(') && text.ends_with(')') && digits(text) == 3
}

fn is_local(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(a, b)| a.len() == 3 && b.len() == 4 && digits(a) == 3 && digits(b) == 4)
}

fn is_group(text: &str) -> bool {
    let inner = text.trim_matches(['(', ')', '.', ',', ';']);
    (1..=4).contains(&inner.len())
        && inner.chars().all(|c| c.is_ascii_digit() || c == '-')
        && inner.contains(|c: char| c.is_ascii_digit())
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::{tests::page, tokens};

    fn kinds(text: &str) -> Vec<Kind> {
        tokens(&page(&[(50.0, 100.0, text)])).iter().map(|t| t.kind).collect()
    }

    #[test]
    fn what_is_dialled_is_text() {
        assert_eq!(kinds("+43 1 512 33"), [Kind::Text; 4]);
        assert_eq!(kinds("04 78 11 02 44"), [Kind::Text; 5]);
        assert_eq!(kinds("(578) 555-8766"), [Kind::Text; 2]);
        assert_eq!(kinds("(578) 555"), [Kind::Value; 2]);
        assert_eq!(kinds("+347 500 000"), [Kind::Value; 3]);
        assert_eq!(kinds("12 34 56 78"), [Kind::Value; 4]);
    }
}
