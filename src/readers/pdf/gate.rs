//! What is looked at before any other library sees the file: sizes after inflation, ranges of
//! widths, dimensions of pictures, functions and forms within each other.
//!
//! A stream that inflates beyond the limit, or a font that states widths for millions of codes,
//! makes every reader exhaust memory or loop. Such an object condemns the pages that reach it,
//! not the file. On an honest file nothing is inflated twice but the streams that are long
//! enough to pass the limit at the best rate that deflate can have.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::sizes::{self, Unsized};
use super::widths::{self, number};
use super::{PdfError, forms};
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};

/// Bytes below which a good rate of compression is no sign of anything.
const SMALL: u64 = 1 << 20;
/// Braces within each other in a function of colour: `if` within `ifelse`, a few times.
const BRACES: usize = 64;
/// References followed from one page in search of a condemned object.
const REACH: usize = 20_000;

/// What is wrong with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Danger {
    Inflates(u64),
    Filters,
    Widths,
    Braces,
}

/// What the gate found in the objects of a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    dangers: BTreeMap<ObjectId, Danger>,
    /// Bytes that each stream cannot pass once it is inflated.
    sizes: BTreeMap<ObjectId, u64>,
    /// Things to know that close no page.
    pub(super) issues: Vec<Issue>,
}

/// Looks at every object of a document.
pub(super) fn check(document: &Document, limits: &Limits) -> Result<Found, PdfError> {
    let contents = contents(document);
    let mut found = Found::default();
    let mut total = 0_u64;
    for (&id, object) in &document.objects {
        if widths::wide(document, object, 0) {
            found.dangers.insert(id, Danger::Widths);
        }
        let Object::Stream(stream) = object else { continue };
        let content = contents.contains(&id);
        if is(&stream.dict, b"Subtype", b"Image") && !content {
            found.issues.extend(huge_picture(&stream.dict, limits));
            continue;
        }
        match inflated(document, stream, content, limits) {
            Ok((size, most)) => {
                total = total.saturating_add(size);
                found.sizes.insert(id, most);
            }
            Err(danger) => drop(found.dangers.insert(id, danger)),
        }
        if nests(document, stream, limits) {
            found.dangers.insert(id, Danger::Braces);
        }
        if total > limits.inflated_bytes {
            return Err(PdfError::Closed(Box::new(too_large(total, limits))));
        }
    }
    Ok(found)
}

/// The issue of a file that inflates beyond the limit.
fn too_large(total: u64, limits: &Limits) -> Issue {
    Issue::new(
        Code::TooLarge,
        &[
            ("what", &"taille décompressée"),
            ("size", &mib(total)),
            ("limit", &mib(limits.inflated_bytes)),
            ("flag", &"--max-inflated"),
        ],
    )
}

/// Streams that are the content of a page, whatever they say of themselves.
fn contents(document: &Document) -> BTreeSet<ObjectId> {
    let dicts = document.objects.values().filter_map(|o| o.as_dict().ok());
    dicts.flat_map(|dict| parts(document, dict)).collect()
}

