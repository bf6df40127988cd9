//! The catalogue of a language: its text in, each sentence as pieces, told of its words.
//!
//! A sentence is text, words and choices between variants by a word. A variant is chosen by the
//! number that it names, by the text, or by the form of number that the language has for it
//! (`one`, `other`: Unicode's plural rules); else the default is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_syntax::{ast, parser, unicode};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use rust_decimal::Decimal;
use unic_langid::LanguageIdentifier;

use super::Word;
use crate::issue::Lang;

static FR: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::Fr));
static EN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::En));

/// The text of a catalogue, with the name of its language.
pub(super) fn source(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Fr => ("fr", include_str!("fr.ftl")),
        Lang::En => ("en", include_str!("en.ftl")),
    }
}

/// The sentences of a language.
pub(super) struct Catalogue {
    sentences: HashMap<&'static str, Vec<Piece>>,
    plurals: Option<PluralRules>,
}

/// A piece of a sentence.
enum Piece {
    Text(Cow<'static, str>),
    Word(&'static str),
    Choice(&'static str, Vec<Variant>),
}

struct Variant {
    key: Key,
    default: bool,
    pieces: Vec<Piece>,
}

/// What a variant is chosen by.
enum Key {
    Number(Option<Decimal>),
    Name(&'static str),
}

impl Catalogue {
    /// That of a language.
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Fr => &FR,
            Lang::En => &EN,
        }
    }

    fn read(lang: Lang) -> Self {
        let (name, text) = source(lang);
        // What is at fault in a catalogue is found by the tests; the rest of it is told.
        let parsed = parser::parse(text).unwrap_or_else(|(partial, _)| partial);
        let sentence = |entry: &ast::Entry<&'static str>| match entry {
            ast::Entry::Message(message) => {
                Some((message.id.name, pieces(message.value.as_ref()?)))
            }
            _ => None,
        };
        let sentences = parsed.body.iter().filter_map(sentence).collect();
        let language: LanguageIdentifier = name.parse().unwrap_or_default();
        let plurals = PluralRules::create(language, PluralRuleType::CARDINAL).ok();
        Self { sentences, plurals }
    }

    /// A sentence with its words; `None` where it is not there.
    pub(super) fn tell(&self, key: &str, words: &[(&str, Word<'_>)]) -> Option<String> {
        let size = |(_, word): &(&str, Word<'_>)| match word {
            Word::Text(text) => text.len(),
            _ => 8,
        };
        let mut out = String::with_capacity(words.iter().map(size).sum::<usize>() + 64);
        self.put(self.sentences.get(key)?, words, &mut out);
        Some(out)
    }

    fn put(&self, pieces: &[Piece], words: &[(&str, Word<'_>)], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Word(name) => match word(words, name) {
                    Word::Text(text) => out.push_str(text),
                    Word::Number(number) => out.push_str(&number.to_string()),
                    Word::Missing => {}
                },
                Piece::Choice(name, variants) => {
                    let word = word(words, name);
                    let chosen = variants.iter().find(|v| self.is_meant(&v.key, word));
                    if let Some(v) = chosen.or_else(|| variants.iter().find(|v| v.default)) {
                        self.put(&v.pieces, words, out);
                    }
                }
            }
        }
    }

    fn is_meant(&self, key: &Key, word: &Word<'_>) -> bool {
        match (key, word) {
            (Key::Name(name), Word::Text(text)) => text == name,
            (Key::Number(named), Word::Number(number)) => *named == Some(*number),
            (Key::Number(named), Word::Missing) => *named == Some(Decimal::ZERO),
            (Key::Name(name), Word::Number(number)) => self.form(*number) == Some(*name),
            (Key::Number(_), Word::Text(_)) | (Key::Name(_), Word::Missing) => false,
        }
    }

    /// The form of what a number counts.
    fn form(&self, number: Decimal) -> Option<&'static str> {
        let form = self.plurals.as_ref()?.select(number.to_string().as_str()).ok()?;
        Some(match form {
            PluralCategory::ZERO => "zero",
            PluralCategory::ONE => "one",
            PluralCategory::TWO => "two",
            PluralCategory::FEW => "few",
            PluralCategory::MANY => "many",
            PluralCategory::OTHER => "other",
        })
    }
}

fn word<'w>(words: &'w [(&str, Word<'w>)], name: &str) -> &'w Word<'w> {
    words.iter().find(|(known, _)| *known == name).map_or(&Word::Missing, |(_, word)| word)
}

fn pieces(pattern: &ast::Pattern<&'static str>) -> Vec<Piece> {
    let piece = |element: &ast::PatternElement<&'static str>| match element {
        ast::PatternElement::TextElement { value } => Some(Piece::Text(Cow::Borrowed(value))),
        ast::PatternElement::Placeable { expression } => match expression {
            ast::Expression::Inline(expression) => inline(expression),
            ast::Expression::Select { selector, variants } => {
                let ast::InlineExpression::VariableReference { id } = selector else { return None };
                Some(Piece::Choice(id.name, variants.iter().map(variant).collect()))
            }
        },
    };
    pattern.elements.iter().filter_map(piece).collect()
}

fn inline(expression: &ast::InlineExpression<&'static str>) -> Option<Piece> {
    match expression {
        ast::InlineExpression::VariableReference { id } => Some(Piece::Word(id.name)),
        ast::InlineExpression::StringLiteral { value } => {
            Some(Piece::Text(unicode::unescape_unicode_to_string(value)))
        }
        _ => None,
    }
}

fn variant(variant: &ast::Variant<&'static str>) -> Variant {
    let key = match variant.key {
        ast::VariantKey::Identifier { name } => Key::Name(name),
        ast::VariantKey::NumberLiteral { value } => Key::Number(value.parse().ok()),
    };
    Variant { key, default: variant.default, pieces: pieces(&variant.value) }
}
