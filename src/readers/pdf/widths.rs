//! Widths that a font states for more codes than there are: the interpreter writes out each code of
//! a range, and a range may have thousands of millions. Ranges are found through references, as
//! the interpreter finds them.

use lopdf::{Document, Object};

/// Codes for which one font may state widths: more than any encoding has.
const WIDTHS: i64 = 70_000;

/// Whether a font states widths for more codes than there are.
pub(super) fn wide(document: &Document, object: &Object, depth: usize) -> bool {
    match object {
        Object::Dictionary(dict) => {
            let ranges = |key: &[u8], step| match dict.get_deref(key, document) {
                Ok(Object::Array(items)) => span(document, items, step) > WIDTHS,
                _ => false,
            };
            let inside = || dict.iter().any(|(_, value)| wide(document, value, depth + 1));
            ranges(b"W", 1) || ranges(b"W2", 3) || (depth < 8 && inside())
        }
        Object::Array(items) => depth < 8 && items.iter().any(|o| wide(document, o, depth + 1)),
        _ => false,
    }
}

/// Number of codes that a width array covers: `first [w …]` or `first last w …`, with `values`
/// numbers for a range.
fn span(document: &Document, items: &[Object], values: usize) -> i64 {
    let told = |object| document.dereference(object).map_or(object, |(_, found)| found);
    let mut total = 0_i64;
    let mut rest = items;
    while let [first, second, tail @ ..] = rest {
        match (number(told(first)), told(second)) {
            (Some(_), Object::Array(widths)) => {
                total = total.saturating_add(i64::try_from(widths.len()).unwrap_or(i64::MAX));
                rest = tail;
            }
            (Some(from), to) => {
                let to = number(to).unwrap_or(from);
                total = total.saturating_add(to.saturating_sub(from).saturating_add(1).max(0));
                rest = tail.get(values..).unwrap_or_default();
            }
            (None, _) => rest = rest.get(1..).unwrap_or_default(),
        }
    }
    total
}

/// A number, fractions cut.
pub(super) fn number(object: &Object) -> Option<i64> {
    match object {
        Object::Integer(n) => Some(*n),
        Object::Real(n) => Some(*n as i64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(items: &[i64]) -> Vec<Object> {
        items.iter().map(|n| Object::Integer(*n)).collect()
    }

    #[test]
    fn width_ranges_are_counted_by_the_codes_they_cover() {
        let nothing = Document::new();
        let mut items = numbers(&[3, 5, 500]);
        items.push(Object::Integer(9));
        items.push(Object::Array(numbers(&[1, 2, 3, 4])));
        assert_eq!(span(&nothing, &items, 1), 7);
        assert_eq!(span(&nothing, &numbers(&[0, 2_000_000_000, 500]), 1), 2_000_000_001);
    }
}
