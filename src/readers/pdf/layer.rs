//! The document layer, by lopdf: what the file says of itself beside its pages.
//!
//! Metadata, outline, listed fonts. Everything is bounded and walks with a record of where it
//! has been: trees of a PDF may be loops.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use super::PdfError;
use super::device::text_string;
use super::fonts::Listed;
use crate::issue::Issue;
use crate::limits::{Limits, mib};

/// Entries of an outline, names of destinations and fonts that are taken at most.
const MOST: usize = 20_000;

/// Opens a file with lopdf; `None` if it cannot be opened, or holds nothing.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<Option<Document>, PdfError> {
    let limit = limits.inflated_bytes / 8;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(most);
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) => Ok(Some(document).filter(|d| !d.objects.is_empty())),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
            // The flag is that of the whole file, of which this is a share.
            let what = "flux d'objets (un huitième de --max-inflated)";
            let issue = Issue::over(what, &mib(limit), "--max-inflated");
            Err(PdfError::Closed(Box::new(issue)))
        }
        Err(_) => Ok(None),
    }
}

/// The pages by number.
pub(super) fn pages(document: &Document, limits: &Limits) -> BTreeMap<u32, ObjectId> {
    (1..=limits.pages).zip(document.page_iter()).collect()
}

/// The number of pages that the root of the page tree states.
pub(super) fn stated_pages(document: &Document) -> Option<u32> {
    let root = document.catalog().ok()?.get_deref(b"Pages", document).ok()?.as_dict().ok()?;
    let count = root.get_deref(b"Count", document).ok()?.as_i64().ok()?;
    u32::try_from(count).ok()
}

/// Title, author, producer and dates, by name.
pub(super) fn metadata(document: &Document) -> Vec<(String, String)> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let Ok(info) = info else { return Vec::new() };
    let keys = [
        ("title", b"Title".as_slice()),
        ("author", b"Author"),
        ("subject", b"Subject"),
        ("keywords", b"Keywords"),
        ("creator", b"Creator"),
        ("producer", b"Producer"),
        ("created", b"CreationDate"),
        ("modified", b"ModDate"),
    ];
    let value = |key: &[u8]| {
        let text = text(document, info.get(key).ok()?)?;
        Some(if key.ends_with(b"Date") { iso(&text).unwrap_or(text) } else { text })
    };
    keys.iter().filter_map(|(name, key)| Some(((*name).to_owned(), value(key)?))).collect()
}

/// A PDF date (ISO 32000-1, 7.9.4) as ISO 8601: `D:20230622093000+02'00'` is
/// `2023-06-22T09:30:00+02:00`. What is missing behind the day is left out.
fn iso(written: &str) -> Option<String> {
    let date = written.strip_prefix("D:").unwrap_or(written);
    let digits = date.find(|c: char| !c.is_ascii_digit()).unwrap_or(date.len());
    let (stamp, zone) = date.split_at(digits);
    let day = format!("{}-{}-{}", stamp.get(..4)?, stamp.get(4..6)?, stamp.get(6..8)?);
    let Some((hour, minute)) = stamp.get(8..10).zip(stamp.get(10..12)) else { return Some(day) };
    let second = stamp.get(12..14).unwrap_or("00");
    let zone = match (zone.get(..1), zone.get(1..3)) {
        (Some(sign @ ("+" | "-")), Some(hours)) => {
            format!("{sign}{hours}:{}", zone.get(4..6).unwrap_or("00"))
        }
        (Some("Z"), _) => "Z".to_owned(),
        _ => String::new(),
    };
    Some(format!("{day}T{hour}:{minute}:{second}{zone}"))
}

