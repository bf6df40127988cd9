//! Values of a pack that may be written in more than one way, with their places.
//!
//! A text or a list of texts, a table that keeps the order of its keys, an example or a list of
//! them. Serde's untagged enums would lose the places, hence the visitors by hand; what they take
//! is told to editors by `shape`. Fields of [`Example`] are told in French for the same reason.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use schemars::JsonSchema;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

/// A text and its place in the file.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(transparent)]
pub struct Text(Spanned<String>);

impl Text {
    /// The text.
    #[must_use]
    pub fn get_ref(&self) -> &String {
        self.0.get_ref()
    }

    /// Its bytes in the file, quotes included.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// The text without its place.
    #[must_use]
    pub fn into_inner(self) -> String {
        self.0.into_inner()
    }
}

/// One text or a list of texts.
#[derive(Debug, Clone, Default)]
pub struct Texts(pub Vec<Text>);

/// A table whose keys are names that the author chose, in the order of the file.
#[derive(Debug, Clone)]
pub struct Named<T>(pub Vec<(Text, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// One example or a list of examples: a text and what must be read in it.
#[derive(Debug, Clone, Default)]
pub struct Examples(pub Vec<Example>);

/// Un texte et ce qui doit y être lu.
#[derive(Debug, Clone, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Le texte, un paragraphe.
    pub texte: Text,
    /// La valeur de chaque emplacement.
    pub lit: Named<Expected>,
}

/// What a slot must read: a number or text, or several for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected(pub Vec<String>);

/// What stands for one thing or a list of things.
enum OneOrMany<T> {
    One(T),
    Many(Vec<Spanned<T>>),
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de> Visitor<'de> for OneOrManyVisitor<String> {
    type Value = OneOrMany<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or a list of strings")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(OneOrMany::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        many(seq)
    }
}

impl<'de> Visitor<'de> for OneOrManyVisitor<Example> {
    type Value = OneOrMany<Example>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an example or a list of examples")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Example::deserialize(de::value::MapAccessDeserializer::new(map)).map(OneOrMany::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        many(seq)
    }
}

fn many<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(mut seq: A) -> Result<OneOrMany<T>, A::Error> {
    let mut out = Vec::new();
    while let Some(item) = seq.next_element()? {
        out.push(item);
    }
    Ok(OneOrMany::Many(out))
}

impl<'de, T> Deserialize<'de> for OneOrMany<T>
where
    OneOrManyVisitor<T>: Visitor<'de, Value = Self>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<OneOrMany<String>>::deserialize(deserializer)?;
        let span = written.span();
        Ok(Self(match written.into_inner() {
            OneOrMany::One(text) => vec![Text(Spanned::new(span, text))],
            OneOrMany::Many(texts) => texts.into_iter().map(Text).collect(),
        }))
    }
}

impl<'de> Deserialize<'de> for Examples {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match OneOrMany::<Example>::deserialize(deserializer)? {
            OneOrMany::One(example) => vec![example],
            OneOrMany::Many(examples) => examples.into_iter().map(Spanned::into_inner).collect(),
        }))
    }
}

struct NamedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NamedVisitor<T> {
    type Value = Named<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out: Vec<(Text, T)> = Vec::new();
        while let Some(entry) = map.next_entry()? {
            out.push(entry);
        }
        // The parser sorts keys; the author's order is the order of preference.
        out.sort_by_key(|(name, _)| name.span().start);
        Ok(Named(out))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NamedVisitor(PhantomData))
    }
}

struct ExpectedVisitor;

impl<'de> Visitor<'de> for ExpectedVisitor {
    type Value = Expected;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, a string or a list of them")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Expected, E> {
        Ok(Expected(vec![value.to_string()]))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Expected, E> {
        Ok(Expected(vec![value.to_string()]))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Expected, E> {
        Ok(Expected(vec![value.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Expected, A::Error> {
        let mut out = Vec::new();
        while let Some(Expected(values)) = seq.next_element()? {
            out.extend(values);
        }
        Ok(Expected(out))
    }
}

impl<'de> Deserialize<'de> for Expected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExpectedVisitor)
    }
}
