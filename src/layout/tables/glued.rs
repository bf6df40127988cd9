//! Words that a rule parts: text that runs to the very edge of its cell and the number of the next
//! cell, which a reader takes for one word (`Nathalie91`).
//!
//! Only a change from letters to digits where a rule runs down is taken for it; text that merely
//! runs over its cell is left whole.

use crate::document::Page;

use super::strokes::Strokes;

/// The page with such words in two, and for each of its words the index of the word that it is of.
/// `None` where there is none.
pub(super) fn part(page: &Page, strokes: &Strokes) -> Option<(Page, Vec<usize>)> {
    let cuts: Vec<(usize, usize, f32)> = page
        .words
        .iter()
        .enumerate()
        .filter_map(|(i, w)| {
            let first = strokes.down.partition_point(|s| s.at < w.bbox.x0 + 1.0);
            let near = strokes.down.iter().skip(first).take_while(|s| s.at < w.bbox.x1 - 1.0);
            let middle = w.bbox.center().1;
            let rule = near.filter(|s| s.from < middle && middle < s.to).map(|s| s.at).next()?;
            let share = (rule - w.bbox.x0) / w.bbox.width().max(0.1);
            Some((i, change(&w.text, share)?, rule))
        })
        .collect();
    if cuts.is_empty() {
        return None;
    }
    let mut page = page.clone();
    let mut origin: Vec<usize> = (0..page.words.len()).collect();
    for (index, byte, rule) in cuts {
        let Some(word) = page.words.get_mut(index) else { continue };
        let mut rest = word.clone();
        rest.text = word.text.split_off(byte);
        (word.bbox.x1, rest.bbox.x0) = (rule, rule);
        page.words.push(rest);
        origin.push(index);
    }
    Some((page, origin))
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
