//! The structure tree: which paragraph, heading or table cell each piece of marked content is.
//!
//! The role that counts is that of the block: a `Span` in a `P` in a `TD` is of the cell. `Table`
//! elements that the walk meets are read once more by [`tagged`], and only where there are any.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::layer::dict;
use super::tagged::{self, Element, Tables};
use crate::limits::Limits;

/// Roles that are part of a line, not a block of their own.
const INLINE: [&str; 9] =
    ["Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Em"];

/// Tags of a page: marked-content id, role, number of the element.
type Tags = Vec<(i32, String, u32)>;

/// An element that waits to be walked, with what it has from its parents.
struct Waiting<'d> {
    object: &'d Object,
    page: Option<ObjectId>,
    role: String,
    element: u32,
    in_cell: bool,
}

/// What the structure tree tells of every page, by the object id of the page.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) tags: BTreeMap<ObjectId, Tags>,
    pub(super) tables: Tables,
    /// The first limit that was hit.
    pub(super) over: Option<Over>,
}

/// A limit that was hit: what it counts, and how many are read.
pub(super) type Over = (&'static str, usize);

/// Reads the structure tree; empty if the file has none.
pub(super) fn read(document: &Document, limits: &Limits) -> Structure {
    let root = document.catalog().ok().and_then(|c| dict(document, c, b"StructTreeRoot"));
    let Some(root) = root else { return Structure::default() };
    let mut structure = Structure::default();
    let elements = walk(document, root, limits, &mut structure);
    let (tables, over) = tagged::tables(document, root, &elements, limits);
    structure.tables = tables;
    structure.over = structure.over.or(over);
    structure
}

/// Notes the tags of every page; gives the `Table` elements in the order of the tree.
fn walk<'d>(
    document: &'d Document,
    root: &'d Dictionary,
    limits: &Limits,
    structure: &mut Structure,
) -> Vec<Element<'d>> {
    let Structure { tags, over, .. } = structure;
    let mut tables = Vec::new();
    let Ok(kids) = root.get(b"K") else { return tables };
    let roles = dict(document, root, b"RoleMap");
    let mut seen = BTreeSet::new();
    let mut elements = 0;
    let top = Waiting { object: kids, page: None, role: String::new(), element: 0, in_cell: false };
    let mut waiting = vec![top];
    while let Some(next) = waiting.pop() {
        if elements as usize > limits.structure_elements {
            *over = Some(("éléments", limits.structure_elements));
            break;
        }
        if let Object::Reference(id) = next.object
            && !seen.insert(*id)
        {
            continue;
        }
        let Ok((_, object)) = document.dereference(next.object) else { continue };
        match object {
            Object::Array(items) => {
                let again = |object| Waiting { object, role: next.role.clone(), ..next };
                waiting.extend(items.iter().rev().map(again));
            }
            Object::Integer(mcid) => note(tags, &next, next.page, *mcid),
            Object::Dictionary(node) => {
                let page = node.get(b"Pg").and_then(Object::as_reference).ok().or(next.page);
                if let Ok(Object::Integer(mcid)) = node.get(b"MCID") {
                    // The content of a form counts its ids by itself.
                    if !node.has(b"Stm") {
                        note(tags, &next, page, *mcid);
                    }
                } else if let Ok(object) = node.get(b"K") {
                    elements += 1;
                    let role = role(node, roles);
                    if role == "Table" {
                        tables.push((node, page));
                    }
                    waiting.push(child(role, object, page, elements, &next));
                }
            }
            _ => {}
        }
    }
    tables
}

/// What the children of an element have from it.
fn child<'d>(
    role: String,
    object: &'d Object,
    page: Option<ObjectId>,
    number: u32,
    parent: &Waiting<'_>,
) -> Waiting<'d> {
    let passes = parent.in_cell || INLINE.contains(&role.as_str());
    let in_cell = parent.in_cell || matches!(role.as_str(), "TD" | "TH");
    if passes && !parent.role.is_empty() {
        return Waiting {
            object,
            page,
            role: parent.role.clone(),
            element: parent.element,
            in_cell,
        };
    }
    Waiting { object, page, role, element: number, in_cell }
}

/// Bytes of a name (ISO 32000-1, table C.1); a longer one is none, and is kept with each content.
const NAME: usize = 127;

/// The role of an element, by the standard name that the file maps it to.
pub(super) fn role(node: &Dictionary, roles: Option<&Dictionary>) -> String {
    let Ok(mut name) = node.get(b"S").and_then(Object::as_name) else { return String::new() };
    // A chain of custom names is short; a longer one is a loop.
    for _ in 0..4 {
        match roles.and_then(|r| r.get(name).ok()).and_then(|o| o.as_name().ok()) {
            Some(mapped) if mapped != name => name = mapped,
            _ => break,
        }
    }
    if name.len() > NAME { String::new() } else { String::from_utf8_lossy(name).into_owned() }
}

fn note(tags: &mut BTreeMap<ObjectId, Tags>, at: &Waiting<'_>, page: Option<ObjectId>, mcid: i64) {
    if let (Some(page), Ok(mcid)) = (page, i32::try_from(mcid)) {
        tags.entry(page).or_default().push((mcid, at.role.clone(), at.element));
    }
}
