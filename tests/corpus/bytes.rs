//! What any file suffers, whatever it holds: on disks, in mails, on the way.

use super::Family;
use super::dice::Dice;

/// The families of any kind.
pub(super) const FAMILIES: &[Family] = &[
    ("cut", cut),
    ("flipped-few", |dice, bytes, _| flipped(dice, bytes, 8)),
    ("flipped-many", |dice, bytes, _| flipped(dice, bytes, bytes.len() / 100)),
    ("zeroed", zeroed),
    ("doubled", doubled),
    ("removed", removed),
    ("swapped", swapped),
    ("inserted", inserted),
    ("ascii-mode", ascii_mode),
    ("seven-bit", seven_bit),
    ("joined", joined),
    ("mail-head", mail_head),
];

/// The family of compound files: words of their tables of sectors, and of records.
pub(super) const SECTORS: &[Family] = &[("sectors", sectors), ("records", records)];

/// Numbers at which readers go wrong.
pub(super) const EXTREMES: [i64; 12] =
    [-1, 0, 1, 255, 65_535, 65_536, 1 << 24, 1 << 31, (1 << 31) - 1, 1 << 32, i64::MAX, i64::MIN];

/// A block of a disk or a packet: where it begins and ends.
fn block(dice: &mut Dice, bytes: &[u8]) -> (usize, usize) {
    let from = dice.index(bytes.len().max(1));
    let length = dice.one_of(&[16, 64, 512, 4096]);
    (from, (from + length).min(bytes.len()))
}

fn cut(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    bytes[..dice.index(bytes.len().max(1))].to_vec()
}

/// Up to so many bytes, one at least, made others.
pub(super) fn flipped(dice: &mut Dice, bytes: &[u8], most: usize) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if out.is_empty() {
        return out;
    }
    for _ in 0..=dice.index(most.max(1)) {
        let at = dice.index(out.len());
        out[at] ^= dice.below(255) as u8 + 1;
    }
    out
}

fn zeroed(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let (from, to) = block(dice, bytes);
    let mut out = bytes.to_vec();
    out[from..to].fill(0);
    out
}

fn doubled(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let (from, to) = block(dice, bytes);
    [&bytes[..to], &bytes[from..]].concat()
}

fn removed(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let (from, to) = block(dice, bytes);
    [&bytes[..from], &bytes[to..]].concat()
}

/// A block of another file in place of one's own, as on a disk whose table of files is wrong.
fn swapped(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let (from, to) = block(dice, bytes);
    let at = dice.index(other.len().max(1));
    let theirs = &other[at..(at + to - from).min(other.len())];
    [&bytes[..from], theirs, &bytes[to..]].concat()
}

fn inserted(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let at = dice.index(bytes.len() + 1);
    let new: Vec<u8> = (0..=dice.index(64)).map(|_| dice.below(256) as u8).collect();
    [&bytes[..at], &new, &bytes[at..]].concat()
}

/// Line ends changed as by FTP in text mode, in the whole file or from where a transfer went on.
fn ascii_mode(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let (head, rest) = bytes.split_at(resumed(dice, bytes));
    let mut out = head.to_vec();
    let shorten = dice.below(2) == 0;
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            b'\r' if shorten && rest.get(at + 1) == Some(&b'\n') => {}
            b'\n' if !shorten => out.extend(b"\r\n"),
            _ => out.push(byte),
        }
    }
    out
}

/// The top bit of every byte lost, in the whole file or from a place on.
fn seven_bit(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let at = resumed(dice, bytes);
    let mut out = bytes.to_vec();
    out[at..].iter_mut().for_each(|byte| *byte &= 0x7f);
    out
}

/// The start of a file, or where a transfer was taken up again.
fn resumed(dice: &mut Dice, bytes: &[u8]) -> usize {
    if dice.below(3) == 0 { 0 } else { dice.index(bytes.len().max(1)) }
}

fn joined(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let kept = dice.index(other.len().max(1));
    if dice.below(2) == 0 { [bytes, &other[kept..]].concat() } else { [other, bytes].concat() }
}

/// What a mail program saves with an attachment.
fn mail_head(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let line = "X-Received: by 10.0.0.7 with SMTP id 1234567890\r\n";
    let lines = line.repeat(1 + dice.index(40));
    let head = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n\r\n";
    [lines.as_bytes(), head.as_bytes(), bytes].concat()
}

/// Words of four bytes, as tables of sectors hold them, made extremes or each other's.
fn sectors(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(6) {
        let at = dice.index(out.len() / 4) * 4;
        let small = dice.below(64).cast_signed();
        let value = if dice.below(2) == 0 { dice.one_of(&EXTREMES) } else { small };
        out[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
    }
    out
}

/// Words of two bytes, as kinds and lengths of BIFF records are.
fn records(dice: &mut Dice, bytes: &[u8], _: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.index(6) {
        let at = 512 + dice.index(out.len().saturating_sub(514).max(1));
        let value = dice.one_of(&[0, 1, 0xff, 0x7fff, 0x8000, 0xffff, 0x2020]) as u16;
        out.iter_mut().skip(at).zip(value.to_le_bytes()).for_each(|(out, new)| *out = new);
    }
    out
}
