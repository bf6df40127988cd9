//! Names that stand in every value of a record, held once: its sheet, the ids of its columns.
//!
//! JSON repeats them at each value, and a list has a hundred thousand. The last few names that a
//! thread read are looked at before one is made anew: a table has the same few in every row, and
//! what is not found costs a few bytes and nothing else.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// Names that a thread remembers: a sheet and the columns of a wide table.
const LAST: usize = 64;

thread_local! {
    static NAMES: RefCell<VecDeque<Arc<str>>> = const { RefCell::new(VecDeque::new()) };
}

/// A name as read out of JSON, shared with those like it that were read shortly before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared(pub Arc<str>);

impl<'de> Deserialize<'de> for Shared {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Name)
    }
}

struct Name;

impl Visitor<'_> for Name {
    type Value = Shared;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Shared, E> {
        Ok(Shared(shared(name)))
    }
}

/// A name, the one held already if there is one.
fn shared(name: &str) -> Arc<str> {
    NAMES.with_borrow_mut(|names| {
        if let Some(known) = names.iter().find(|known| known.as_ref() == name) {
            return known.clone();
        }
        names.truncate(LAST - 1);
        names.push_front(name.into());
        names.front().cloned().unwrap_or_else(|| name.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_once_until_many_others_came() {
        let first = shared("Feuille 1");
        assert!(Arc::ptr_eq(&first, &shared("Feuille 1")));
        for other in 0..LAST {
            shared(&other.to_string());
        }
        let later = shared("Feuille 1");
        assert_eq!(later, first);
        assert!(!Arc::ptr_eq(&first, &later), "not kept for ever");
    }
}
