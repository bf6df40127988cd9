//! What is looked at before any other library sees the file: sizes after inflation, ranges of
//! widths, dimensions of pictures.
//!
//! A stream that inflates beyond the limit, or a font that states widths for millions of codes,
//! makes every reader exhaust memory or loop. Such an object condemns the pages that reach it,
//! not the file. On an honest file nothing is inflated twice but the streams that are long
//! enough to pass the limit at the best rate that deflate can have.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId, Stream};

use super::PdfError;
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Bytes out for a byte in that deflate cannot pass.
const DEFLATE: u64 = 1032;
/// Bytes below which a good rate of compression is no sign of anything.
const SMALL: u64 = 1 << 20;
/// Codes for which one font may state widths: more than any encoding has.
const WIDTHS: i64 = 70_000;
/// References followed from one page in search of a condemned object.
const REACH: usize = 20_000;

/// What is wrong with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Danger {
    Inflates(u64),
    Widths,
}

/// What the gate found.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Pages that must not be interpreted, with the issue that says why.
    pub(super) closed: BTreeMap<u32, Issue>,
    /// Things to know that close no page.
    pub(super) issues: Vec<Issue>,
}

/// Looks at every object of a document.
pub(super) fn check(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    limits: &Limits,
) -> Result<Verdict, PdfError> {
    let mut dangers = BTreeMap::new();
    let mut verdict = Verdict::default();
    let mut total = 0_u64;
    for (&id, object) in &document.objects {
        if wide(object, 0) {
            dangers.insert(id, Danger::Widths);
        }
        let Object::Stream(stream) = object else { continue };
        if is(&stream.dict, b"Subtype", b"Image") {
            verdict.issues.extend(huge_picture(&stream.dict, limits));
        } else {
            match inflated(stream, limits) {
                Ok(size) => total = total.saturating_add(size),
                Err(limit) => drop(dangers.insert(id, Danger::Inflates(limit))),
            }
        }
    }
    if total > limits.inflated_bytes {
        return Err(PdfError::Refused(format!(
            "plus de {} Mio après décompression",
            limits.inflated_bytes >> 20
        )));
    }
    if !dangers.is_empty() {
        close(document, pages, &dangers, &mut verdict);
    }
    Ok(verdict)
}

/// Closes the pages that reach a dangerous object.
fn close(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    dangers: &BTreeMap<ObjectId, Danger>,
    verdict: &mut Verdict,
) {
    for (&number, &page) in pages {
        if let Some(danger) = reached(document, page, dangers) {
            verdict.closed.insert(number, issue(number, danger));
        }
    }
}

fn issue(number: u32, danger: &Danger) -> Issue {
    match danger {
        Danger::Inflates(limit) => Issue::new(
            Code::Truncated,
            &[
                ("what", &format!("page {number}")),
                ("limit", &format!("{} Mio", limit >> 20)),
                ("flag", &"--max-page-bytes"),
            ],
        ),
        Danger::Widths => Issue::new(
            Code::PageFailed,
            &[("page", &number), ("why", &"une police déclare des largeurs sans fin")],
        ),
    }
}

