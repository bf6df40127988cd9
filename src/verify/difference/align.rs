//! Which value of one list is which of another.
//!
//! From the surest sign to the weakest, each over what the ones before left: name, value and
//! place; name, value and words around; name and where it begins; name and value; then where it
//! begins or ends; last, the order, where a name is on both sides as often. Linear in the number of values, and
//! the same whatever their order.

use std::collections::{BTreeMap, VecDeque};

use super::items::Item;
use super::name::What;

/// Indices of values.
#[derive(Default)]
pub(super) struct Pairs {
    /// On both sides.
    pub(super) both: Vec<(usize, usize)>,
    /// On the first alone.
    pub(super) lost: Vec<usize>,
    /// On the second alone.
    pub(super) gained: Vec<usize>,
}

/// A sign by which two values are one; `None` where a value has no such sign.
type Sign = fn(&Item) -> Option<String>;

/// The signs, the surest first.
const SIGNS: &[Sign] = &[
    |i| Some(key(&[&name(i), i.value(), &i.spots().join(" ")])),
    |i| placed(i, |i| key(&[&name(i), i.value(), &snippet(i)])),
    |i| placed(i, |i| key(&[&name(i), &begins(i), &snippet(i)])),
    |i| is_named(i).then(|| key(&[&name(i), i.value()])),
    |i| placed(i, |i| key(&[&name(i), &begins(i)])),
    |i| placed(i, |i| key(&[&name(i), &i.end().unwrap_or_default()])),
    |i| placed(i, |i| key(&[&rule(i), &begins(i)])),
];

/// Finds which value is which.
pub(super) fn align(before: &[Item], after: &[Item]) -> Pairs {
    let mut pairs = Pairs {
        both: Vec::new(),
        lost: (0..before.len()).collect(),
        gained: (0..after.len()).collect(),
    };
    for sign in SIGNS {
        pairs.pair(before, after, *sign, |_, _, _| true);
    }
    // A row of one label in one table is that row, however many there are; of other names the
    // order says something only where none came or went.
    pairs.pair(before, after, by_order, |item, b, a| item.name.what == What::Row || b == a);
    pairs
}

impl Pairs {
    /// Pairs what has one sign, in order, where `sure` of a value says so of how many have it on
    /// each side.
    fn pair(
        &mut self,
        before: &[Item],
        after: &[Item],
        sign: Sign,
        sure: fn(&Item, usize, usize) -> bool,
    ) {
        let of = |items: &[Item], left: &[usize]| {
            let mut by_sign: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
            for at in left {
                if let Some(sign) = items.get(*at).and_then(sign) {
                    by_sign.entry(sign).or_default().push_back(*at);
                }
            }
            by_sign
        };
        let (first, mut second) = (of(before, &self.lost), of(after, &self.gained));
        let mut found = Vec::new();
        for (sign, firsts) in first {
            let Some(seconds) = second.remove(&sign) else { continue };
            let item = firsts.front().and_then(|at| before.get(*at));
            if item.is_some_and(|item| sure(item, firsts.len(), seconds.len())) {
                found.extend(firsts.into_iter().zip(seconds));
            }
        }
        let (mut gone, mut come) = (vec![false; before.len()], vec![false; after.len()]);
        for (b, a) in &found {
            if let (Some(gone), Some(come)) = (gone.get_mut(*b), come.get_mut(*a)) {
                (*gone, *come) = (true, true);
            }
        }
        self.lost.retain(|at| gone.get(*at) == Some(&false));
        self.gained.retain(|at| come.get(*at) == Some(&false));
        self.both.extend(found);
    }
}

fn key(parts: &[&str]) -> String {
    parts.join("\u{1e}")
}

/// All that a value is called.
fn name(item: &Item) -> String {
    let name = &item.name;
    let rest = [&name.action, &name.row, &name.column].map(|p| p.as_deref().unwrap_or("\u{1d}"));
    key(&[&rule(item), &item.among, &rest.join("\u{1f}")])
}

/// The rule of a value.
fn rule(item: &Item) -> String {
    format!("{:?} {} {:?}", item.name.what, item.name.id, item.name.attribute)
}

fn begins(item: &Item) -> String {
    item.starts().into_iter().next().unwrap_or_default()
}

fn snippet(item: &Item) -> String {
    item.snippets().collect()
}

fn placed(item: &Item, of: impl Fn(&Item) -> String) -> Option<String> {
    (!item.seen.places.is_empty()).then(|| of(item))
}

/// Whether the name of a value says which it is: of numbers that no rule names there are many.
fn is_named(item: &Item) -> bool {
    match item.name.what {
        What::Unread => false,
        What::Row => true,
        _ => !item.name.is_free(),
    }
}

/// The name of what is known by it.
fn by_order(item: &Item) -> Option<String> {
    is_named(item).then(|| name(item))
}
