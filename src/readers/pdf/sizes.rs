//! How large a stream is once it is inflated, without inflating more than a limit.
//!
//! Filters are resolved as the interpreter resolves them: through references, by their short
//! names, past a filter of encryption. The document layer alone would take such a stream for one
//! that is not packed, and let a bomb pass.

use std::borrow::Cow;

use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

/// Bytes out for a byte in that deflate cannot pass.
pub(super) const DEFLATE: u64 = 1032;
/// Filters over each other: nobody needs more than three.
const FILTERS: usize = 16;

/// Why the size of a stream is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsized {
    /// It is over the limit.
    Over,
    /// It has more filters than any producer writes.
    Filters,
    /// It does not inflate: it gives a reader nothing to choke on.
    Broken,
}

/// The content of a stream, of at most `most` bytes.
pub(super) fn content(document: &Document, stream: &Stream, most: u64) -> Result<Vec<u8>, Unsized> {
    let stream = plain(document, stream)?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    stream.decompressed_content_with_limit(most).map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Unsized::Over,
        _ => Unsized::Broken,
    })
}

/// Bytes that a stream cannot pass once it is inflated; `None` where only inflating it can tell.
pub(super) fn bound(document: &Document, stream: &Stream) -> Result<Option<u64>, Unsized> {
    let raw = stream.content.len() as u64;
    Ok(match names(document, &stream.dict)?.as_slice() {
        [] => Some(raw),
        [b"FlateDecode"] => Some(raw.saturating_mul(DEFLATE)),
        _ => None,
    })
}

/// The stream with its filters written as the document layer understands them.
fn plain<'s>(document: &Document, stream: &'s Stream) -> Result<Cow<'s, Stream>, Unsized> {
    let names = names(document, &stream.dict)?;
    if stream.filters().map_or(names.is_empty(), |as_written| as_written == names) {
        return Ok(Cow::Borrowed(stream));
    }
    let mut dict = Dictionary::new();
    let names = names.into_iter().map(|name| Object::Name(name.to_vec()));
    dict.set("Filter", Object::Array(names.collect()));
    Ok(Cow::Owned(Stream::new(dict, stream.content.clone())))
}

/// The filters of a stream by their long names (ISO 32000-2, tables 6 and 92).
fn names<'d>(document: &'d Document, dict: &'d Dictionary) -> Result<Vec<&'d [u8]>, Unsized> {
    let written = match dict.get_deref(b"Filter", document) {
        Ok(Object::Array(items)) => items.as_slice(),
        Ok(one @ Object::Name(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    if written.len() > FILTERS {
        return Err(Unsized::Filters);
    }
    let name = |item| document.dereference(item).ok()?.1.as_name().ok();
    let long = |name: &'d [u8]| match name {
        b"Fl" => b"FlateDecode".as_slice(),
        b"LZW" => b"LZWDecode",
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    };
    Ok(written.iter().filter_map(name).map(long).filter(|name| *name != b"Crypt").collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream of blanks, its filter written in a way that only the interpreter resolves.
    fn blanks(filter: Object) -> (Document, Stream) {
        let mut document = Document::new();
        document.objects.insert((9, 0), Object::Name(b"FlateDecode".to_vec()));
        let mut stream = Stream::new(Dictionary::new(), vec![b' '; 1 << 20]);
        stream.compress().unwrap();
        stream.dict.set("Filter", filter);
        (document, stream)
    }

    #[test]
    fn a_filter_is_found_through_a_reference_and_by_its_short_name() {
        let name = |name: &[u8]| Object::Name(name.to_vec());
        for filter in [
            Object::Reference((9, 0)),
            name(b"Fl"),
            Object::Array(vec![name(b"Crypt"), Object::Reference((9, 0))]),
        ] {
            let (document, stream) = blanks(filter);
            assert_eq!(content(&document, &stream, 1 << 19), Err(Unsized::Over));
            assert_eq!(content(&document, &stream, 1 << 20).unwrap().len(), 1 << 20);
        }
    }

    #[test]
    fn a_chain_without_end_is_told() {
        let name = Object::Name(b"ASCIIHexDecode".to_vec());
        let (document, stream) = blanks(Object::Array(vec![name; 100]));
        assert_eq!(content(&document, &stream, 1 << 20), Err(Unsized::Filters));
    }
}
