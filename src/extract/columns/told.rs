//! What a rule's headings do in a table that its author did not mean, told.
//!
//! Two things would pass in silence: a heading of an amount that stands over a column of words,
//! and a heading that stands over two columns, of which the left one is read. A phrase that takes
//! any text (`{valeur:texte}`) says nothing of a heading and is not told of.

use super::rivals::{self, Rival};
use super::{Column, Content, contents, is_reference};
use crate::document::Table;
use crate::issue::{Code, Issue};
use crate::place::Place;
use crate::rules::TableRule;
use crate::rules::phrase::{Phrase, Reading};

/// The issues of a table that a rule reads.
pub(in crate::extract) fn tell(rule: &TableRule, table: &Table, columns: &[Column]) -> Vec<Issue> {
    let content = contents(table);
    let known = |id: &str| rule.columns.iter().chain(&rule.texts).any(|(own, _)| own == id);
    let other = |c: &Column| c.rival == Some(Rival::OtherYear);
    let free: Vec<&Column> =
        columns.iter().filter(|c| !known(&c.id) && !c.label.is_empty() && !other(c)).collect();
    let seen = Seen { rule, table, columns, free, content };
    let words = rule.columns.iter().filter_map(|(id, phrases)| seen.over_words(id, phrases));
    let amounts =
        |c: &Column| seen.content(c).is_some_and(|k| k.numbers > 0) && !is_reference(&c.label);
    let numbers = rule.columns.iter().filter_map(|(id, p)| seen.over_two(id, p, &amounts));
    let any = |c: &Column| seen.content(c).is_some_and(|k| k.numbers + k.texts > 0);
    let texts = rule.texts.iter().filter_map(|(id, p)| seen.over_two(id, p, &any));
    words.chain(numbers).chain(texts).collect()
}

/// A table as a rule has read it.
struct Seen<'a> {
    rule: &'a TableRule,
    table: &'a Table,
    columns: &'a [Column],
    /// The columns that the rule has named none of its own.
    free: Vec<&'a Column>,
    content: Vec<Content>,
}

impl Seen<'_> {
    /// A column of words under a heading of amounts, where no other column has it.
    fn over_words(&self, id: &str, phrases: &[Phrase]) -> Option<Issue> {
        if self.columns.iter().any(|c| c.id == id) {
            return None;
        }
        let of_words = |c: &Column| self.content(c).is_some_and(|k| k.texts > 0 && k.numbers == 0);
        let column =
            self.free.iter().find(|c| of_words(c) && phrases.iter().any(|p| says(p, c)))?;
        let details: [(&str, &dyn std::fmt::Display); 3] =
            [("column", &column.label), ("id", &id), ("table", &self.rule.id)];
        Some(Issue::new(Code::ColumnOfText, &details).at(self.place(column)))
    }

    /// A second column under the heading by which a column was found.
    fn over_two(
        &self,
        id: &str,
        phrases: &[Phrase],
        fits: &dyn Fn(&Column) -> bool,
    ) -> Option<Issue> {
        let first = self.columns.iter().find(|c| c.id == id)?;
        let phrase = phrases.iter().find(|p| says(p, first))?;
        let second = self.free.iter().find(|c| fits(c) && says(phrase, c))?;
        let details: [(&str, &dyn std::fmt::Display); 4] = [
            ("first", &first.label),
            ("second", &second.label),
            ("id", &id),
            ("table", &self.rule.id),
        ];
        Some(Issue::new(Code::ColumnAmbiguous, &details).at(self.place(first)))
    }

    fn content(&self, column: &Column) -> Option<&Content> {
        self.content.get(column.index)
    }

    /// Where the heading of a column stands.
    fn place(&self, column: &Column) -> Option<Place> {
        self.table.headings(column.index).last().and_then(|c| c.text.whole())
    }
}

/// Whether a phrase names the heading of a column rather than any text.
fn says(phrase: &Phrase, column: &Column) -> bool {
    phrase.find(&Reading::new(&column.label)).is_some() && rivals::is_name(phrase)
}