/// The streams of the content of a page.
fn parts(document: &Document, page: &Dictionary) -> Vec<ObjectId> {
    let Ok(written) = page.get(b"Contents") else { return Vec::new() };
    match document.dereference(written) {
        Ok((_, Object::Array(items))) => {
            items.iter().filter_map(|item| item.as_reference().ok()).collect()
        }
        Ok((id, Object::Stream(_))) => id.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The pages that must not be interpreted, with the issue that says why, and what there is to
/// tell of those that may. `pages` are those that the interpreter sees, by their object; where it
/// sees one without an object of its own, nothing tells what that reaches.
pub(super) fn close(
    document: &Document,
    pages: &BTreeMap<u32, Option<ObjectId>>,
    found: &mut Found,
    limits: &Limits,
) -> BTreeMap<u32, Issue> {
    let mut closed = BTreeMap::new();
    let mut forms = forms::Forms::new(document, limits);
    for (&number, page) in pages {
        let Some(page) = *page else {
            let any = found.dangers.values().next();
            closed.extend(any.map(|danger| (number, issue(number, danger))));
            continue;
        };
        let reached = (!found.dangers.is_empty())
            .then(|| reached(document, page, &found.dangers).cloned())
            .flatten();
        if let Some(danger) = reached.or_else(|| long(document, page, &found.sizes, limits)) {
            closed.insert(number, issue(number, &danger));
        } else if forms.too_deep(page) {
            found.issues.push(Issue::over(
                &format!("page {number}, formulaires imbriqués"),
                &limits.form_depth,
                "--max-form-depth",
            ));
        }
    }
    closed
}

/// Whether the streams of a page are together over the limit that each of them keeps.
fn long(
    document: &Document,
    page: ObjectId,
    sizes: &BTreeMap<ObjectId, u64>,
    limits: &Limits,
) -> Option<Danger> {
    let parts = parts(document, document.get_dictionary(page).ok()?);
    let most = |id| sizes.get(id).copied().unwrap_or(0);
    if parts.iter().fold(0_u64, |sum, id| sum.saturating_add(most(id))) <= limits.page_bytes {
        return None;
    }
    let mut known = BTreeMap::new();
    let mut total = 0_u64;
    for id in parts {
        let size = *known.entry(id).or_insert_with(|| {
            let stream = document.get_object(id).and_then(Object::as_stream).ok();
            let content = stream.map(|s| sizes::content(document, s, limits.page_bytes));
            content.and_then(Result::ok).map_or(0, |content| content.len() as u64)
        });
        total = total.saturating_add(size);
        if total > limits.page_bytes {
            return Some(Danger::Inflates(limits.page_bytes));
        }
    }
    None
}

fn issue(number: u32, danger: &Danger) -> Issue {
    let why = match danger {
        Danger::Inflates(limit) => {
            return Issue::over(&format!("page {number}"), &mib(*limit), "--max-page-bytes");
        }
        Danger::Filters => "un flux a trop de filtres",
        Danger::Widths => "une police déclare des largeurs sans fin",
        Danger::Braces => "une fonction de couleur est trop imbriquée",
    };
    Issue::new(Code::PageFailed, &[("page", &number), ("why", &why)])
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

/// Keys that lead out of a page: up the tree, to its neighbours, to the structure, to files that
/// are attached to it.
const OUT: [&[u8]; 11] = [
    b"Parent",
    b"P",
    b"Dest",
    b"A",
    b"AA",
    b"StructParent",
    b"Popup",
    b"FS",
    b"AF",
    b"Metadata",
    b"PieceInfo",
];

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
                if !OUT.contains(&key.as_slice()) {
                    references(value, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// The size of a stream after inflation as far as it had to be found out, and what it cannot
/// pass; or the danger that it is. `content`: whether it is the content of a page.
fn inflated(
    document: &Document,
    stream: &Stream,
    content: bool,
    limits: &Limits,
) -> Result<(u64, u64), Danger> {
    let raw = stream.content.len() as u64;
    let dict = &stream.dict;
    let drawn = content || is(dict, b"Subtype", b"Form");
    // Streams of objects were inflated within their limit when the file was opened.
    let apart = [b"XRef".as_slice(), b"ObjStm", b"EmbeddedFile", b"Metadata"];
    if !drawn && apart.iter().any(|kind| is(dict, b"Type", kind)) {
        return Ok((raw, raw));
    }
    let font = !drawn && is_font(dict);
    let limit = if font { limits.inflated_bytes / 8 } else { limits.page_bytes };
    match sizes::bound(document, stream) {
        Ok(Some(most)) if most <= limit => return Ok((raw, most)),
        Err(_) => return Err(Danger::Filters),
        _ => {}
    }
    match sizes::content(document, stream, limit) {
        Ok(content) => {
            let size = content.len() as u64;
            let bomb = size > SMALL && size / raw.max(1) > limits.inflate_ratio;
            if bomb { Err(Danger::Inflates(limit)) } else { Ok((size, size)) }
        }
        Err(Unsized::Over) => Err(Danger::Inflates(limit)),
        Err(Unsized::Filters) => Err(Danger::Filters),
        Err(Unsized::Broken) => Ok((raw, raw)),
    }
}

/// Whether a function of colour (type 4) has braces within each other without end: the interpreter
/// follows each on its stack.
fn nests(document: &Document, stream: &Stream, limits: &Limits) -> bool {
    if !stream.dict.get(b"FunctionType").and_then(Object::as_i64).is_ok_and(|kind| kind == 4) {
        return false;
    }
    let Ok(program) = sizes::content(document, stream, limits.page_bytes) else { return false };
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in program {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest > BRACES
}

fn is_font(dict: &Dictionary) -> bool {
    let kinds = [b"Type1C".as_slice(), b"CIDFontType0C", b"OpenType"];
    dict.has(b"Length1") || kinds.iter().any(|kind| is(dict, b"Subtype", kind))
}

fn is(dict: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dict.get(key).and_then(Object::as_name).is_ok_and(|n| n == name)
}

/// A picture of more pixels than the limit: it is not decoded here, but whoever does must know.
fn huge_picture(dict: &Dictionary, limits: &Limits) -> Option<Issue> {
    let side = |key: &[u8]| dict.get(key).ok().and_then(number).unwrap_or(0).max(0) as u64;
    let pixels = side(b"Width").saturating_mul(side(b"Height"));
    (pixels > limits.pixels).then(|| {
        let limit = format!("{} points", limits.pixels);
        Issue::over(&format!("image de {pixels} points"), &limit, "--max-pixels")
    })
}

#[cfg(test)]
mod tests;
