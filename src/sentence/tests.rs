//! Both catalogues hold every sentence with the words that it is told of, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;

use super::catalogue::source;
use super::*;

/// The sentences of a catalogue with the words that each names.
type Named = BTreeMap<String, BTreeSet<String>>;

/// All words of each sentence; without `choices`, those that stand outside of variants.
fn named(lang: Lang, choices: bool) -> Named {
    let parsed = fluent_syntax::parser::parse(source(lang).1).unwrap_or_else(|(_, e)| {
        panic!("{e:?}");
    });
    let mut found = Named::new();
    for entry in &parsed.body {
        let message = match entry {
            ast::Entry::Message(message) => message,
            ast::Entry::Term(_) | ast::Entry::Junk { .. } => panic!("{entry:?}"),
            _ => continue,
        };
        let mut words = BTreeSet::new();
        pattern(message.value.as_ref().unwrap(), choices, &mut words);
        let again = found.insert(message.id.name.to_owned(), words);
        assert_eq!(again, None, "{} stands there twice", message.id.name);
        assert!(message.attributes.is_empty());
    }
    found
}

fn pattern(pattern: &ast::Pattern<&str>, choices: bool, words: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { .. } => {}
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Inline(expression) => inline(expression, words),
                ast::Expression::Select { selector, variants } if choices => {
                    inline(selector, words);
                    for variant in variants {
                        self::pattern(&variant.value, choices, words);
                    }
                }
                ast::Expression::Select { .. } => {}
            },
        }
    }
}

fn inline(expression: &ast::InlineExpression<&str>, words: &mut BTreeSet<String>) {
    match expression {
        ast::InlineExpression::StringLiteral { .. } => {}
        ast::InlineExpression::VariableReference { id } => {
            words.insert(id.name.to_owned());
        }
        other => panic!("{other:?}: a sentence is told of its words alone"),
    }
}

#[test]
fn both_catalogues_hold_every_sentence_with_its_words_and_no_other() {
    let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    let listed: Named = list::all().map(|(key, words)| ((*key).to_owned(), set(words))).collect();
    assert_eq!(listed.len(), list::all().count());
    assert_eq!(named(Lang::Fr, true), listed);
    assert_eq!(named(Lang::En, true), listed);
}

#[test]
fn every_sentence_is_told_whole_with_each_variant_of_its_words() {
    for lang in [Lang::Fr, Lang::En] {
        let outright = named(lang, false);
        for (key, names) in list::all() {
            let words = |word: fn(&'static str) -> Word<'static>| {
                let words: Vec<_> = names.iter().map(|name| (*name, word(name))).collect();
                let told = Catalogue::of(lang).tell(key, &words).unwrap();
                assert!(!told.contains(['{', '}', '\n']), "{key}: {told}");
                let whole = told.trim() == told || matches!(word(""), Word::Missing);
                assert!(whole, "{key}: {told}");
                for name in outright[*key].iter().filter(|_| matches!(word(""), Word::Text(_))) {
                    assert!(told.contains(name.as_str()), "{key}: {told}");
                }
            };
            words(Word::from);
            words(|_| None::<&str>.into());
            words(|_| 1_usize.into());
        }
    }
}

#[test]
fn a_word_that_is_missing_is_no_text() {
    assert_eq!(hypothesis(Lang::Fr, None::<&str>, "a"), "a.");
    assert_eq!(hypothesis(Lang::Fr, Some("0"), "a"), "0 : a.");
    assert_eq!(hypothesis(Lang::En, Some("given"), "a"), "given: a.");
}

#[test]
fn variants_are_those_of_the_language() {
    let half = Decimal::new(5, 1);
    assert_eq!(points(Lang::Fr, "0,5", half), "0,5 point");
    assert_eq!(points(Lang::En, "0.5", half), "0.5 points");
    assert_eq!(points(Lang::En, "1", Decimal::ONE), "1 point");
    assert_eq!(pages(Lang::Fr, 2_usize, "3 et 4"), "p. 3 et 4");
    assert_eq!(pages(Lang::En, 2_usize, "3 and 4"), "pp. 3 and 4");
    assert_eq!(day(Lang::Fr, 1_usize, 8_usize, "2023"), "1er août 2023");
    assert_eq!(day(Lang::En, 1_usize, 8_usize, "2023"), "1 August 2023");
    assert_eq!(deviates_lines(Lang::Fr, 1_usize, 8_usize, "all", "a"), "à 1 ligne sur 8 : a");
    assert_eq!(
        deviates_lines(Lang::En, 5_usize, 8_usize, "some", "a"),
        "in 5 lines out of 8, such as a"
    );
    let step = Decimal::from(1000);
    assert_eq!(
        shortened(Lang::En, "cut", "€347,500", step, "€347,000", None::<&str>),
        "€347,500 cut off to the thousand gives €347,000"
    );
}

#[test]
fn words_are_told_as_they_come() {
    assert_eq!(quoted(Lang::Fr, "{ $x } \u{5d0}"), "« { $x } \u{5d0} »");
    assert_eq!(tell(Lang::Fr, "nothing", &[("a", "x".into()), ("b", "y".into())]), "x y");
}
