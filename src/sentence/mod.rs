//! Sentences in French and in English: a key and its arguments in, a whole sentence out.
//!
//! `fr.ftl` and `en.ftl` hold them, in the syntax of Fluent; [`list`] names each with what it is
//! told of, as a function, so that a key that is not there, an argument left out and a sentence
//! that nobody tells do not compile. Figures, places and names come in as ready words. A clause
//! behind a colon is a sentence of its own, put into another as a word; nothing else is joined.

mod list;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_decimal::Decimal;
use unic_langid::LanguageIdentifier;

use crate::issue::Lang;

pub(crate) use list::*;

type Bundle = FluentBundle<FluentResource>;

static FR: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Fr));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));

/// The text of a catalogue, with the name of its language.
fn source(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Fr => ("fr", include_str!("fr.ftl")),
        Lang::En => ("en", include_str!("en.ftl")),
    }
}

fn bundle(lang: Lang) -> Bundle {
    let (name, text) = source(lang);
    let language: LanguageIdentifier = name.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // The marks that keep right-to-left names apart would stand in every report.
    bundle.set_use_isolating(false);
    // What is at fault in a catalogue is found by the tests; the rest of it is told.
    let parsed = FluentResource::try_new(text.to_owned());
    bundle.add_resource_overriding(parsed.unwrap_or_else(|(partial, _)| partial));
    bundle
}

/// What a sentence is told of: ready words, or a number that it counts by.
///
/// A word that may be missing comes in as the number 0, which no text is equal to: the variant
/// `[0]` of a sentence is the one without it.
#[derive(Debug)]
pub(crate) struct Word<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Word<'a> {
    fn from(word: &'a str) -> Self {
        Self(FluentValue::from(word))
    }
}

impl<'a> From<&'a String> for Word<'a> {
    fn from(word: &'a String) -> Self {
        Self(FluentValue::from(word.as_str()))
    }
}

impl From<String> for Word<'_> {
    fn from(word: String) -> Self {
        Self(FluentValue::from(word))
    }
}

impl<'a, T: Into<Word<'a>>> From<Option<T>> for Word<'a> {
    fn from(word: Option<T>) -> Self {
        word.map_or(Self(FluentValue::from(0)), Into::into)
    }
}

impl From<usize> for Word<'_> {
    fn from(number: usize) -> Self {
        Self(FluentValue::from(number))
    }
}

/// A number to choose a variant by: as text it goes in ready.
impl From<Decimal> for Word<'_> {
    fn from(number: Decimal) -> Self {
        let number = number.to_string().parse::<FluentNumber>();
        Self(number.map_or_else(|_| FluentValue::from(0), FluentValue::from))
    }
}

/// A sentence of the catalogue. Should it fail, its words are told bare: the tests see to it that
/// none does.
fn tell<const N: usize>(lang: Lang, key: &str, words: [(&'static str, Word<'_>); N]) -> String {
    let bundle: &Bundle = match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    };
    let mut args = FluentArgs::with_capacity(N);
    for (name, word) in words {
        args.set(name, word.0);
    }
    let mut faults = Vec::new();
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let told = pattern.map(|pattern| bundle.format_pattern(pattern, Some(&args), &mut faults));
    told.filter(|_| faults.is_empty()).map_or_else(|| bare(&args), std::borrow::Cow::into_owned)
}

fn bare(args: &FluentArgs<'_>) -> String {
    let words = args.iter().filter_map(|(_, value)| match value {
        FluentValue::String(text) => Some(text.as_ref()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
