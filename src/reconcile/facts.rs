//! Facts: the values of a record, under the names by which relations speak of them.
//!
//! A fact borrows everything from its record and its name from the rule that asks for it, so
//! that millions of them fit in memory: only values that some relation names become facts.
//! A name is an id for an amount, an indicator or a field, and `<budget>.<row>.<column>` for a
//! cell, where the row is `ligne`, `sous_total` or `total`.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use crate::number::{Qualifier, Tax};
use crate::place::Place;
use crate::record::{
    Aliased, AmountMention, Budget, BudgetCell, BudgetRow, Effect, FieldKind, Indicator, Nature,
    Record,
};

/// What a fact is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Euros.
    Euro,
    /// Percents.
    Percent,
    /// Anything that is counted.
    Count,
}

/// Where in its record a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Origin<'a> {
    /// A field.
    Field,
    /// An amount of the prose, or of a labelled cell.
    Amount,
    /// A number of the prose.
    Indicator,
    /// A cell of a table.
    Cell {
        /// The table.
        budget: &'a Budget,
        /// Its row.
        row: &'a BudgetRow,
        /// Its column.
        column: &'a str,
    },
}

/// A value with what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fact<'a> {
    /// The name that a relation gives it.
    pub(super) name: &'a str,
    /// The document.
    pub(super) record: &'a Record,
    /// The action it is about.
    pub(super) action: Option<&'a str>,
    /// The match of a phrase, or the row of a table, that read it.
    pub(super) match_number: Option<u32>,
    /// The year or date it speaks of.
    pub(super) period: Option<&'a str>,
    /// Its value.
    pub(super) value: Decimal,
    /// The smallest digit written.
    pub(super) step: Decimal,
    /// What the sheet stores, where it is not what it shows.
    pub(super) stored: Option<Decimal>,
    /// What the picture it stands on was read as a second time, where that is another amount.
    pub(super) second_reading: Option<Decimal>,
    /// How exact the text says it is.
    pub(super) qualifier: Qualifier,
    /// What it is, where known.
    pub(super) nature: Option<Nature>,
    /// What an act does with it.
    pub(super) effect: Effect,
    /// H.T. or T.T.C., where written.
    pub(super) tax: Option<Tax>,
    /// Whether it is one of several cells that make the value together.
    pub(super) part: bool,
    /// What it is counted in.
    pub(super) unit: Unit,
    /// What is counted, for a number of the prose: `personnes`.
    pub(super) counted: &'a str,
    /// As written.
    pub(super) written: &'a str,
    /// Where it stands.
    pub(super) place: &'a Place,
    /// Where in the record it comes from.
    pub(super) origin: Origin<'a>,
}

/// Facts by name, in the order of the record.
pub(super) type Index<'a> = BTreeMap<&'a str, Vec<Fact<'a>>>;

impl<'a> Fact<'a> {
    /// A value of which nothing else is known: whole, exact, a count.
    fn plain(record: &'a Record, value: Decimal, (written, place): (&'a str, &'a Place)) -> Self {
        Self {
            name: "",
            record,
            action: None,
            match_number: None,
            period: None,
            value,
            step: Decimal::new(1, value.scale()),
            stored: None,
            second_reading: None,
            qualifier: Qualifier::Exact,
            nature: None,
            effect: Effect::Replaces,
            tax: None,
            part: false,
            unit: Unit::Count,
            counted: "",
            written,
            place,
            origin: Origin::Field,
        }
    }

    /// A cell of a table, under its own name.
    pub(super) fn of_cell(
        record: &'a Record,
        (budget, row): (&'a Budget, &'a BudgetRow),
        (column, cell): (&'a str, &'a BudgetCell),
    ) -> Self {
        let heading = budget.columns.iter().find(|c| c.id == column);
        let unit = match budget.unit.as_str() {
            _ if cell.written.contains('%') => Unit::Percent,
            "EUR" => Unit::Euro,
            _ => Unit::Count,
        };
        Self {
            action: row.action.as_deref(),
            step: cell.step,
            stored: cell.stored,
            second_reading: cell.second_reading,
            nature: heading.and_then(|c| c.nature).or(budget.nature),
            tax: heading.and_then(|c| c.tax),
            unit,
            origin: Origin::Cell { budget, row, column },
            ..Self::plain(record, cell.value, (&cell.written, &cell.place))
        }
    }

