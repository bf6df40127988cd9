//! Bytes of a delimited file in, text out: by byte order mark, then line by line.
//!
//! A file put together by hand may hold lines of several encodings: each line that is valid
//! UTF-8 is read as such, the others in the one encoding that their letters speak for.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and what to tell of its encodings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// Where lines are in different encodings: `windows-1252 (lignes 2 à 86), …`.
    pub(super) mixed: Option<String>,
}

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return whole(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return whole(encoding, bytes);
    }
    lines(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), mixed: None }
}

/// UTF-16 without a mark: every other byte of Western text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let most = head.len() / 2 * 3 / 4;
    match (zeros(0), zeros(1)) {
        (even, _) if even > most && head.len() > 8 => Some(UTF_16BE),
        (_, odd) if odd > most && head.len() > 8 => Some(UTF_16LE),
        _ => None,
    }
}

/// Decodes line by line.
fn lines(bytes: &[u8]) -> Decoded {
    // Walked twice rather than kept: a file may have a hundred million lines.
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    let legacy = legacy(lines());
    let mut text = String::with_capacity(bytes.len());
    let mut runs: Vec<(&'static str, usize, usize)> = Vec::new();
    for (line, number) in lines().zip(1..) {
        let encoding = if let Ok(valid) = std::str::from_utf8(line) {
            text.push_str(valid);
            UTF_8
        } else {
            text.push_str(&legacy.decode_without_bom_handling(line).0);
            legacy
        };
        if line.is_ascii() {
            continue;
        }
        match runs.last_mut() {
            Some((name, _, last)) if *name == encoding.name() => *last = number,
            _ => runs.push((encoding.name(), number, number)),
        }
    }
    Decoded { text, mixed: (runs.len() > 1).then(|| tell(&runs)) }
}

/// The runs of lines by encoding, the first few.
fn tell(runs: &[(&str, usize, usize)]) -> String {
    let told: Vec<String> = runs
        .iter()
        .take(4)
        .map(|(name, first, last)| {
            if first == last {
                format!("{name} (ligne {first})")
            } else {
                format!("{name} (lignes {first} à {last})")
            }
        })
        .collect();
    let more = if runs.len() > 4 { ", …" } else { "" };
    format!("{}{more}", told.join(", "))
}

/// The encoding of the lines that are not UTF-8.
fn legacy<'b>(lines: impl Iterator<Item = &'b [u8]>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut mac, mut windows) = (0_usize, 0_usize);
    for line in lines.filter(|l| std::str::from_utf8(l).is_err()) {
        detector.feed(line, false);
        // é è à ê ç, the commonest accents of French, in the one and in the other.
        mac += line.iter().filter(|b| matches!(b, 0x8E | 0x8F | 0x88 | 0x90 | 0x8D)).count();
        windows += line.iter().filter(|b| matches!(b, 0xE9 | 0xE8 | 0xE0 | 0xEA | 0xE7)).count();
    }
    detector.feed(b"", true);
    if mac > windows {
        return MACINTOSH;
    }
    let guess = detector.guess(Some(b"fr"), Utf8Detection::Deny);
    // French is written in one byte a letter; a guess of another kind comes of too little text.
    if guess.is_single_byte() { guess } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_two_encodings_are_read_each_in_its_own() {
        let bytes = b"nom;montant\nAssociation \xE9l\xE8ve;1\nF\xC3\xA9d\xC3\xA9ration;2\n";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "nom;montant\nAssociation élève;1\nFédération;2\n");
        assert_eq!(decoded.mixed.as_deref(), Some("windows-1252 (ligne 2), UTF-8 (ligne 3)"));
    }

    #[test]
    fn marks_are_obeyed_and_dropped() {
        assert_eq!(decode(b"\xEF\xBB\xBFa;\xC3\xA9").text, "a;é");
        assert_eq!(decode(b"\xFF\xFEa\0;\0\xE9\0").text, "a;é");
        let unmarked: Vec<u8> =
            "nom;montant;date".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&unmarked).text, "nom;montant;date");
    }

    #[test]
    fn old_macintosh_accents_are_told_from_windows_ones() {
        assert_eq!(decode(b"D\x8Epartement;f\x8Ed\x8Eration").text, "Département;fédération");
        assert_eq!(decode(b"D\xE9partement;f\xE9d\xE9ration").text, "Département;fédération");
    }
}