/// A text string, trimmed; `None` if it is not one or says nothing.
pub(super) fn text(document: &Document, object: &Object) -> Option<String> {
    let (_, object) = document.dereference(object).ok()?;
    let text = text_string(object.as_str().ok()?);
    let text: String = text.chars().filter(|c| !c.is_control()).take(2000).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Titles of the outline with their page and depth.
pub(super) fn outline(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
) -> Vec<(String, Option<u32>, u32)> {
    let Some(root) = document.catalog().ok().and_then(|c| dict(document, c, b"Outlines")) else {
        return Vec::new();
    };
    let numbers: BTreeMap<ObjectId, u32> = pages.iter().map(|(n, id)| (*id, *n)).collect();
    let names = names(document);
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<(ObjectId, u32)> = Vec::new();
    waiting.extend(reference(root, b"First").map(|id| (id, 0)));
    while let Some((id, depth)) = waiting.pop() {
        if entries.len() >= MOST || !seen.insert(id) {
            continue;
        }
        let Ok(node) = document.get_dictionary(id) else { continue };
        if let Some(title) = node.get(b"Title").ok().and_then(|t| text(document, t)) {
            let page = target(document, node, &names).and_then(|id| numbers.get(&id).copied());
            entries.push((title, page, depth));
        }
        waiting.extend(reference(node, b"Next").map(|id| (id, depth)));
        waiting.extend(reference(node, b"First").map(|id| (id, depth + 1)));
    }
    entries
}

/// The page that an outline entry leads to.
fn target(
    document: &Document,
    node: &Dictionary,
    names: &BTreeMap<Vec<u8>, &Object>,
) -> Option<ObjectId> {
    let action = dict(document, node, b"A");
    let to = node.get(b"Dest").ok().or_else(|| action?.get(b"D").ok())?;
    let (_, to) = document.dereference(to).ok()?;
    let place = match to {
        Object::String(name, _) | Object::Name(name) => {
            document.dereference(names.get(name)?).ok()?.1
        }
        other => other,
    };
    let place = match place {
        Object::Dictionary(entry) => entry.get_deref(b"D", document).ok()?,
        other => other,
    };
    place.as_array().ok()?.first()?.as_reference().ok()
}

/// Named destinations: the old dictionary, and the tree of names.
fn names(document: &Document) -> BTreeMap<Vec<u8>, &Object> {
    let mut names = BTreeMap::new();
    let Ok(catalog) = document.catalog() else { return names };
    if let Some(old) = dict(document, catalog, b"Dests") {
        names.extend(old.iter().take(MOST).map(|(name, to)| (name.clone(), to)));
    }
    let tree = dict(document, catalog, b"Names").and_then(|n| dict(document, n, b"Dests"));
    let mut waiting: Vec<&Dictionary> = tree.into_iter().collect();
    let mut steps = 0;
    while let Some(node) = waiting.pop() {
        steps += 1;
        if steps > MOST || names.len() > MOST {
            break;
        }
        for pair in array(document, node, b"Names").chunks_exact(2) {
            if let [Object::String(name, _), to] = pair {
                names.insert(name.clone(), to);
            }
        }
        let kids = array(document, node, b"Kids").iter();
        waiting.extend(kids.filter_map(|k| document.dereference(k).ok()?.1.as_dict().ok()));
    }
    names
}

/// The simple fonts of the file, by their widths.
pub(super) fn fonts(document: &Document) -> Vec<Listed> {
    let dicts = document.objects.values().filter_map(|o| o.as_dict().ok());
    dicts.filter_map(|font| listed(document, font)).take(MOST / 10).collect()
}

fn listed(document: &Document, font: &Dictionary) -> Option<Listed> {
    let kind = font.get(b"Subtype").ok()?.as_name().ok()?;
    if !matches!(kind, b"Type1" | b"MMType1") {
        return None;
    }
    let widths = array(document, font, b"Widths").iter().take(256);
    let widths: Vec<f32> = widths.map(|w| float(document, w)).collect();
    let name = font.get_deref(b"BaseFont", document).ok()?.as_name().ok()?;
    let descriptor = dict(document, font, b"FontDescriptor")?;
    let flags = descriptor.get_deref(b"Flags", document).and_then(Object::as_i64).unwrap_or(0);
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let weight = descriptor.get(b"FontWeight").map_or(0.0, |w| float(document, w));
    Some(Listed {
        name: String::from_utf8_lossy(name).into_owned(),
        // Table 121 of ISO 32000-2: bit 7 is italic, bit 19 asks for bold at small sizes.
        bold: flags & (1 << 18) != 0 || weight >= 600.0,
        italic: flags & (1 << 6) != 0,
        first: u32::try_from(first).unwrap_or(0),
        widths,
    })
}

fn float(document: &Document, object: &Object) -> f32 {
    document.dereference(object).and_then(|(_, o)| o.as_float()).unwrap_or(0.0)
}

/// A dictionary in a dictionary.
pub(super) fn dict<'d>(
    document: &'d Document,
    node: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    node.get_deref(key, document).ok()?.as_dict().ok()
}

/// An array in a dictionary; empty if it is not one.
pub(super) fn array<'d>(document: &'d Document, node: &'d Dictionary, key: &[u8]) -> &'d [Object] {
    node.get_deref(key, document).and_then(Object::as_array).map_or(&[], Vec::as_slice)
}

fn reference(node: &Dictionary, key: &[u8]) -> Option<ObjectId> {
    node.get(key).ok()?.as_reference().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_as_iso_8601() {
        for (written, told) in [
            ("D:20230622093000+02'00'", Some("2023-06-22T09:30:00+02:00")),
            ("D:20230622093000Z", Some("2023-06-22T09:30:00Z")),
            ("20230622", Some("2023-06-22")),
            ("hier", None),
        ] {
            assert_eq!(iso(written).as_deref(), told);
        }
    }
}
