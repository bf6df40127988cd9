//! What a PDF suffers as text: its table of objects, its numbers and its keys.

use super::Family;
use super::bytes::EXTREMES;
use super::dice::Dice;

/// The families of PDFs as bytes.
pub(super) const FAMILIES: &[Family] =
    &[("xref", xref), ("numbers", numbers), ("keys", keys), ("dropped-tail", dropped_tail)];

/// Keys that readers look for.
const KEYS: [&[u8]; 20] = [
    b"/Type",
    b"/Pages",
    b"/Page",
    b"/Kids",
    b"/Count",
    b"/Parent",
    b"/MediaBox",
    b"/Contents",
    b"/Resources",
    b"/Font",
    b"/Length",
    b"/Filter",
    b"/FlateDecode",
    b"/Subtype",
    b"/Encoding",
    b"/ToUnicode",
    b"/Root",
    b"/Size",
    b"/Widths",
    b"/XObject",
];

/// Where a pattern begins, everywhere.
fn places(bytes: &[u8], pattern: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(pattern.len()).enumerate();
    windows.filter(|(_, window)| *window == pattern).map(|(at, _)| at).collect()
}

/// The bytes with a part of them replaced.
fn replaced(bytes: &[u8], (from, to): (usize, usize), with: &[u8]) -> Vec<u8> {
    [&bytes[..from], with, &bytes[to..]].concat()
}

/// Runs of digits from one place to another.
fn digits(bytes: &[u8], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in bytes.iter().enumerate().take(to).skip(from) {
        match out.last_mut() {
            _ if !byte.is_ascii_digit() => {}
            Some(run) if run.1 == at => run.1 = at + 1,
            _ => out.push((at, at + 1)),
        }
    }
    out
}

/// Offsets of the table of objects, or its own offset, made others.
fn xref(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let table = *places(bytes, b"xref").first().unwrap_or(&0);
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(8) {
        let runs = digits(&out, table, out.len());
        if runs.is_empty() {
            break;
        }
        // One in four is the offset of the table, which stands last.
        let last = runs.len().saturating_sub(2);
        let run = if dice.below(4) == 0 { runs[last] } else { runs[dice.index(runs.len())] };
        let value = format!("{:01$}", dice.below(bytes.len() as u64), run.1 - run.0);
        out = replaced(&out, run, value.as_bytes());
    }
    out
}

/// Numbers outside of streams made extremes.
fn numbers(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(4) {
        let objects = places(&out, b" obj");
        if objects.is_empty() {
            break;
        }
        let from = objects[dice.index(objects.len())];
        let runs = digits(&out, from, (from + 300).min(out.len()));
        if runs.is_empty() {
            continue;
        }
        let value = match dice.below(8) {
            0 => "1e38".to_owned(),
            1 => "9".repeat(400),
            2 => "-.5.5".to_owned(),
            _ => dice.one_of(&EXTREMES).to_string(),
        };
        out = replaced(&out, runs[dice.index(runs.len())], value.as_bytes());
    }
    out
}

/// One key put in the place of another.
fn keys(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(3) {
        let there: Vec<&[u8]> =
            KEYS.into_iter().filter(|key| !places(&out, key).is_empty()).collect();
        if there.is_empty() {
            break;
        }
        let key = there[dice.index(there.len())];
        let all = places(&out, key);
        let at = all[dice.index(all.len())];
        out = replaced(&out, (at, at + key.len()), dice.one_of(&KEYS));
    }
    out
}

/// The end lost, in which the table of objects stands, and with it some of the last objects.
fn dropped_tail(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let ends = places(bytes, b"endobj");
    let few = ends.len().saturating_sub(1 + dice.index(5));
    bytes[..ends.get(few).map_or(bytes.len() / 2, |at| at + 6)].to_vec()
}
