//! The numbers of a record by the names that rules give them.
//!
//! A name is the id of a field, an amount or an indicator, or `<budget>.<row>.<column>` for a
//! cell, where the row is a word of [`RowKind::word`]. Relations, which gather millions of
//! values, have an index of their own over the same names.

use rust_decimal::Decimal;

use super::{AmountMention, Budget, BudgetRow, FieldKind, Indicator, Record, RowKind};
use crate::number::Qualifier;
use crate::place::Place;

/// A number under a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named<'a> {
    /// Its value.
    pub value: Decimal,
    /// The smallest digit written.
    pub step: Decimal,
    /// How exact the text says it is.
    pub qualifier: Qualifier,
    /// Whether it is money.
    pub money: bool,
    /// As written; of a field, its value.
    pub written: &'a str,
    /// Where it stands.
    pub place: &'a Place,
}

impl RowKind {
    /// The word by which names speak of such a row.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "groupe",
            Self::Line => "ligne",
            Self::Subtotal => "sous_total",
            Self::Total => "total",
        }
    }
}

impl Budget {
    /// The name of a cell: `budget.ligne.etat`.
    #[must_use]
    pub fn cell_name(&self, row: &BudgetRow, column: &str) -> String {
        format!("{}.{}.{column}", self.id, row.kind.word())
    }
}

impl Record {
    /// The numbers of a name, in the order of the record.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Named<'_>> {
        let fields = self.fields.iter().filter(|f| f.id == name).filter_map(|field| {
            let (value, step) = field.number()?;
            let (money, place) = (field.kind == FieldKind::Amount, &field.place);
            let (qualifier, written) = (field.qualifier, field.value.as_str());
            Some(Named { value, step, qualifier, money, written, place })
        });
        // Another year's amount bears the name, and is none of the values of this one.
        let own = self.amounts.iter().filter(|a| a.id == name && a.period.is_none());
        let amounts = own.map(Named::from);
        let indicators = self.indicators.iter().filter(|i| i.id == name).map(Named::from);
        let aliases = self.aliases.iter().filter(|a| a.id == name);
        let aliases = aliases.filter_map(|a| Some(self.told(a)?.named));
        let cells = self.budgets.iter().flat_map(|b| b.named(name));
        fields.chain(amounts).chain(indicators).chain(aliases).chain(cells).collect()
    }
}

impl<'a> From<&'a Indicator> for Named<'a> {
    fn from(indicator: &'a Indicator) -> Self {
        let Indicator { value, step, qualifier, place, written, .. } = indicator;
        Self { value: *value, step: *step, qualifier: *qualifier, money: false, written, place }
    }
}

impl<'a> From<&'a AmountMention> for Named<'a> {
    fn from(amount: &'a AmountMention) -> Self {
        let AmountMention { value, step, qualifier, place, written, .. } = amount;
        let money = !written.contains('%');
        Self { value: *value, step: *step, qualifier: *qualifier, money, written, place }
    }
}

impl Budget {
    /// The cells of a name.
    fn named(&self, name: &str) -> Vec<Named<'_>> {
        let Some(rest) = name.strip_prefix(&self.id).and_then(|r| r.strip_prefix('.')) else {
            return Vec::new();
        };
        let Some((row, column)) = rest.split_once('.') else { return Vec::new() };
        let rows = self.rows.iter().filter(|r| r.kind.word() == row);
        let cells = rows.filter_map(|r| r.cells.get(column));
        let money = |written: &str| self.unit == "EUR" && !written.contains('%');
        cells
            .map(|c| Named {
                value: c.value,
                step: c.step,
                qualifier: Qualifier::Exact,
                money: money(&c.written),
                written: &c.written,
                place: &c.place,
            })
            .collect()
    }
}
