//! The values of a row by the id of their column, in the order of the ids.
//!
//! A list has tens of thousands of rows, each with a few values: a `BTreeMap` keeps room for
//! eleven in every row, some four kilobytes where two values take four hundred bytes. These are
//! held side by side with no room to spare, and rows share the ids of their columns. In JSON it
//! is an object like any map.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use litemap::LiteMap;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::place::Shared;

/// Values by the id of their column.
#[derive(Debug, Clone, PartialEq)]
pub struct ByColumn<T>(LiteMap<Arc<str>, T>);

impl<T> ByColumn<T> {
    /// Puts a value under an id, in the place of the one that was there.
    pub fn insert(&mut self, column: &str, value: T) {
        self.0.insert(column.into(), value);
    }

    /// The value of a column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&T> {
        self.0.get(column)
    }

    /// The value of a column, to be changed.
    pub fn get_mut(&mut self, column: &str) -> Option<&mut T> {
        self.0.get_mut(column)
    }

    /// The value of a column, and its id as it is held here.
    #[must_use]
    pub fn get_key_value(&self, column: &str) -> Option<(&str, &T)> {
        let at = self.0.find_index(column).ok()?;
        self.0.get_indexed(at).map(|(id, value)| (id.as_ref(), value))
    }

    /// Whether a column has a value.
    #[must_use]
    pub fn contains_key(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    /// The ids and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(id, value)| (id.as_ref(), value))
    }

    /// The ids.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(id, _)| id)
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, value)| value)
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for ByColumn<T> {
    fn default() -> Self {
        Self(LiteMap::new_vec())
    }
}

impl<'c, T> FromIterator<(&'c str, T)> for ByColumn<T> {
    fn from_iter<I: IntoIterator<Item = (&'c str, T)>>(all: I) -> Self {
        let mut map = Self::default();
        all.into_iter().for_each(|(column, value)| map.insert(column, value));
        map
    }
}

impl<T: Serialize> Serialize for ByColumn<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByColumn<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entries(PhantomData))
    }
}

/// Reads the entries of an object.
struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = ByColumn<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<ByColumn<T>, A::Error> {
        let mut read = LiteMap::new_vec();
        while let Some((Shared(column), value)) = from.next_entry()? {
            read.insert(column, value);
        }
        // It grew by leaps, since JSON does not say how many come.
        let mut read = read.into_tuple_vec();
        read.shrink_to_fit();
        Ok(ByColumn(LiteMap::from_sorted_store_unchecked(read)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_read_in_any_order_and_written_in_that_of_its_ids() {
        let read: ByColumn<u8> = serde_json::from_str(r#"{"b":1,"a":2,"b":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"a":2,"b":3}"#);
        assert_eq!(read, ByColumn::from_iter([("b", 3), ("a", 2)]));
        assert_eq!((read.get("b"), read.get("c")), (Some(&3), None));
        assert_eq!(read.get_key_value("a"), Some(("a", &2)));
        assert_eq!(read.keys().collect::<Vec<_>>(), ["a", "b"]);
        let none: ByColumn<u8> = serde_json::from_str("{}").unwrap();
        assert_eq!((none.is_empty(), serde_json::to_string(&none).unwrap()), (true, "{}".into()));
        assert!(serde_json::from_str::<ByColumn<u8>>("[]").is_err());
    }

    #[test]
    fn what_is_read_has_no_room_to_spare_and_shares_its_ids() {
        let read: Vec<ByColumn<u8>> =
            serde_json::from_str(r#"[{"montant":1,"nom":2,"x":3},{"montant":4,"nom":5}]"#).unwrap();
        let held: Vec<Vec<(Arc<str>, u8)>> =
            read.into_iter().map(|row| row.0.into_tuple_vec()).collect();
        assert_eq!((held[0].capacity(), held[1].capacity()), (3, 2));
        assert!(Arc::ptr_eq(&held[0][1].0, &held[1][1].0));
    }
}
