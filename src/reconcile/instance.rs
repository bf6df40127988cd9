//! A relation over the very facts that it compares: what verdict, explanation and finding take.
//!
//! [`super::sides`] says which facts belong together; a check of a pack, a sum of a table and a
//! comparison across documents all become an [`Instance`], so that one place judges them, one
//! explains them and one tells them.

use rust_decimal::Decimal;

use super::facts::Fact;
use super::finding::{InForce, Match};
use super::rates;
use super::says::Says;
use super::sides::Sides;
use super::verdict::{Comparison, Operand, compare, slack};
use crate::issue::Severity;
use crate::record::{BudgetRow, Record};
use crate::rules::{Check, Operator, Rate};

/// A relation between facts that are at hand.
#[derive(Debug, Clone)]
pub(super) struct Instance<'a> {
    /// The check.
    pub(super) check: &'a str,
    /// The sentence that it proves, or the subject of it.
    pub(super) says: Says<'a>,
    /// The relation as written.
    pub(super) relation: &'a str,
    /// How grave a difference is.
    pub(super) severity: Severity,
    /// The rate that the left side gives, where it is no sum.
    pub(super) rate: Option<Rate>,
    /// How the sides compare.
    pub(super) operator: Operator,
    /// The step to which they are compared.
    pub(super) precision: Option<Decimal>,
    /// The share of the right side below which a difference is none.
    pub(super) threshold: Option<Decimal>,
    /// The question to ask, if the rule has one.
    pub(super) ask: Option<&'a str>,
    /// The document that it is told against.
    pub(super) record: &'a Record,
    /// What it is about within the document: action, operator, row.
    pub(super) keys: Vec<String>,
    /// The operator with its actions that it is about, where it is of them together: told
    /// instead of the first key.
    pub(super) body: Option<(&'a str, Vec<&'a str>)>,
    /// The left side.
    pub(super) left: Vec<Operand<'a>>,
    /// The right side.
    pub(super) right: Vec<Operand<'a>>,
    /// Other mentions of the values compared, and other sums that the same cause breaks.
    pub(super) also: Vec<Fact<'a>>,
    /// How documents that are compared were matched.
    pub(super) matched: Vec<Match>,
    /// The act whose amount is compared.
    pub(super) in_force: Option<InForce>,
    /// Whether both sides are mentions of one amount.
    pub(super) mentions: bool,
    /// What other sums say is wrong.
    pub(super) suspect: Suspect<'a>,
}

/// What the sums of a table, taken together, say is wrong.
#[expect(clippy::large_enum_variant, reason = "one a relation that fails, copied with it")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Suspect<'a> {
    /// They do not say.
    #[default]
    Unknown,
    /// The cell where a wrong row and a wrong column meet.
    Cell(Fact<'a>),
    /// Two cells of one row whose columns are exchanged.
    Swapped(Fact<'a>, Fact<'a>),
    /// Cells left empty, this row's and so many in all.
    Blank(&'a BudgetRow, usize),
    /// A whole line: every column is off in the same direction.
    Line,
}

impl<'a> Instance<'a> {
    /// An equality that no pack writes, without sides yet.
    pub(super) fn new(check: &'a str, relation: &'a str, record: &'a Record) -> Self {
        Self {
            check,
            says: Says::Rule(""),
            relation,
            severity: Severity::Error,
            operator: Operator::Equal,
            rate: None,
            precision: None,
            threshold: None,
            ask: None,
            record,
            keys: Vec::new(),
            body: None,
            left: Vec::new(),
            right: Vec::new(),
            also: Vec::new(),
            matched: Vec::new(),
            in_force: None,
            mentions: false,
            suspect: Suspect::Unknown,
        }
    }

    /// The instance of a check over facts at hand.
    pub(super) fn of_check(check: &'a Check, record: &'a Record, sides: &Sides<'a>) -> Self {
        Self {
            check: &check.id,
            says: if sides.disagree { Says::Twice } else { Says::Rule(&check.says) },
            relation: &check.written,
            // One mention may be of another year: to be looked at.
            severity: if sides.disagree {
                check.severity.max(Severity::Warning)
            } else {
                check.severity
            },
            rate: check.relation.rate,
            operator: check.relation.operator,
            precision: check.precision,
            threshold: check.threshold,
            ask: check.ask.as_deref(),
            record,
            keys: sides.keys.clone(),
            body: None,
            left: sides.left.clone(),
            right: sides.right.clone(),
            also: sides.also.clone(),
            matched: Vec::new(),
            in_force: None,
            mentions: sides.disagree,
            suspect: Suspect::Unknown,
        }
    }

    /// Compares its two sides.
    pub(super) fn compare(&self) -> Comparison {
        let mut comparison = match self.rate {
            Some(rate) => rates::compare(rate, &self.left, &self.right),
            None => compare(&self.left, self.operator, &self.right, self.precision),
        };
        if self.threshold.is_some_and(|share| comparison.within(share)) {
            comparison.verdict = None;
        }
        comparison
    }

    /// By how much its sides may differ by what its terms do not write.
    pub(super) fn slack(&self) -> Decimal {
        slack(&self.left, &self.right)
    }

    /// The operands of both sides.
    pub(super) fn operands(&self) -> impl Iterator<Item = &Operand<'a>> {
        self.left.iter().chain(&self.right)
    }
}
