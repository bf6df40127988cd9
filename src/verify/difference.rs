//! Two records of one document in, what differs out: one [`Change`] a value.
//!
//! Values are the same by what they are (rule, action, row, column), not by their index in the
//! record: a row that is put in is one row gained. Numbers of matches are not compared, for one
//! value more renumbers all behind it. A number that turns from read to unread, or back, is told
//! once, with the value.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::place::Place;
use crate::record::Record;

mod align;
mod items;
mod name;
#[cfg(test)]
mod tests;

pub use name::{Name, What};

use align::{Pairs, align};
use items::{Item, items};

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is not read any more.
    Lost,
    /// It was not read before.
    Gained,
    /// It is another.
    Changed,
    /// It is the same and stands elsewhere.
    Moved,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// What it is.
    pub name: Name,
    /// As it was; `None` where it is gained.
    pub before: Option<Seen>,
    /// As it is; `None` where it is lost.
    pub after: Option<Seen>,
    /// What the number that stands there is read as now, where it is lost, or was read as before,
    /// where it is gained.
    pub instead: Option<Name>,
    /// How many values it is: those of a row that comes or goes whole, none for a heading.
    pub count: usize,
}

/// A value as a record has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen {
    /// The value, or the attribute that [`Name::attribute`] names.
    pub value: String,
    /// As written in the document, for people.
    pub written: String,
    /// Where it stands: one place a value, none for what stands nowhere.
    pub places: Vec<Place>,
    /// Where it is in the record: `budgets[0].rows[3].cells.etat`.
    pub path: String,
}

impl Change {
    /// Whether it only echoes what is told of a rule: a number that no rule claims any more, since
    /// one reads it, or that none claims yet, since one has lost it.
    #[must_use]
    pub fn is_echo(&self) -> bool {
        let by_rule = |name: &Name| name.what != What::Unread && !name.is_free();
        self.name.is_free() && self.instead.as_ref().is_some_and(by_rule)
    }
}

/// What differs between two records of one document, in the order of records.
#[must_use]
pub fn difference(before: &Record, after: &Record) -> Vec<Change> {
    if before == after {
        return Vec::new();
    }
    let (before, after) = (items(before), items(after));
    let mut changes = Vec::new();
    let pairs = compare_all(&before, &after, &mut changes);
    let lost: Vec<&Item> = pairs.lost.iter().filter_map(|i| before.get(*i)).collect();
    let gained: Vec<&Item> = pairs.gained.iter().filter_map(|i| after.get(*i)).collect();
    tell_instead(&mut changes, &lost, &gained);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Compares two lists; what differs is added in their order, by position.
fn compare_all(before: &[Item], after: &[Item], out: &mut Vec<(usize, Change)>) -> Pairs {
    let pairs = align(before, after);
    let start = out.len();
    for (b, a) in &pairs.both {
        if let (Some(before), Some(after)) = (before.get(*b), after.get(*a)) {
            let mut found = Vec::new();
            compare(before, after, &mut found);
            out.extend(found.into_iter().map(|change| (*a, change)));
        }
    }
    let lost = pairs.lost.iter().filter_map(|i| Some((*i, lost(before.get(*i)?))));
    out.extend(lost);
    let gained = pairs.gained.iter().filter_map(|i| Some((*i, gained(after.get(*i)?))));
    out.extend(gained);
    if let Some(new) = out.get_mut(start..) {
        new.sort_by_key(|(at, c)| (c.name.what.section(), *at, c.kind != ChangeKind::Lost));
    }
    pairs
}

/// Compares a value with itself.
fn compare(before: &Item, after: &Item, out: &mut Vec<Change>) {
    let kept = before.value() == after.value();
    let whole = !before.cells.is_empty() || !after.cells.is_empty();
    if whole && !kept {
        attributes(before, after, out);
        let mut cells = Vec::new();
        compare_all(&before.cells, &after.cells, &mut cells);
        out.extend(cells.into_iter().map(|(_, change)| change));
    } else if !kept {
        out.push(both(ChangeKind::Changed, before, after));
    } else if before.spots() != after.spots() {
        out.push(both(ChangeKind::Moved, before, after));
        attributes(before, after, out);
    } else {
        attributes(before, after, out);
        let texts = |item: &Item| item.snippets().collect::<Vec<_>>().join(" | ");
        let (b, a) = (texts(before), texts(after));
        if b != a {
            out.push(attribute(before, after, "text", &b, &a));
        }
    }
}

/// What is said of a value beside itself.
fn attributes(before: &Item, after: &Item, out: &mut Vec<Change>) {
    for ((name, b), (_, a)) in before.more.iter().zip(&after.more) {
        if a != b {
            out.push(attribute(before, after, name, b, a));
        }
    }
}

fn attribute(before: &Item, after: &Item, name: &'static str, b: &str, a: &str) -> Change {
    let of = |seen: &Seen, text: &str| Seen {
        value: text.to_owned(),
        written: text.to_owned(),
        ..seen.clone()
    };
    Change {
        kind: ChangeKind::Changed,
        name: Name { attribute: Some(name), ..after.name.clone() },
        before: Some(of(&before.seen, b)),
        after: Some(of(&after.seen, a)),
        instead: None,
        count: 1,
    }
}

fn both(kind: ChangeKind, before: &Item, after: &Item) -> Change {
    Change {
        kind,
        name: after.name.clone(),
        before: Some(before.seen.clone()),
        after: Some(after.seen.clone()),
        instead: None,
        count: after.count(),
    }
}

fn lost(item: &Item) -> Change {
    Change {
        kind: ChangeKind::Lost,
        name: item.name.clone(),
        before: Some(item.seen.clone()),
        after: None,
        instead: None,
        count: item.count(),
    }
}

fn gained(item: &Item) -> Change {
    Change { kind: ChangeKind::Gained, before: None, after: Some(item.seen.clone()), ..lost(item) }
}

/// Says of what is lost or gained what else reads it, and leaves out the unread numbers that
/// say the same.
fn tell_instead(changes: &mut Vec<(usize, Change)>, lost: &[&Item], gained: &[&Item]) {
    let index = |items: &[&Item]| {
        let mut by_spot: BTreeMap<String, Name> = BTreeMap::new();
        for item in items.iter().filter(|item| item.name.what.stands()) {
            for spot in item.starts() {
                let name = by_spot.entry(spot).or_insert_with(|| item.name.clone());
                // What is read counts before what is not.
                if name.what == What::Unread {
                    *name = item.name.clone();
                }
            }
        }
        by_spot
    };
    let (lost, gained) = (index(lost), index(gained));
    changes.retain_mut(|(_, change)| {
        let (seen, other) = match change.kind {
            ChangeKind::Lost => (&change.before, &gained),
            ChangeKind::Gained => (&change.after, &lost),
            ChangeKind::Changed | ChangeKind::Moved => return true,
        };
        if !change.name.what.stands() {
            return true;
        }
        let places: Vec<&Place> = seen.iter().flat_map(|seen| &seen.places).collect();
        let read = |place: &&Place| other.get(&items::start(place));
        // A row is read otherwise where each of its values is.
        let whole = change.name.what != What::Row || places.iter().all(|p| read(p).is_some());
        change.instead = places.iter().find_map(read).cloned().filter(|_| whole);
        let told = change.instead.as_ref().is_some_and(|name| name.what != What::Unread);
        !(change.name.what == What::Unread && told)
    });
}
