//! Whether the second reader can be given a file at all.
//!
//! It follows forms that draw themselves until the stack ends, writes out every character of a
//! range of codes, copies its state at each `q`, keeps every stream of objects inflated, and
//! believes a table of objects that is broken. hayro stands all that; so these files are read
//! once, and not compared.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId, Stream};

use super::layer::dict;
use super::sizes;

/// Bytes of one content stream, after inflation, that it is given.
pub(super) const CONTENT: usize = 512 << 10;
/// Forms drawn by one form, those inside them included.
const DRAWN: u64 = 20_000;
/// Forms within forms.
const DEPTH: usize = 12;
/// Bytes of all streams of objects, after inflation.
const OBJECTS: u64 = 128 << 20;
/// Codes that one character map may cover.
const CODES: u64 = 0x11_0000;

/// Whether nothing in the file is known to break the second reader.
pub(super) fn is_safe(document: &Document) -> bool {
    let streams = |ids: BTreeSet<ObjectId>| {
        ids.into_iter().filter_map(|id| document.get_object(id).ok()?.as_stream().ok())
    };
    let maps_fit =
        streams(maps(document)).all(|map| content(map).is_some_and(|text| codes(&text) <= CODES));
    let whole = document.xref_recovery != Some(lopdf::xref::XrefRecovery::Reconstructed);
    whole && objects_fit(document) && maps_fit && forms_end(document)
}

/// Whether the streams of objects inflate together to something that it can keep.
fn objects_fit(document: &Document) -> bool {
    let streams = document.objects.values().filter_map(|o| o.as_stream().ok());
    let streams: Vec<&Stream> = streams.filter(|s| s.dict.has_type(b"ObjStm")).collect();
    let bound = |s: &&Stream| sizes::bound(document, s).ok().flatten().unwrap_or(OBJECTS);
    // Only where they might be too large are they inflated to know.
    streams.iter().map(bound).fold(0, u64::saturating_add) <= OBJECTS
        || streams
            .iter()
            .try_fold(OBJECTS, |left, stream| {
                let content = sizes::content(document, stream, left).ok()?;
                left.checked_sub(content.len() as u64)
            })
            .is_some()
}

/// The character maps that fonts refer to.
fn maps(document: &Document) -> BTreeSet<ObjectId> {
    let fonts = document.objects.values().filter_map(|o| o.as_dict().ok());
    let refer = |key: &'static [u8]| {
        move |font: &lopdf::Dictionary| font.get(key).and_then(Object::as_reference).ok()
    };
    let fonts = fonts.filter(|f| f.has(b"ToUnicode") || f.has(b"DescendantFonts"));
    fonts.flat_map(|f| [refer(b"ToUnicode")(f), refer(b"Encoding")(f)]).flatten().collect()
}

fn content(stream: &Stream) -> Option<Vec<u8>> {
    if stream.filters().is_err() {
        return (stream.content.len() <= CONTENT).then(|| stream.content.clone());
    }
    stream.decompressed_content_with_limit(CONTENT).ok()
}

/// Number of codes that the ranges of a character map cover, each `<from> <to> <target>`.
fn codes(map: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(map);
    let mut total = 0_u64;
    for section in text.split("begin").skip(1) {
        if !["bfrange", "cidrange", "notdefrange"].iter().any(|name| section.starts_with(name)) {
            continue;
        }
        let section = section.split("end").next().unwrap_or_default();
        // Each line of a range begins with its first and last code.
        for line in section.split(['\n', '\r']) {
            let mut terms = line
                .split('<')
                .skip(1)
                .filter_map(|term| u64::from_str_radix(term.split('>').next()?.trim(), 16).ok());
            while let (Some(from), Some(to)) = (terms.next(), terms.next()) {
                total = total.saturating_add(to.saturating_sub(from));
                terms.next();
            }
        }
    }
    total
}

/// Whether forms draw each other only so deep and so often.
fn forms_end(document: &Document) -> bool {
    let mut forms = BTreeMap::new();
    for (&id, object) in &document.objects {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form")
        {
            let Some(form) = Form::of(document, stream) else { return false };
            forms.insert(id, form);
        }
    }
    let mut known = BTreeMap::new();
    let ids: Vec<ObjectId> = forms.keys().copied().collect();
    ids.into_iter().all(|id| drawn(id, &forms, &mut known, 0).is_some_and(|n| n <= DRAWN))
}

/// A form: how often it draws, and which forms it may draw.
struct Form {
    draws: u64,
    inner: Vec<ObjectId>,
}

impl Form {
    /// `None` if it is too long, or draws by names that it leaves to the page to resolve.
    fn of(document: &Document, stream: &Stream) -> Option<Self> {
        let text = content(stream)?;
        let draws = text.windows(2).filter(|w| *w == b"Do").count() as u64;
        if draws == 0 {
            return Some(Self { draws, inner: Vec::new() });
        }
        let resources = dict(document, &stream.dict, b"Resources")?;
        let objects = dict(document, resources, b"XObject")?;
        let inner = objects.iter().filter_map(|(_, o)| o.as_reference().ok()).collect();
        Some(Self { draws, inner })
    }
}

/// Number of forms that drawing this one draws; `None` if there is no end to it.
fn drawn(
    id: ObjectId,
    forms: &BTreeMap<ObjectId, Form>,
    known: &mut BTreeMap<ObjectId, u64>,
    depth: usize,
) -> Option<u64> {
    let Some(form) = forms.get(&id) else { return Some(0) };
    if let Some(&n) = known.get(&id) {
        return Some(n);
    }
    if depth > DEPTH {
        return None;
    }
    let mut most = 0;
    for &inner in &form.inner {
        most = most.max(drawn(inner, forms, known, depth + 1)?);
    }
    let n = 1_u64.saturating_add(form.draws.saturating_mul(most));
    known.insert(id, n);
    Some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_maps_are_small_and_hostile_ones_are_not() {
        let honest = b"1 begincodespacerange <0000> <ffff> endcodespacerange \
            2 beginbfrange <0003> <0020> <0020>\n<0030> <0039> [<0030> <0031>]\nendbfrange";
        assert!(codes(honest) < 300);
        assert!(codes(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange") > CODES);
    }
}