    /// A number of the prose.
    fn of_indicator(name: &'a str, record: &'a Record, indicator: &'a Indicator) -> Self {
        Self {
            name,
            action: indicator.action.as_deref(),
            match_number: Some(indicator.match_number),
            period: indicator.period.as_deref(),
            step: indicator.step,
            qualifier: indicator.qualifier,
            unit: if indicator.unit == "%" { Unit::Percent } else { Unit::Count },
            counted: &indicator.unit,
            origin: Origin::Indicator,
            ..Self::plain(record, indicator.value, (&indicator.written, &indicator.place))
        }
    }

    /// An amount of the prose, or of a labelled cell.
    fn of_amount(name: &'a str, record: &'a Record, amount: &'a AmountMention) -> Self {
        let percent = amount.written.contains('%');
        Self {
            name,
            action: amount.action.as_deref(),
            match_number: Some(amount.match_number),
            period: amount.period.as_deref(),
            step: amount.step,
            qualifier: amount.qualifier,
            nature: amount.nature,
            effect: amount.effect.unwrap_or_default(),
            tax: amount.tax,
            part: amount.part,
            unit: if percent { Unit::Percent } else { Unit::Euro },
            origin: Origin::Amount,
            ..Self::plain(record, amount.value, (&amount.written, &amount.place))
        }
    }

    /// A number of the prose under its own name.
    pub(super) fn aliased(record: &'a Record, of: Aliased) -> Option<Self> {
        match of {
            Aliased::Indicator(at) => {
                let indicator = record.indicators.get(at)?;
                Some(Self::of_indicator(&indicator.id, record, indicator))
            }
            Aliased::Amount(at) => {
                let amount = record.amounts.get(at)?;
                Some(Self::of_amount(&amount.id, record, amount))
            }
        }
    }

    /// The name as findings tell it.
    pub(super) fn full_name(&self) -> String {
        match self.origin {
            Origin::Cell { budget, row, column } => budget.cell_name(row, column),
            _ => self.name.to_owned(),
        }
    }

    /// Its value as the record has it, whatever it is reckoned with as.
    pub(super) fn as_read(&self) -> Decimal {
        match self.origin {
            Origin::Cell { row, column, .. } => {
                row.cells.get(column).map_or(self.value, |cell| cell.value)
            }
            _ => self.value,
        }
    }

    /// What the sheet stores, else what is shown.
    pub(super) fn stored(&self) -> Decimal {
        self.stored.unwrap_or(self.value)
    }

    /// Whose it is: the operator of its document, or of its action in the bilan.
    pub(super) fn operator(&self) -> Option<&'a str> {
        let of_action = || self.record.action(self.action?)?.operator.as_deref();
        self.record.operator().or_else(of_action)
    }

    /// Which operator is to be asked about it: the table of a bilan was not written by those
    /// whose lines it has.
    pub(super) fn informant(&self) -> Option<&'a str> {
        let is_cell = matches!(self.origin, Origin::Cell { .. });
        if is_cell { self.record.operator() } else { self.operator() }
    }
}

/// The facts of a record whose names are wanted.
pub(super) fn gather<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> Index<'a> {
    let mut index = Index::new();
    if wanted.is_empty() {
        return index;
    }
    let own = ActionFields::of(record);
    for fact in fields(record, wanted)
        .chain(amounts(record, wanted))
        .chain(indicators(record, wanted))
        .chain(aliases(record, wanted))
        .chain(cells(record, wanted))
    {
        let action = fact.action.or_else(|| own.for_place(fact.place));
        index.entry(fact.name).or_default().push(Fact { action, ..fact });
    }
    index
}

