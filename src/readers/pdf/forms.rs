//! How deep the forms of a page are drawn within each other.
//!
//! Forms name what they may draw in their resources, and producers give one dictionary to many of
//! them: so a form that names itself need not draw itself. Only where names alone go too deep
//! is the content read for what it draws.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::layer::dict;
use super::sizes;
use crate::limits::Limits;

/// Nodes of the page tree between a page and the resources that it inherits.
const ANCESTORS: usize = 50;

/// Whether a page draws forms within each other deeper than the limit, or without end.
pub(super) fn too_deep(document: &Document, page: ObjectId, limits: &Limits) -> bool {
    let Some(resources) = resources(document, page) else { return false };
    let deep = |read: bool| {
        let (chain, known) = (Vec::new(), BTreeMap::new());
        let mut walk = Walk { document, resources, limits, read, chain, known };
        walk.below(resources, None).is_none()
    };
    deep(false) && deep(true)
}

/// The resources of a page, its own or inherited.
fn resources(document: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..ANCESTORS {
        if let Some(found) = dict(document, node, b"Resources") {
            return Some(found);
        }
        node = dict(document, node, b"Parent")?;
    }
    None
}

struct Walk<'d> {
    document: &'d Document,
    /// Those of the page, for forms that have none.
    resources: &'d Dictionary,
    limits: &'d Limits,
    /// Whether content is read for what it draws.
    read: bool,
    chain: Vec<ObjectId>,
    known: BTreeMap<ObjectId, usize>,
}

impl<'d> Walk<'d> {
    /// Levels of forms below these resources; `None` if they are too many. `drawn` holds the names
    /// that are drawn, if they are known.
    fn below(
        &mut self,
        resources: &'d Dictionary,
        drawn: Option<&BTreeSet<Vec<u8>>>,
    ) -> Option<usize> {
        let Some(objects) = dict(self.document, resources, b"XObject") else { return Some(0) };
        let mut deepest = 0;
        for (name, object) in objects {
            let Ok(id) = object.as_reference() else { continue };
            if drawn.is_none_or(|names| names.contains(name)) {
                deepest = deepest.max(self.levels(id)?);
            }
        }
        Some(deepest)
    }

    /// Levels of a form, itself included.
    fn levels(&mut self, id: ObjectId) -> Option<usize> {
        let Some(form) = form(self.document, id) else { return Some(0) };
        if let Some(known) = self.known.get(&id) {
            return Some(*known).filter(|n| self.chain.len() + n <= self.limits.form_depth);
        }
        if self.chain.len() >= self.limits.form_depth || self.chain.contains(&id) {
            return None;
        }
        let drawn = self.read.then(|| {
            let content = sizes::content(self.document, form, self.limits.page_bytes);
            content.map(|content| names(&content)).unwrap_or_default()
        });
        let own = dict(self.document, &form.dict, b"Resources").unwrap_or(self.resources);
        // Without resources of its own it may draw whatever the page names, itself included: that
        // is no sign before it is read.
        let below = if self.read || form.dict.has(b"Resources") {
            self.chain.push(id);
            let below = self.below(own, drawn.as_ref());
            self.chain.pop();
            below?
        } else {
            0
        };
        self.known.insert(id, below + 1);
        Some(below + 1)
    }
}

fn form(document: &Document, id: ObjectId) -> Option<&Stream> {
    let stream = document.get_object(id).ok()?.as_stream().ok()?;
    let kind = stream.dict.get_deref(b"Subtype", document).and_then(Object::as_name);
    kind.is_ok_and(|kind| kind == b"Form").then_some(stream)
}

/// The names that a content draws: `/Name Do`.
fn names(content: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut before: &[u8] = &[];
    let mut names = BTreeSet::new();
    for token in content.split(u8::is_ascii_whitespace).filter(|token| !token.is_empty()) {
        if token.starts_with(b"Do")
            && let Some(at) = before.iter().rposition(|byte| *byte == b'/')
        {
            names.extend(before.get(at + 1..).map(<[u8]>::to_vec));
        }
        before = token;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of a page whose forms each draw the next, the last one the `target`th, and each
    /// of which names them all.
    fn forms(count: u32, target: u32) -> Document {
        let mut document = Document::new();
        let mut objects = Dictionary::new();
        for n in 1..=count {
            objects.set(format!("F{n}"), Object::Reference((n, 0)));
        }
        let mut resources = Dictionary::new();
        resources.set("XObject", objects);
        for n in 1..=count {
            let mut dict = Dictionary::new();
            dict.set("Subtype", Object::Name(b"Form".to_vec()));
            dict.set("Resources", resources.clone());
            let next = if n < count { n + 1 } else { target };
            let form = Stream::new(dict, format!("q /F{next} Do Q").into_bytes());
            document.objects.insert((n, 0), Object::Stream(form));
        }
        let mut page = Dictionary::new();
        page.set("Resources", resources);
        document.objects.insert((1000, 0), Object::Dictionary(page));
        document
    }

    #[test]
    fn forms_are_too_deep_by_what_they_draw_and_not_by_what_they_name() {
        let limits = Limits::default();
        let deep = |count, target| too_deep(&forms(count, target), (1000, 0), &limits);
        assert!(!deep(32, 99), "32 levels are allowed");
        assert!(deep(33, 99));
        assert!(deep(2, 1), "without end");
    }
}
