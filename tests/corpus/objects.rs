//! What a PDF suffers below its compression: a document that opens, whose objects are wrong.
//!
//! Bytes changed at random seldom get past inflation and its sums; here the document is taken
//! apart, changed and written as sound. One that cannot be taken apart is flipped instead.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Family;
use super::bytes::{EXTREMES, flipped};
use super::dice::Dice;

/// The families of PDFs as objects.
pub(super) const FAMILIES: &[Family] = &[
    ("streams", |dice, bytes, _| edited(dice, bytes, streams)),
    ("stream-digits", |dice, bytes, _| edited(dice, bytes, stream_digits)),
    ("extremes", |dice, bytes, _| edited(dice, bytes, extremes)),
    ("references", |dice, bytes, _| edited(dice, bytes, references)),
    ("lost-objects", |dice, bytes, _| edited(dice, bytes, lost)),
    ("types", |dice, bytes, _| edited(dice, bytes, types)),
];

/// A document taken apart, changed and put together again.
fn edited(dice: &mut Dice, bytes: &[u8], edit: fn(&mut Dice, &mut Document)) -> Vec<u8> {
    let Ok(mut document) = Document::load_mem(bytes) else { return flipped(dice, bytes, 8) };
    if document.objects.is_empty() {
        return flipped(dice, bytes, 8);
    }
    edit(dice, &mut document);
    let mut out = Vec::new();
    match document.save_to(&mut out) {
        Ok(()) => out,
        Err(_) => flipped(dice, bytes, 8),
    }
}

fn any(dice: &mut Dice, document: &Document) -> ObjectId {
    *document.objects.keys().nth(dice.index(document.objects.len())).unwrap()
}

/// The content of some stream, inflated, changed and deflated again.
fn restreamed(dice: &mut Dice, document: &mut Document, change: fn(&mut Dice, &mut Vec<u8>)) {
    let packed: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, o)| o.as_stream().is_ok_and(|s| s.decompressed_content().is_ok()))
        .map(|(id, _)| *id)
        .collect();
    for _ in 0..=dice.index(2) {
        if packed.is_empty() {
            return;
        }
        let id = packed[dice.index(packed.len())];
        let Some(Object::Stream(stream)) = document.objects.get_mut(&id) else { continue };
        let mut content = stream.decompressed_content().unwrap_or_default();
        change(dice, &mut content);
        stream.set_plain_content(content);
        let _ = stream.compress();
    }
}

/// Bytes of contents, fonts and maps.
fn streams(dice: &mut Dice, document: &mut Document) {
    restreamed(dice, document, |dice, content| *content = flipped(dice, content, 20));
}

/// Digits of contents, of which one can be a whole operand.
fn stream_digits(dice: &mut Dice, document: &mut Document) {
    restreamed(dice, document, |dice, content| {
        for _ in 0..=dice.index(6) {
            let all: Vec<usize> =
                (0..content.len()).filter(|at| content[*at].is_ascii_digit()).collect();
            if all.is_empty() {
                return;
            }
            let at = all[dice.index(all.len())];
            let value = dice.one_of(&EXTREMES).to_string();
            content.splice(at..=at, value.bytes());
        }
    });
}

/// Numbers of an object, however deep, made extremes.
fn extremes(dice: &mut Dice, document: &mut Document) {
    for _ in 0..40 {
        let id = any(dice, document);
        let value = match dice.below(6) {
            0 => Object::Real(1e38),
            1 => Object::Real(-1e-38),
            _ => Object::Integer(dice.one_of(&EXTREMES)),
        };
        let mut all = each(document.objects.get_mut(&id).unwrap(), &is_number);
        if all.is_empty() {
            continue;
        }
        *all.swap_remove(dice.index(all.len())) = value;
        if dice.below(3) == 0 {
            return;
        }
    }
}

fn is_number(object: &Object) -> bool {
    matches!(object, Object::Integer(_) | Object::Real(_))
}

/// References that lead to other objects, back to themselves among them.
fn references(dice: &mut Dice, document: &mut Document) {
    for _ in 0..20 {
        let (id, to) = (any(dice, document), any(dice, document));
        let to = if dice.below(3) == 0 { id } else { to };
        let object = document.objects.get_mut(&id).unwrap();
        let mut all = each(object, &|o| matches!(o, Object::Reference(_)));
        if all.is_empty() {
            continue;
        }
        *all.swap_remove(dice.index(all.len())) = Object::Reference(to);
        if dice.below(3) == 0 {
            return;
        }
    }
}

/// Objects that are not there.
fn lost(dice: &mut Dice, document: &mut Document) {
    for _ in 0..=dice.index(3) {
        let id = any(dice, document);
        if document.objects.len() > 1 {
            document.objects.remove(&id);
        }
    }
}

/// Values of a type that their key does not have.
fn types(dice: &mut Dice, document: &mut Document) {
    for _ in 0..=dice.index(6) {
        let id = any(dice, document);
        let object = document.objects.get_mut(&id).unwrap();
        let mut all = each(object, &|_| true);
        if all.is_empty() {
            continue;
        }
        let at = dice.index(all.len());
        let nested = Object::Array(vec![Object::Array(vec![Object::Null])]);
        *all.swap_remove(at) = match dice.below(6) {
            0 => Object::Null,
            1 => Object::Name(b"Page".to_vec()),
            2 => Object::Dictionary(Dictionary::new()),
            3 => nested,
            4 => Object::string_literal("347 000"),
            _ => Object::Boolean(true),
        };
    }
}

/// Every simple object in an object that is wanted.
fn each<'o>(object: &'o mut Object, wanted: &dyn Fn(&Object) -> bool) -> Vec<&'o mut Object> {
    let inner: Vec<&mut Object> = match object {
        Object::Array(items) => items.iter_mut().collect(),
        Object::Dictionary(dict) => dict.iter_mut().map(|(_, value)| value).collect(),
        Object::Stream(stream) => stream.dict.iter_mut().map(|(_, value)| value).collect(),
        other => return if wanted(other) { vec![other] } else { Vec::new() },
    };
    inner.into_iter().flat_map(|object| each(object, wanted)).collect()
}
