//! Whether the content of a page came whole out of the file.
//!
//! The interpreter makes the best of a damaged stream and says nothing. So its text objects are
//! looked at for one that never ends, and what was inflated is held against the checksum that
//! every zlib stream ends with (RFC 1950).

use hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page as Leaf;

/// Bytes at the end of a stream among which its checksum is: producers add ends of line.
const TAIL: usize = 8;

/// Whether nothing of the content of a page is missing.
pub(super) fn is_whole(leaf: &Leaf<'_>) -> bool {
    if !leaf.raw().contains_key(b"Contents") {
        return true;
    }
    let Some(content) = leaf.page_stream() else { return false };
    if ends_in_text(content) {
        return false;
    }
    if let Some(stream) = leaf.raw().get::<Stream<'_>>(b"Contents") {
        return checks(&stream, content);
    }
    let Some(parts) = leaf.raw().get::<Array<'_>>(b"Contents") else { return false };
    let streams: Vec<Stream<'_>> = parts.iter::<Stream<'_>>().collect();
    let whole = |s: &Stream<'_>| s.decoded_data().is_ok_and(|content| checks(s, &content));
    streams.len() == parts.raw_iter().count() && streams.iter().all(whole)
}

/// Fewest bytes that an operator takes with what parts it from the next.
const SHORTEST: usize = 2;

/// Whether a content has more operators than the limit. Only one that is long enough to have them
/// is counted.
pub(super) fn is_busy(content: &[u8], most: usize) -> bool {
    if content.len() / SHORTEST <= most {
        return false;
    }
    let mut operators = UntypedIter::new(content);
    let mut count = 0;
    while count <= most && operators.next().is_some() {
        count += 1;
    }
    count > most
}

/// Texts that a content writes, by its operators `Tj` and `TJ`; empty ones do not count.
///
/// They are told by the signs around them, without reading what stands between: that is how a
/// text is found that the interpreter does not get to.
pub(super) fn texts(content: &[u8]) -> usize {
    let ends =
        |byte: Option<&u8>| byte.is_none_or(|b| b.is_ascii_whitespace() || b"([</".contains(b));
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = content.get(from..).and_then(|rest| rest.iter().position(|b| *b == b'T')) {
        let at = from + at;
        from = at + 1;
        if matches!(content.get(at + 1), Some(b'j' | b'J')) && ends(content.get(at + 2)) {
            let before = content.get(..at).unwrap_or_default().trim_ascii_end();
            let empty = [b"()".as_slice(), b"<>", b"[]"].iter().any(|e| before.ends_with(e));
            count += usize::from(!empty && matches!(before.last(), Some(b')' | b'>' | b']')));
        }
    }
    count
}

/// Whether a text is begun and not ended. Operators are told by the spaces around them.
fn ends_in_text(content: &[u8]) -> bool {
    let tail = content.get(content.len().saturating_sub(1 << 16)..).unwrap_or_default();
    let operators = tail.split(u8::is_ascii_whitespace);
    operators.rev().find(|token| matches!(*token, b"BT" | b"ET")) == Some(b"BT")
}

/// Whether a stream inflates to what its checksum says; true where there is none to check.
fn checks(stream: &Stream<'_>, content: &[u8]) -> bool {
    let dict = stream.dict();
    let raw = stream.raw_data();
    // Two bytes of header tell a zlib stream; a chain of filters ends in something else.
    let zlib = matches!(raw.as_ref(), [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0);
    if !zlib || stream.filters().len() != 1 || dict.contains_key(b"DecodeParms") {
        return true;
    }
    let sum = adler32(content).to_be_bytes();
    let tail = raw.get(raw.len().saturating_sub(TAIL)..).unwrap_or_default();
    tail.windows(4).any(|window| window == sum)
}

/// The checksum of RFC 1950.
fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    // 5552 is the longest run for which the sums stay within 32 bits.
    for run in bytes.chunks(5552) {
        for byte in run {
            a += u32::from(*byte);
            b += a;
        }
        a %= 65_521;
        b %= 65_521;
    }
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_text_that_never_ends_is_told_from_one_that_holds_the_word() {
        assert!(ends_in_text(b"BT (a) Tj ET BT (b"));
        assert!(!ends_in_text(b"BT (a BT b) Tj ET Q"));
    }

    #[test]
    fn operators_are_counted_where_there_may_be_too_many() {
        let content = b"q Q\n".repeat(600);
        assert!(is_busy(&content, 1_100));
        assert!(!is_busy(&content, 1_200));
        assert!(!is_busy(&[b' '; 10_000], 1_000));
    }

    #[test]
    fn texts_are_counted_without_being_read() {
        assert_eq!(texts(b"BT (a) Tj [(b) -3 (c)]TJ <41>Tj ET"), 3);
        assert_eq!(texts(b"() Tj []TJ (the Tj operator) Tj /Tj gs"), 1);
        assert_eq!(texts(b"((((((((( BT (lost) Tj ET"), 1);
    }
}