fn fields<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> impl Iterator<Item = Fact<'a>> {
    record.fields.iter().filter_map(move |field| {
        let name = *wanted.get(field.id.as_str())?;
        let (value, step) = field.number()?;
        let unit = match field.kind {
            FieldKind::Amount => Unit::Euro,
            FieldKind::Percent => Unit::Percent,
            _ => Unit::Count,
        };
        let plain = Fact::plain(record, value, (&field.value, &field.place));
        let action = field.action.as_deref();
        Some(Fact { name, unit, step, action, qualifier: field.qualifier, ..plain })
    })
}

/// Amounts of the document's own year: another year's is no other mention of the same quantity.
fn amounts<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> impl Iterator<Item = Fact<'a>> {
    // An act gives amounts of several years, and is compared year by year.
    let own_year = |amount: &&AmountMention| amount.period.is_none() || amount.effect.is_some();
    record.amounts.iter().filter(own_year).filter_map(move |amount| {
        let name = *wanted.get(amount.id.as_str())?;
        Some(Fact::of_amount(name, record, amount))
    })
}

fn indicators<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> impl Iterator<Item = Fact<'a>> {
    record.indicators.iter().filter_map(move |indicator| {
        let name = *wanted.get(indicator.id.as_str())?;
        Some(Fact::of_indicator(name, record, indicator))
    })
}

/// Numbers of the prose under the names that rules relating them give.
fn aliases<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> impl Iterator<Item = Fact<'a>> {
    record.aliases.iter().filter_map(move |alias| {
        let name = *wanted.get(alias.id.as_str())?;
        let fact = Fact::aliased(record, alias.of)?;
        Some(Fact { name, match_number: Some(alias.match_number), ..fact })
    })
}

/// Cells by row; the row is the group, so that cells of one line are compared with each other.
fn cells<'a>(record: &'a Record, wanted: &HashSet<&'a str>) -> impl Iterator<Item = Fact<'a>> {
    let rows = record.budgets.iter().flat_map(|b| b.rows.iter().map(move |r| (b, r)));
    rows.zip(0u32..).flat_map(move |((budget, row), number)| {
        row.cells.iter().filter_map(move |(column, cell)| {
            let own = wanted.get(budget.cell_name(row, column).as_str());
            let name = *own.or_else(|| rival(budget, row, column, wanted))?;
            let fact = Fact::of_cell(record, (budget, row), (column, cell));
            Some(Fact { name, match_number: Some(number), ..fact })
        })
    })
}

/// The name of the column of which another is a rival: « Réalisé État » beside « Prévu État ».
fn rival<'a, 'w>(
    budget: &Budget,
    row: &BudgetRow,
    column: &str,
    wanted: &'w HashSet<&'a str>,
) -> Option<&'w &'a str> {
    let rival = budget.columns.iter().find(|c| c.id == column)?.rival_of.as_ref()?;
    wanted.get(budget.cell_name(row, rival).as_str())
}

/// The action that a place of a document is about, where the document states it.
pub(super) fn action_at<'a>(record: &'a Record, place: &Place) -> Option<&'a str> {
    ActionFields::of(record).for_place(place)
}

/// The action that an operator's document is about: one for all of it, or one a sheet.
struct ActionFields<'a>(Vec<(Option<&'a str>, &'a str)>);

impl<'a> ActionFields<'a> {
    fn of(record: &'a Record) -> Self {
        let own = record.fields.iter().filter(|f| f.id == "action");
        Self(own.map(|f| (f.place.sheet(), f.value.as_str())).collect())
    }

    fn for_place(&self, place: &Place) -> Option<&'a str> {
        let here = place.sheet();
        if let Some((_, action)) = self.0.iter().find(|(s, _)| s.is_some() && *s == here) {
            return Some(action);
        }
        let (_, first) = self.0.first()?;
        self.0.iter().all(|(_, a)| a == first).then_some(*first)
    }
}