/// The first dangerous object that a page needs.
fn reached<'d>(
    document: &Document,
    page: ObjectId,
    dangers: &'d BTreeMap<ObjectId, Danger>,
) -> Option<&'d Danger> {
    let mut seen = BTreeSet::from([page]);
    let mut waiting = vec![page];
    while let Some(id) = waiting.pop() {
        if let Some(danger) = dangers.get(&id) {
            return Some(danger);
        }
        let Ok(object) = document.get_object(id) else { continue };
        let mut found = Vec::new();
        references(object, 0, &mut found);
        for next in found {
            if seen.len() < REACH && seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    None
}

/// References of an object, but those that lead out of the page: up the tree, to its neighbours
/// by links and to the structure.
fn references(object: &Object, depth: usize, found: &mut Vec<ObjectId>) {
    if depth > 20 {
        return;
    }
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|o| references(o, depth + 1, found)),
        Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) => {
            for (key, value) in dict {
                let out = [b"Parent".as_slice(), b"P", b"Dest", b"A", b"StructParent", b"Popup"];
                if !out.contains(&key.as_slice()) {
                    references(value, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// The size of a stream after inflation as far as it had to be found out, or the limit that it
/// passes.
fn inflated(stream: &Stream, limits: &Limits) -> Result<u64, u64> {
    let raw = stream.content.len() as u64;
    let dict = &stream.dict;
    let apart = [b"XRef".as_slice(), b"ObjStm", b"EmbeddedFile", b"Metadata"];
    if apart.iter().any(|kind| is(dict, b"Type", kind)) {
        return Ok(raw);
    }
    let limit = if is_font(dict) { limits.inflated_bytes / 8 } else { limits.page_bytes };
    let filters = stream.filters().unwrap_or_default();
    match filters.as_slice() {
        [] => return if raw > limit { Err(limit) } else { Ok(raw) },
        [_] if raw.saturating_mul(DEFLATE) <= limit => return Ok(raw),
        _ => {}
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    match stream.decompressed_content_with_limit(most) {
        Ok(content) => {
            let size = content.len() as u64;
            let bomb = size > SMALL && size / raw.max(1) > limits.inflate_ratio;
            if bomb { Err(limit) } else { Ok(size) }
        }
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(limit),
        // A stream that cannot be inflated gives a reader nothing to choke on.
        Err(_) => Ok(raw),
    }
}

fn is_font(dict: &Dictionary) -> bool {
    let kinds = [b"Type1C".as_slice(), b"CIDFontType0C", b"OpenType"];
    dict.has(b"Length1") || kinds.iter().any(|kind| is(dict, b"Subtype", kind))
}

fn is(dict: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dict.get(key).and_then(Object::as_name).is_ok_and(|n| n == name)
}

/// Whether a font states widths for more codes than there are.
fn wide(object: &Object, depth: usize) -> bool {
    match object {
        Object::Dictionary(dict) => {
            let ranges = |key: &[u8], step| match dict.get(key) {
                Ok(Object::Array(items)) => span(items, step) > WIDTHS,
                _ => false,
            };
            ranges(b"W", 1) || ranges(b"W2", 3) || (depth < 8 && inside(dict, depth))
        }
        Object::Array(items) => depth < 8 && items.iter().any(|o| wide(o, depth + 1)),
        _ => false,
    }
}

fn inside(dict: &Dictionary, depth: usize) -> bool {
    dict.iter().any(|(_, value)| wide(value, depth + 1))
}

/// Number of codes that a width array covers: `first [w …]` or `first last w …`, with `values`
/// numbers for a range.
fn span(items: &[Object], values: usize) -> i64 {
    let mut total = 0_i64;
    let mut rest = items;
    while let [first, second, tail @ ..] = rest {
        match (number(first), second) {
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

fn number(object: &Object) -> Option<i64> {
    match object {
        Object::Integer(n) => Some(*n),
        Object::Real(n) => Some(*n as i64),
        _ => None,
    }
}

/// A picture of more pixels than the limit: it is not decoded here, but whoever does must know.
fn huge_picture(dict: &Dictionary, limits: &Limits) -> Option<Issue> {
    let side = |key: &[u8]| dict.get(key).ok().and_then(number).unwrap_or(0).max(0) as u64;
    let pixels = side(b"Width").saturating_mul(side(b"Height"));
    (pixels > limits.pixels).then(|| {
        Issue::new(
            Code::Truncated,
            &[
                ("what", &format!("image de {} millions de points", pixels / 1_000_000)),
                ("limit", &format!("{} millions", limits.pixels / 1_000_000)),
                ("flag", &"--max-pixels"),
            ],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(items: &[i64]) -> Vec<Object> {
        items.iter().map(|n| Object::Integer(*n)).collect()
    }

    #[test]
    fn width_ranges_are_counted_by_the_codes_they_cover() {
        let mut items = numbers(&[3, 5, 500]);
        items.push(Object::Integer(9));
        items.push(Object::Array(numbers(&[1, 2, 3, 4])));
        assert_eq!(span(&items, 1), 7);
        assert_eq!(span(&numbers(&[0, 2_000_000_000, 500]), 1), 2_000_000_001);
    }

    #[test]
    fn a_stream_that_inflates_over_the_limit_is_told() {
        let mut stream = Stream::new(Dictionary::new(), vec![b' '; 9 << 20]);
        assert!(stream.compress().is_ok());
        let limits = Limits::default();
        assert_eq!(inflated(&stream, &limits), Err(limits.page_bytes));
        let mut small = Stream::new(Dictionary::new(), vec![b' '; 5000]);
        assert!(small.compress().is_ok());
        assert_eq!(inflated(&small, &limits), Ok(small.content.len() as u64));
    }
}
