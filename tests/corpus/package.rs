//! What a zipped workbook suffers: in its parts, packed again as sound, and in its directory.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::Family;
use super::bytes::{EXTREMES, flipped};
use super::dice::Dice;
use super::written::{Part, package};

/// The families of packages.
pub(super) const FAMILIES: &[Family] = &[
    ("part-bytes", |dice, bytes, _| repacked(dice, bytes, |dice, part| flipped(dice, part, 20))),
    ("part-cut", |dice, bytes, _| {
        repacked(dice, bytes, |dice, part| part[..dice.index(part.len())].into())
    }),
    ("part-numbers", |dice, bytes, _| repacked(dice, bytes, numbers)),
    ("part-cells", |dice, bytes, _| repacked(dice, bytes, cells)),
    ("part-lost", part_lost),
    ("directory", directory),
];

/// Places of cells that are none, or far away.
const CELLS: [&str; 8] =
    ["XFD1048576", "A0", "ZZZZ9", "A99999999999", "", "A1:XFD1048576", "$B$2", "é1"];

/// The parts of a package as far as they can be unpacked.
fn parts(bytes: &[u8]) -> Vec<Part> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let count = archive.len();
    let part = |at| {
        let mut entry = archive.by_index(at).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).ok()?;
        Some((name, bytes))
    };
    (0..count).filter_map(part).collect()
}

/// One part of XML changed, the whole packed anew.
fn repacked(dice: &mut Dice, bytes: &[u8], change: fn(&mut Dice, &[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut parts = parts(bytes);
    let xml = |(name, bytes): &Part| {
        !bytes.is_empty() && [".xml", ".rels"].iter().any(|ending| name.ends_with(ending))
    };
    let all: Vec<usize> = (0..parts.len()).filter(|at| xml(&parts[*at])).collect();
    if all.is_empty() {
        return flipped(dice, bytes, 8);
    }
    let part = &mut parts[all[dice.index(all.len())]].1;
    *part = change(dice, part);
    package(&parts)
}

fn part_lost(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mut parts = parts(bytes);
    if parts.is_empty() {
        return flipped(dice, bytes, 8);
    }
    parts.remove(dice.index(parts.len()));
    package(&parts)
}

/// Numbers of attributes and cells made extremes.
fn numbers(dice: &mut Dice, part: &[u8]) -> Vec<u8> {
    let starts = |byte: &u8| matches!(byte, b'"' | b'>');
    let mut out = part.to_vec();
    for _ in 0..=dice.index(4) {
        let all: Vec<usize> =
            (1..out.len()).filter(|at| out[*at].is_ascii_digit() && starts(&out[at - 1])).collect();
        if all.is_empty() {
            return flipped(dice, part, 8);
        }
        let from = all[dice.index(all.len())];
        let length = out[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let value = match dice.below(6) {
            0 => "1e308".to_owned(),
            1 => "NaN".to_owned(),
            _ => dice.one_of(&EXTREMES).to_string(),
        };
        out.splice(from..from + length, value.bytes());
    }
    out
}

/// Places of cells made others.
fn cells(dice: &mut Dice, part: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(part).into_owned();
    let all: Vec<usize> = [" r=\"", " ref=\"", "-repeated=\"", " r:id=\""]
        .iter()
        .flat_map(|key| text.match_indices(key).map(|(at, key)| at + key.len()))
        .collect();
    if all.is_empty() {
        return numbers(dice, part);
    }
    let from = all[dice.index(all.len())];
    let to = text[from..].find('"').map_or(text.len(), |length| from + length);
    let repeated = text[..from].ends_with("-repeated=\"");
    let cell = if repeated { "2147483647" } else { dice.one_of(&CELLS) };
    [&text[..from], cell, &text[to..]].concat().into_bytes()
}

/// Fields of the directory, or of its end, made extremes.
fn directory(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    /// Offset and length of a field: flags, method, sum, sizes, lengths of texts, offset.
    const ENTRY: [(usize, usize); 9] =
        [(8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4)];
    const END: [(usize, usize); 5] = [(8, 2), (10, 2), (12, 4), (16, 4), (20, 2)];
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(2) {
        let end = dice.below(4) == 0;
        let sign: &[u8] = if end { b"PK\x05\x06" } else { b"PK\x01\x02" };
        let all: Vec<usize> =
            (0..out.len().saturating_sub(46)).filter(|at| out[*at..].starts_with(sign)).collect();
        if all.is_empty() {
            return flipped(dice, bytes, 8);
        }
        let at = all[dice.index(all.len())];
        let (offset, length) = if end { dice.one_of(&END) } else { dice.one_of(&ENTRY) };
        let small = dice.below(2000).cast_signed();
        let value = if dice.below(2) == 0 { dice.one_of(&EXTREMES) } else { small };
        let field = &mut out[at + offset..at + offset + length];
        field.copy_from_slice(&value.to_le_bytes()[..length]);
    }
    out
}
