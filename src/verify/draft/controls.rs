//! Relations that hold in a document, offered as controls, and those that all but hold.
//!
//! An amount of the prose that is a total of a table, or would be but for a slip of the pen, is
//! the same quantity told twice; three numbers of which two make the third are a sum. What holds
//! once may be chance: the author of the pack keeps what means something.

use rust_decimal::Decimal;

use super::block::Block;
use super::words::Names;
use crate::issue::Lang;
use crate::number::fold;
use crate::reconcile::slip_between;

/// Controls of one kind at most.
const MOST: usize = 12;
/// Numbers among which sums are looked for: more would find sums by chance alone.
const AMONG: usize = 24;

/// Words before a slot that may say of which column it is.
const NEAR: usize = 8;

/// A value that a control may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// The name.
    pub(super) name: String,
    /// The value in this document.
    pub(super) amount: Decimal,
    /// The words that it stands by: its heading, or the phrase around it.
    pub(super) words: String,
}

/// The controls of a document: its amounts in prose, totals of tables by table, and the numbers of
/// sentences by sentence.
pub(super) fn controls(
    prose: &[Value],
    tables: &[Vec<Value>],
    counts: &[Vec<Value>],
) -> Vec<Block> {
    let mut made = Vec::new();
    let totals: Vec<&Value> = tables.iter().flatten().collect();
    made.extend(prose.iter().filter_map(|amount| told_twice(amount, &totals)).take(MOST));
    made.extend(tables.iter().flat_map(|totals| sums(totals)).take(MOST));
    made.extend(across(tables).into_iter().take(MOST));
    made.extend(sums(prose).into_iter().take(MOST));
    made.extend(counts.iter().flat_map(|values| sums(values)).take(MOST));
    let mut names = Names::default();
    made.into_iter().map(|control| control.block(&mut names)).collect()
}

/// A relation to be offered.
struct Control {
    relation: String,
    words: String,
    note: Option<String>,
}

impl Control {
    fn block(self, names: &mut Names) -> Block {
        let id = names.give(&self.words, "controle");
        let block = Block::new("controle", &id).text("verifie", &self.relation);
        let block =
            block.text("gravite", if self.note.is_some() { "erreur" } else { "avertissement" });
        match self.note {
            Some(note) => block.note(&note),
            None => block,
        }
    }
}

/// The total that an amount of the prose tells again: the same figure, or one that a slip makes of
/// it; of several, the one whose heading the phrase names nearest to the number.
fn told_twice(amount: &Value, totals: &[&Value]) -> Option<Control> {
    let near = |total: &Value| nearness(&amount.words, &total.words);
    let closeness = |total: &Value| {
        if total.amount == amount.amount {
            Some(1)
        } else {
            slip_between(amount.amount, total.amount, Lang::Fr).map(|_| 0)
        }
    };
    let mut best: Option<(u8, usize, &Value)> = None;
    for total in totals {
        let Some(close) = closeness(total) else { continue };
        let shared = near(total);
        if best.is_none_or(|(c, s, _)| (close, shared) > (c, s)) {
            best = Some((close, shared, total));
        }
    }
    let (_, _, best) = best?;
    let relation = format!("{} = {}", amount.name, best.name);
    let note = (best.amount != amount.amount).then(|| {
        let slip = slip_between(amount.amount, best.amount, Lang::Fr).unwrap_or_default();
        format!("Ne tient pas dans ce document : {} et {} ({slip}).", amount.amount, best.amount)
    });
    Some(Control { relation, words: format!("{} {}", amount.name, "tableau"), note })
}

/// How near to its slot a phrase has a word of a heading: 0 where it has none.
fn nearness(phrases: &str, heading: &str) -> usize {
    let heading = fold::key(heading);
    let telling: Vec<&str> = heading.split(' ').filter(|w| w.len() > 3).collect();
    let before = phrases.split("{valeur}").map(|part| {
        let said = fold::key(part);
        let at = said.rsplit(' ').take(NEAR).position(|word| telling.contains(&word));
        at.map_or(0, |at| NEAR - at)
    });
    before.max().unwrap_or_default()
}

/// Totals of different tables that are one figure.
fn across(tables: &[Vec<Value>]) -> Vec<Control> {
    let mut made = Vec::new();
    for (at, own) in tables.iter().enumerate() {
        for one in own.iter().filter(|v| !v.amount.is_zero()) {
            let others = tables.iter().skip(at + 1).flatten();
            if let Some(other) = others.clone().find(|o| o.amount == one.amount) {
                let relation = format!("{} = {}", one.name, other.name);
                made.push(Control { relation, words: one.name.replace('.', " "), note: None });
            }
        }
    }
    made
}

/// Two values that make a third, or values that are all one.
fn sums(values: &[Value]) -> Vec<Control> {
    let mut made = Vec::new();
    let values: Vec<&Value> = values.iter().filter(|v| !v.amount.is_zero()).take(AMONG).collect();
    if let [a, b] = values.as_slice()
        && a.amount == b.amount
    {
        let relation = format!("{} = {}", a.name, b.name);
        return vec![Control { relation, words: a.name.replace('.', " "), note: None }];
    }
    for (i, a) in values.iter().enumerate() {
        for b in values.iter().skip(i + 1) {
            let sum = a.amount.checked_add(b.amount);
            for c in values.iter().filter(|c| Some(c.amount) == sum && c.name != a.name) {
                let relation = format!("{} + {} = {}", a.name, b.name, c.name);
                let words = format!("somme {}", c.name.replace('.', " "));
                made.push(Control { relation, words, note: None });
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str, value: i64, words: &str) -> Value {
        Value { name: name.to_owned(), amount: Decimal::from(value), words: words.to_owned() }
    }

    fn relations(prose: &[Value], tables: &[Vec<Value>], counts: &[Vec<Value>]) -> Vec<String> {
        let made = controls(prose, tables, counts);
        made.iter()
            .map(|b| b.render().lines().find_map(|l| l.strip_prefix("verifie = ")).unwrap().into())
            .collect()
    }

    #[test]
    fn an_amount_told_again_is_checked_against_the_column_of_its_words() {
        let totals = vec![
            value("budget.total.ville", 347_500, "Montant ville"),
            value("budget.total.etat", 347_500, "Montant État"),
        ];
        let prose =
            [value("aide", 347_000, "financement de l'Etat de {valeur}"), value("autre", 12, "")];
        let made = relations(&prose, &[totals], &[]);
        assert_eq!(
            made,
            ["\"aide = budget.total.etat\"", "\"budget.total.ville = budget.total.etat\""]
        );
    }

    #[test]
    fn numbers_of_which_two_make_the_third_are_a_sum() {
        let counts = vec![value("a.tout", 104, ""), value("a.ici", 73, ""), value("a.la", 31, "")];
        assert_eq!(relations(&[], &[], &[counts]), ["\"a.ici + a.la = a.tout\""]);
    }
}
