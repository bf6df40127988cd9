//! What was spent against what was planned: the total of a table and its lines, beyond the share
//! from which the pack calls a departure significant.
//!
//! A table is told once, by its total and the lines that are furthest off in euros: a compte rendu
//! has a dozen lines that depart by more than a tenth, and a finding for each would hide the one
//! that matters. Nothing explains such a departure by a slip: whoever spent the money does.

use rust_decimal::Decimal;

use super::facts::{Fact, Unit};
use super::finding::{Finding, Side, Verdict};
use super::identity;
use super::ledger::Ledger;
use super::planned::Pair;
use super::telling::term;
use crate::issue::Lang;
use crate::record::{Budget, BudgetRow, Labels, Record, RowKind};
use crate::rules::Deviation;

mod told;

/// The check.
const CHECK: &str = "ecart-significatif";

/// Lines that are told with their figures.
const TOLD: usize = 3;

/// Tells once a table and half what departs from what was planned.
pub(super) fn check<'a>(record: &'a Record, deviation: Option<Deviation>, ledger: &mut Ledger<'a>) {
    let Some(deviation) = deviation else { return };
    for budget in &record.budgets {
        for pair in Pair::all(budget) {
            let rows = Rows::of(record, budget, &pair);
            if rows.lines.is_empty() && rows.total.is_none() {
                continue;
            }
            match rows.beyond(deviation.share) {
                Some(beyond) => {
                    let finding =
                        finding((record, budget), &pair, (&beyond, deviation), ledger.lang);
                    ledger.depart(finding);
                }
                None => {
                    ledger.keep(CHECK, record, told::held(&rows, deviation.share, ledger.lang));
                }
            }
        }
    }
}

/// A row with what was planned and what was spent.
#[derive(Debug, Clone, Copy)]
struct Departure<'a> {
    label: &'a str,
    planned: Fact<'a>,
    done: Fact<'a>,
}

impl<'a> Departure<'a> {
    fn of(
        record: &'a Record,
        (budget, row): (&'a Budget, &'a BudgetRow),
        (pair, labels): (&Pair<'a>, &Labels<'a>),
    ) -> Option<Self> {
        let fact = |id: &str| {
            let (id, cell) = row.cells.get_key_value(id)?;
            let fact = Fact::of_cell(record, (budget, row), (id, cell));
            (fact.unit != Unit::Percent && fact.value >= Decimal::ZERO).then_some(fact)
        };
        let (planned, done) = (fact(&pair.planned.id)?, fact(&pair.done.id)?);
        Some(Self { label: labels.beside(row, &pair.done.id), planned, done })
    }

    /// What was spent less what was planned.
    fn gap(&self) -> Decimal {
        self.done.value.saturating_sub(self.planned.value)
    }

    fn is_beyond(&self, share: Decimal) -> bool {
        self.gap().abs() > self.planned.value.saturating_mul(share)
    }
}

/// The rows of a half.
struct Rows<'a> {
    lines: Vec<Departure<'a>>,
    total: Option<Departure<'a>>,
}

/// The rows of a half that depart.
struct Beyond<'a> {
    /// The total, departing or not.
    total: Option<Departure<'a>>,
    /// Whether it departs.
    as_a_whole: bool,
    /// Lines that depart, the furthest first.
    lines: Vec<Departure<'a>>,
    /// All lines.
    of: usize,
}

impl<'a> Rows<'a> {
    fn of(record: &'a Record, budget: &'a Budget, pair: &Pair<'a>) -> Self {
        let labels = budget.labels();
        let of = |kind: RowKind| {
            let rows = budget.rows.iter().filter(move |row| row.kind == kind);
            rows.filter_map(|row| Departure::of(record, (budget, row), (pair, &labels)))
        };
        let total = of(RowKind::Total).next_back();
        // A line that was neither planned nor spent says nothing.
        let said = |d: &Departure<'_>| !(d.planned.value.is_zero() && d.done.value.is_zero());
        Self { lines: of(RowKind::Line).filter(said).collect(), total }
    }

