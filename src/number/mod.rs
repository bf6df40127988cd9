//! French text in, exact typed values out: amounts, counts, percentages, dates, ordinals, words.
//!
//! [`scan`] finds every number of a text and says what it is; [`cell`] reads a whole cell.
//! No float touches a value. What looks like a number and is none (a postcode, an ordinal, an
//! article, a rate) is given its own [`Kind`], so that no caller takes it for an amount.

// A value read through a double may be another one: 0.1 + 0.2.
#![warn(clippy::float_arithmetic)]

mod cell;
mod classify;
mod context;
pub mod counted;
pub mod date;
pub mod fold;
pub mod format;
mod identifier;
mod label;
mod numeral;
mod scan;
mod text;
mod unit;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use cell::{cell, is_untold};
pub use fold::{Folded, fold};
pub use format::format;
pub use scan::scan;
pub use text::place_of;

/// How exact a text says that a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// As written.
    #[default]
    Exact,
    /// « environ », « près de », « quelque ».
    About,
    /// « au moins », « plus de », « minimum ».
    AtLeast,
    /// « au plus », « jusqu'à », « maximum », « moins de ».
    AtMost,
}

/// Whether an amount holds the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tax {
    /// Hors taxes.
    Ht,
    /// Toutes taxes comprises.
    Ttc,
}

/// What a number of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money; the value is in euros (k€ and M€ multiplied out, the step with them).
    Amount,
    /// A count or measure without a currency.
    Count,
    /// A percentage; the value is as written, `12.5` for 12,5 %.
    Percent,
    /// 6ème, 1er, `XXIe`.
    Ordinal,
    /// A day: 22 juin 2023, 22/06/2023, 31 décembre (without a year: no date).
    Date(Option<Date>),
    /// A year standing for itself: 2023, 2022-2023.
    Year,
    /// A code of items: 1.1, 3.2.1; its value is absent.
    Code,
    /// A price or rate by something: 25 €/an, 12 € par élève, 0,5799 €/m3.
    Rate,
    /// A number that counts nothing: postcode, SIRET, telephone, article, law, hour, age, « n° 12 ».
    Label,
}

/// A number of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Byte range in the text, with currency or percent sign and without the qualifier.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Its value; `None` for a date or a code.
    pub value: Option<Decimal>,
    /// The smallest digit written: `1` for 347 000, `0.01` for 12,50, `100000` for 1,4 million.
    pub step: Decimal,
    /// How exact the text says it is.
    pub qualifier: Qualifier,
    /// H.T. or T.T.C.
    pub tax: Option<Tax>,
    /// Whether it is written in words (« dix mille »).
    pub words: bool,
}

/// What a whole cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// A number, with all the cell's text spent on it but footnote marks.
    Number(Token),
    /// A mark for no value: `-`, `n.c.`, `nd`, `néant`, `X`.
    Absent,
    /// Nothing.
    Blank,
    /// Anything else.
    Text,
}
