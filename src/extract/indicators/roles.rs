//! The role of a number that no rule names: `file_active.sorties` for « 52 sorties ».
//!
//! The words of its clause give it. One of several that are told together has none: of « 150
//! adultes et 119 enfants ont été suivis » neither number is that of those who were followed.

use std::ops::Range;

use super::{clause, noun};
use crate::extract::text::Passage;
use crate::number::{Kind, Token, counted, fold};
use crate::rules::phrase::Reading;
use crate::rules::{Pack, RoleRule};

/// The role of a number of a passage.
pub(super) fn of(pack: &Pack, read: &Passage<'_>, number: usize) -> Option<String> {
    let role = by_words(pack, read, number, &clause(read, number))?;
    (!shares_its_verb(pack, read, number)).then_some(role)
}

/// The role that the words of a range give to a number in it.
fn by_words(
    pack: &Pack,
    read: &Passage<'_>,
    number: usize,
    within: &Range<usize>,
) -> Option<String> {
    if pack.roles.is_empty() {
        return None;
    }
    let token = read.reading.numbers.get(number)?;
    let reading = Reading::new(read.reading.text.get(within.clone())?);
    let own = token.range.start - within.start..token.range.end - within.start;
    let gives = |rule: &&RoleRule| {
        rule.phrases.iter().any(|p| {
            p.find_all(&reading).iter().any(|m| {
                m.captures.iter().any(|c| c.range.start < own.end && own.start < c.range.end)
            })
        })
    };
    pack.roles.iter().find(gives).map(|r| format!("{}.{}", r.family, r.role))
}

/// Whether a number is one of several subjects, or objects, of the verb that gives its role.
fn shares_its_verb(pack: &Pack, read: &Passage<'_>, number: usize) -> bool {
    let of_clause = |at: usize| by_words(pack, read, at, &clause(read, at));
    let own = clause(read, number);
    let Some(token) = read.reading.numbers.get(number) else { return false };
    let behind = read.reading.text.get(token.range.end..own.end).unwrap_or("");
    let subject = number.checked_sub(1).is_some_and(|before| {
        are_joined(read, before, number) && has_verb(behind) && of_clause(before).is_none()
    });
    let object = || {
        are_joined(read, number, number + 1)
            && of_clause(number + 1).is_none()
            && by_words(pack, read, number, &(own.start..token.range.end)).is_some()
    };
    subject || object()
}

/// Words of a list of subjects at most.
const FEW: usize = 6;

/// Whether two counts of one kind of things are joined with no verb between them.
fn are_joined(read: &Passage<'_>, one: usize, other: usize) -> bool {
    let count = |at: usize| read.reading.numbers.get(at).filter(|t| t.kind == Kind::Count);
    let (Some(first), Some(second)) = (count(one), count(other)) else { return false };
    let text = read.reading.text;
    let between = text.get(first.range.end..second.range.start).unwrap_or("");
    let joined = [" et ", ", ", " ainsi que "].iter().any(|joint| between.ends_with(joint));
    let marked = between.contains(['(', ')', ':', ';', '.']);
    let named = |t: &Token| text.get(t.range.end..).and_then(noun);
    let alike = named(first).zip(named(second)).is_some_and(|(a, b)| {
        counted::are_alike(&a, &b) || (counted::is_known(&a) && counted::is_known(&b))
    });
    joined && !marked && alike && !has_verb(between) && between.split_whitespace().count() <= FEW
}

/// Auxiliaries: a clause that has one has its own verb.
const AUXILIARIES: &[&str] =
    &["a", "ont", "est", "sont", "ete", "etait", "etaient", "avait", "avaient", "furent", "fut"];

fn has_verb(text: &str) -> bool {
    fold::key(text).split(' ').any(|word| AUXILIARIES.contains(&word))
}
