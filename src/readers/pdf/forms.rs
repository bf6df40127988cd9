//! How deep the forms of a page are drawn within each other.
//!
//! Forms name what they may draw in their resources, and producers give one dictionary to many of
//! them: so a form that names itself need not draw itself. Only where names alone go too deep
//! is the content read for what it draws.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::layer::dict;
use super::sizes;
use crate::limits::Limits;

/// Nodes of the page tree between a page and the resources that it inherits.
const ANCESTORS: usize = 50;

/// What is known of the forms of a document, which its pages share.
pub(super) struct Forms<'d> {
    document: &'d Document,
    limits: &'d Limits,
    /// By name alone, and by what their content draws.
    levels: [Known; 2],
    /// What the content of each form draws.
    drawn: BTreeMap<ObjectId, Rc<BTreeSet<Vec<u8>>>>,
}

/// Levels of forms that have resources of their own, themselves included.
type Known = BTreeMap<ObjectId, usize>;

impl<'d> Forms<'d> {
    /// Those of a document, of which nothing is known yet.
    pub(super) fn new(document: &'d Document, limits: &'d Limits) -> Self {
        Self { document, limits, levels: Default::default(), drawn: BTreeMap::new() }
    }

    /// Whether a page draws forms within each other deeper than the limit, or without end.
    pub(super) fn too_deep(&mut self, page: ObjectId) -> bool {
        let Some(resources) = resources(self.document, page) else { return false };
        self.deep(resources, false) && self.deep(resources, true)
    }

    fn deep(&mut self, resources: &'d Dictionary, read: bool) -> bool {
        let (chain, own) = (Vec::new(), Known::new());
        let mut walk = Walk { forms: self, resources, read, chain, own, borrowed: false };
        walk.below(resources, None).is_none()
    }

    /// The names that a form draws, read once.
    fn drawn(&mut self, id: ObjectId, form: &Stream) -> Rc<BTreeSet<Vec<u8>>> {
        let (document, most) = (self.document, self.limits.page_bytes);
        let read = || {
            let content = sizes::content(document, form, most);
            Rc::new(content.map(|content| names(&content)).unwrap_or_default())
        };
        Rc::clone(self.drawn.entry(id).or_insert_with(read))
    }
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

struct Walk<'w, 'd> {
    forms: &'w mut Forms<'d>,
    /// Those of the page, for forms that have none.
    resources: &'d Dictionary,
    /// Whether content is read for what it draws.
    read: bool,
    chain: Vec<ObjectId>,
    /// Levels of forms that hang on the resources of this page.
    own: Known,
    /// Whether a form on the way up took the resources of the page.
    borrowed: bool,
}

impl<'d> Walk<'_, 'd> {
    /// Levels of forms below these resources; `None` if they are too many. `drawn` holds the names
    /// that are drawn, if they are known.
    fn below(
        &mut self,
        resources: &'d Dictionary,
        drawn: Option<&BTreeSet<Vec<u8>>>,
    ) -> Option<usize> {
        let Some(objects) = dict(self.forms.document, resources, b"XObject") else {
            return Some(0);
        };
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
        let (document, limit) = (self.forms.document, self.forms.limits.form_depth);
        let Some(form) = form(document, id) else { return Some(0) };
        if let Some(known) = self.known(id) {
            return Some(known).filter(|n| self.chain.len() + n <= limit);
        }
        if self.chain.len() >= limit || self.chain.contains(&id) {
            return None;
        }
        let drawn = self.read.then(|| self.forms.drawn(id, form));
        let own = dict(document, &form.dict, b"Resources");
        let around = std::mem::replace(&mut self.borrowed, self.read && own.is_none());
        let own = own.unwrap_or(self.resources);
        // Without resources of its own it may draw whatever the page names, itself included: that
        // is no sign before it is read.
        let below = if self.read || form.dict.has(b"Resources") {
            self.chain.push(id);
            let below = self.below(own, drawn.as_deref());
            self.chain.pop();
            below?
        } else {
            0
        };
        self.keep(id, below + 1);
        self.borrowed |= around;
        Some(below + 1)
    }

    /// What is known of a form; what hangs on the page does so for all above it.
    fn known(&mut self, id: ObjectId) -> Option<usize> {
        let shared = self.forms.levels.get(usize::from(self.read))?.get(&id).copied();
        shared.or_else(|| {
            let own = self.own.get(&id).copied();
            self.borrowed |= own.is_some();
            own
        })
    }

    fn keep(&mut self, id: ObjectId, levels: usize) {
        match self.forms.levels.get_mut(usize::from(self.read)) {
            Some(shared) if !self.borrowed => drop(shared.insert(id, levels)),
            _ => drop(self.own.insert(id, levels)),
        }
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
        let deep = |count, target| {
            let document = forms(count, target);
            let mut forms = Forms::new(&document, &limits);
            let first = forms.too_deep((1000, 0));
            assert_eq!(forms.too_deep((1000, 0)), first, "what is known does not change it");
            first
        };
        assert!(!deep(32, 99), "32 levels are allowed");
        assert!(deep(33, 99));
        assert!(deep(2, 1), "without end");
    }

    #[test]
    fn pages_share_what_is_known_of_forms_but_for_what_hangs_on_a_page() {
        let mut document = forms(32, 99);
        // It draws what each page calls F1.
        let mut bare = Dictionary::new();
        bare.set("Subtype", Object::Name(b"Form".to_vec()));
        let bare = Object::Stream(Stream::new(bare, b"q /F1 Do Q".to_vec()));
        document.objects.insert((500, 0), bare);
        for (page, first) in [(1001, 32), (1002, 1)] {
            let mut objects = Dictionary::new();
            objects.set("A", Object::Reference((500, 0)));
            objects.set("F1", Object::Reference((first, 0)));
            let mut resources = Dictionary::new();
            resources.set("XObject", objects);
            let mut dict = Dictionary::new();
            dict.set("Resources", resources);
            document.objects.insert((page, 0), Object::Dictionary(dict));
        }
        let limits = Limits::default();
        let mut forms = Forms::new(&document, &limits);
        assert!(!forms.too_deep((1000, 0)));
        assert_eq!(forms.levels[1].get(&(1, 0)), Some(&32), "known to the next page");
        assert!(!forms.too_deep((1001, 0)), "two levels");
        assert!(forms.too_deep((1002, 0)), "thirty-three");
        assert!(!forms.levels[1].contains_key(&(500, 0)));
    }
}
