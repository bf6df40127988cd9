//! What a delimited file suffers from the programs that save it.

use super::Family;
use super::dice::Dice;

/// The families of delimited files.
pub(super) const FAMILIES: &[Family] = &[
    ("delimiters", delimiters),
    ("quotes", quotes),
    ("encodings", encodings),
    ("utf16", utf16),
    ("columns", columns),
];

/// A share of the lines changed, the others as they are.
fn lines(
    dice: &mut Dice,
    bytes: &[u8],
    mut change: impl FnMut(&mut Dice, &[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let one_in = dice.one_of(&[2, 5, 20]);
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    lines
        .flat_map(|line| if dice.below(one_in) == 0 { change(dice, line) } else { line.to_vec() })
        .collect()
}

/// Another delimiter in some of the lines.
fn delimiters(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let (from, to) = (dice.one_of(b";,\t"), dice.one_of(b";,\t| "));
    lines(dice, bytes, |_, line| {
        line.iter().map(|byte| if *byte == from { to } else { *byte }).collect()
    })
}

/// Quotes where none belong.
fn quotes(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    lines(dice, bytes, |dice, line| {
        let (head, rest) = line.split_at(dice.index(line.len() + 1));
        [head, b"\"".as_slice(), rest].concat()
    })
}

/// Lines of UTF-8 among those of a Windows code page, as where two exports are pasted together.
fn encodings(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mark = if dice.below(2) == 0 { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    let changed = lines(dice, bytes, |_, line| match str::from_utf8(line) {
        Ok(text) => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        Err(_) => line.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes(),
    });
    [mark, changed].concat()
}

/// UTF-16 of either order, with its mark or without, cut within a letter or not.
fn utf16(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let big = dice.below(2) == 0;
    let text = String::from_utf8_lossy(bytes);
    let mark = if dice.below(2) == 0 { "\u{feff}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    let mut out: Vec<u8> =
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
    out.truncate(out.len() - dice.index(4).min(out.len()));
    out
}

/// Delimiters lost or added, so that what follows stands in other columns.
fn columns(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    lines(dice, bytes, |dice, line| {
        let all: Vec<usize> =
            (0..line.len()).filter(|at| matches!(line[*at], b';' | b',' | b'\t')).collect();
        if all.is_empty() {
            return line.to_vec();
        }
        let at = all[dice.index(all.len())];
        let more: &[u8] = if dice.below(2) == 0 { &line[at..=at] } else { b"" };
        [&line[..at], more, more, &line[at + 1..]].concat()
    })
}