    /// What departs by more than a share, if anything does.
    fn beyond(&self, share: Decimal) -> Option<Beyond<'a>> {
        let mut lines: Vec<Departure<'_>> =
            self.lines.iter().filter(|line| line.is_beyond(share)).copied().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.gap().abs()));
        let as_a_whole = self.total.is_some_and(|total| total.is_beyond(share));
        let of = self.lines.len();
        (as_a_whole || !lines.is_empty()).then_some(Beyond {
            total: self.total,
            as_a_whole,
            lines,
            of,
        })
    }
}

fn finding(
    (record, budget): (&Record, &Budget),
    pair: &Pair<'_>,
    (beyond, deviation): (&Beyond<'_>, Deviation),
    lang: Lang,
) -> Finding {
    let key = identity::document_key(record);
    let named = beyond.lines.iter().take(TOLD);
    // Where the total is as planned the line that is furthest off stands for the table.
    let first =
        beyond.total.filter(|_| beyond.as_a_whole).or_else(|| named.clone().next().copied());
    let facts = first.into_iter().chain(named.copied()).flat_map(|d| [d.done, d.planned]);
    let mut terms: Vec<_> = facts.map(|f| term(&f)).collect();
    terms.dedup();
    let side = |of: fn(&Departure<'_>) -> Decimal| first.map(|d| Side { value: of(&d) });
    let mut finding = Finding {
        id: identity::hash([CHECK, &key, &budget.id, &pair.planned.id, &pair.done.id]),
        check: CHECK.to_owned(),
        severity: deviation.severity,
        document: record.document.path.clone(),
        relation: "réalisé = prévu".to_owned(),
        message: told::departs(beyond, deviation.share, lang),
        left: side(|d| d.done.value),
        right: side(|d| d.planned.value),
        difference: first.map(|d| d.gap().normalize()),
        terms,
        ask: Some(told::ask(record.operator(), lang)),
        ..Finding::plain(Verdict::Different)
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, rules};
    use super::*;
    use crate::issue::Severity;

    /// What is told of a table of two columns, planned and spent, at a share in percents.
    fn told(rows: &str, share: i64) -> Vec<(String, String)> {
        let mut made = Made::new("bilan", "c.xls").table("t", &["prevu", "realise"], rows);
        for (column, label) in made.0.budgets[0].columns.iter_mut().zip(["Prévu", "Réalisé"]) {
            label.clone_into(&mut column.label);
        }
        let mut rules = rules(Vec::new());
        let (share, severity) = (Decimal::new(share, 2), Severity::Info);
        rules.packs[0].deviation = Some(Deviation { share, severity });
        let found = crate::reconcile::reconcile(&[made.0], &rules, Lang::Fr).findings;
        let own = found.iter().filter(|f| f.check == CHECK);
        own.map(|f| (f.message.replace('\u{a0}', " "), f.difference.unwrap().to_string())).collect()
    }

    const ROWS: &str = "L 60 Achats|2000|2400
        L 61 Services|5000|4600
        L 64 Personnel|13000|16000
        L 65 Gestion|0|100
        T Total|20000|23100";

    #[test]
    fn a_table_is_told_once_with_the_lines_furthest_off_first() {
        let all = told(ROWS, 10);
        assert_eq!(all.len(), 1, "{all:?}");
        let (message, gap) = &all[0];
        assert_eq!(gap, "3100");
        let expected = "Le réalisé s'écarte de plus de 10 % du prévisionnel : au total (23 100 € pour \
                        20 000 € prévus, +15,5 %, p. 3) ; à 3 lignes sur 4 : « 64 Personnel » \
                        (16 000 € pour 13 000 € prévus, +23,1 %, p. 3), « 60 Achats » (2 400 € pour \
                        2 000 € prévus, +20 %, p. 3) et « 65 Gestion » (100 € sans prévision, p. 3).";
        assert_eq!(message, expected);
    }

    #[test]
    fn a_higher_share_tells_less_and_the_very_share_nothing() {
        let (message, gap) = &told(ROWS, 20)[0];
        assert_eq!(gap, "3000", "the total is within a fifth");
        assert!(message.starts_with("Le réalisé s'écarte de plus de 20 % du prévisionnel : à 2"));
        assert_eq!(told("L 60 Achats|2000|2200\nT Total|2000|2200", 10), []);
        assert_eq!(told("L 60 Achats|2000|1800\nT Total|2000|1800", 10), []);
    }
}
