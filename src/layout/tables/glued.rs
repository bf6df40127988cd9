//! Words that hold more than one cell: text that runs to the very edge of its cell and the number
//! of the next cell, which a reader takes for one word (`Nathalie91`), and labels with the dots
//! that lead to a number.
//!
//! Only a change from letters to digits where a rule runs down is taken for the former; text that
//! merely runs over its cell is left whole.

use crate::document::Page;

use super::leaders;
use super::strokes::Strokes;

/// A place at which a word is parted: index of the word, byte, and how far right it is.
type Cut = (usize, usize, f32);

/// The page with such words in parts, and for each of its words the index of the word that it is
/// of. `None` where there is none.
pub(super) fn part(page: &Page, strokes: &Strokes) -> Option<(Page, Vec<usize>)> {
    let mut cuts = at_rules(page, strokes);
    cuts.extend(at_leaders(page));
    if cuts.is_empty() {
        return None;
    }
    // From the right, so that what is left of a cut keeps its bytes.
    cuts.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut page = page.clone();
    let mut origin: Vec<usize> = (0..page.words.len()).collect();
    for (index, byte, at) in cuts {
        let Some(word) = page.words.get_mut(index) else { continue };
        if !word.text.is_char_boundary(byte) {
            continue;
        }
        let mut rest = word.clone();
        rest.text = word.text.split_off(byte);
        (word.bbox.x1, rest.bbox.x0) = (at, at);
        page.words.push(rest);
        origin.push(index);
    }
    Some((page, origin))
}

fn at_rules(page: &Page, strokes: &Strokes) -> Vec<Cut> {
    let words = page.words.iter().enumerate();
    words
        .filter_map(|(i, w)| {
            let first = strokes.down.partition_point(|s| s.at < w.bbox.x0 + 1.0);
            let near = strokes.down.iter().skip(first).take_while(|s| s.at < w.bbox.x1 - 1.0);
            let middle = w.bbox.center().1;
            let rule = near.filter(|s| s.from < middle && middle < s.to).map(|s| s.at).next()?;
            let share = (rule - w.bbox.x0) / w.bbox.width().max(0.1);
            Some((i, change(&w.text, share)?, rule))
        })
        .collect()
}

/// The ends of leaders, by the usual widths of letters: a dot is half as wide as a digit.
fn at_leaders(page: &Page) -> Vec<Cut> {
    let width = |c: char| match c {
        '.' | ',' | '\'' | ':' => 1.0,
        '…' => 4.0,
        _ => 2.0_f32,
    };
    let mut cuts = Vec::new();
    for (i, word) in page.words.iter().enumerate().filter(|(_, w)| w.text.contains(['.', '…'])) {
        let whole: f32 = word.text.chars().map(width).sum();
        for byte in leaders::cuts(&word.text) {
            let before: f32 = word.text.get(..byte).unwrap_or_default().chars().map(width).sum();
            cuts.push((i, byte, word.bbox.x0 + word.bbox.width() * before / whole.max(1.0)));
        }
    }
    cuts
}

/// The byte at which letters change to digits, within two letters of where the rule runs.
fn change(text: &str, share: f32) -> Option<usize> {
    let count = text.chars().count() as f32;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    letters.windows(2).enumerate().find_map(|(i, pair)| match pair {
        [(_, a), (byte, b)] if a.is_alphabetic() && b.is_ascii_digit() => {
            ((i as f32 + 1.0 - share * count).abs() <= 2.0).then_some(*byte)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::tests::page;
    use crate::layout::tables::strokes::Stroke;

    #[test]
    fn a_word_is_parted_at_the_rule_between_letters_and_digits() {
        let page = page(&[(100.0, 50.0, "Nathalie91 Nathalie")]);
        let down = vec![
            Stroke { at: 141.0, from: 0.0, to: 100.0 },
            Stroke { at: 160.0, from: 0.0, to: 100.0 },
        ];
        let (parted, origin) = part(&page, &Strokes { across: Vec::new(), down }).unwrap();
        let texts: Vec<&str> = parted.words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["Nathalie", "Nathalie", "91"]);
        assert_eq!(origin, [0, 1, 0]);
        assert!((parted.words[2].bbox.x0 - 141.0).abs() < 0.01);
    }
}
