//! What extraction gives of one document: the public contract (`bilan.document/1`).
//!
//! Keys are written in the order of the fields. Numbers are decimal strings; every value has a
//! [`Place`]. Facts, checks and reports read records and nothing else.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::issue::Issue;
use crate::number::{Qualifier, Tax};
use crate::place::Place;

mod alias;
mod amount;
mod by_column;
mod effect;
mod field;
mod justification;
mod labels;
mod named;
pub mod pretty;

pub use alias::{Alias, Aliased, Told};
pub use amount::AmountMention;
pub use by_column::ByColumn;
pub use effect::Effect;
pub use field::{Field, FieldKind};
pub use justification::Justification;
pub use labels::Labels;
pub use named::Named;

/// The name of this contract.
pub const SCHEMA: &str = "bilan.document/1";

/// A document as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// What the document is.
    pub document: Head,
    /// Values that stand once in the document: year, dates, territory.
    pub fields: Vec<Field>,
    /// The actions, in the order of the text.
    pub actions: Vec<Action>,
    /// Numbers with what they count.
    pub indicators: Vec<Indicator>,
    /// Tables of amounts.
    pub budgets: Vec<Budget>,
    /// Amounts of the prose.
    pub amounts: Vec<AmountMention>,
    /// Second names of numbers of the prose, given by rules that relate them (« dont », rates).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Sentences that explain why values may differ (« arrondi à », « données provisoires »).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub justifications: Vec<Justification>,
    /// Numbers that no rule read nor ignored by name.
    pub unread: Vec<Unread>,
    /// What was wrong or should be known.
    pub issues: Vec<Issue>,
}

/// What the document is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Path in the archive, `/` between folders.
    pub path: String,
    /// Hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// MIME type by content.
    pub media_type: String,
    /// Pages of a PDF, sheets of a workbook.
    pub pages: u32,
    /// `[width, height]` of each visible page, in points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub page_size: Vec<[f32; 2]>,
    /// Share of words on which the second reader agrees, a page: `"0.998"` or null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreement: Vec<Option<Decimal>>,
    /// The kind of document, as the pack that reads it says: `bilan`, `compte-rendu`, `liste`.
    pub kind: String,
    /// The pack that reads it.
    pub rules: PackRef,
    /// Title, producer and dates as the file states them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// The pack that read a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PackRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the contract say it")]
pub enum Status {
    Realisee,
    Partielle,
    EnCours,
    NonRealisee,
    Reportee,
    Abandonnee,
}

/// An action of a bilan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Its code, `1.1`.
    pub id: String,
    /// The code of its group, `1`.
    pub group: Option<String>,
    /// Its title without the code.
    pub title: String,
    /// What became of it; null where nothing is written.
    pub status: Option<Status>,
    /// The words that say so.
    pub status_text: Option<String>,
    /// Who carries it out; null where nobody is named.
    pub operator: Option<String>,
    /// Where its title stands.
    pub place: Place,
    /// Where its status stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_place: Option<Place>,
    /// Where its operator stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_place: Option<Place>,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// The rule and slot that read it: `file_active.sorties`, `libre`.
    pub id: String,
    /// The action it stands under.
    pub action: Option<String>,
    /// The number.
    pub value: Decimal,
    /// The smallest digit written.
    pub step: Decimal,
    /// As written.
    pub written: String,
    /// What is counted: `personnes`; `%` for a percentage.
    pub unit: String,
    /// The words around it that say what it is.
    pub label: String,
    /// The year or date it speaks of.
    pub period: Option<String>,
    /// How exact the text says it is.
    pub qualifier: Qualifier,
    /// The rule that read it.
    pub rule: String,
    /// Number of the match in the document: values read by one match of a phrase share it.
    #[serde(rename = "match")]
    pub match_number: u32,
    /// Where it stands.
    pub place: Place,
}

/// The id of a budget that no rule claims, and of the rule whose words it is read by.
pub const UNCLAIMED_TABLE: &str = "tableau";

/// The id of an amount of the prose that no rule names.
pub const FREE_AMOUNT: &str = "montant";

/// The id of an indicator that no rule names.
pub const FREE_INDICATOR: &str = "libre";

/// A table of amounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// The rule that read it, `budget`; [`UNCLAIMED_TABLE`] where none claims it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `EUR`.
    pub unit: String,
    /// What its amounts are.
    pub nature: Option<Nature>,
    /// The table of the layout it comes from, `t1`.
    pub table: String,
    /// Its columns, left to right, amounts and texts.
    pub columns: Vec<BudgetColumn>,
    /// Its rows, headings left out.
    pub rows: Vec<BudgetRow>,
}

impl Budget {
    /// The heading of a column; its id where there is none by that id.
    #[must_use]
    pub fn heading<'a>(&'a self, column: &'a str) -> &'a str {
        self.columns.iter().find(|c| c.id == column).map_or(column, |c| &c.label)
    }
}

/// What an amount is: never equate two of different nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the trade say it")]
pub enum Nature {
    Previsionnel,
    Engage,
    Realise,
}

/// A column of a budget.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetColumn {
    /// Its id: `etat`, `collectivite`, `total`, or made from its heading.
    pub id: String,
    /// Its heading, levels joined by ` / `.
    pub label: String,
    /// The id that it might bear as well as the column that does: « Réalisé État » beside
    /// « Prévu État ».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rival_of: Option<String>,
    /// The year that its heading states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// What its heading says that its amounts are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// H.T. or T.T.C., where its heading or a line above the table says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
}

/// What a row of a budget is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the contract say it")]
pub enum RowKind {
    Group,
    Line,
    Subtotal,
    Total,
}

/// A row of a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BudgetRow {
    /// What it is.
    pub kind: RowKind,
    /// The code of its action or group.
    pub action: Option<String>,
    /// What it is named.
    pub label: String,
    /// Its amounts, by column id.
    pub cells: ByColumn<BudgetCell>,
    /// Its texts, by column id.
    pub texts: ByColumn<TextCell>,
}

/// An amount of a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BudgetCell {
    /// The amount in units of the budget.
    pub value: Decimal,
    /// As written.
    pub written: String,
    /// The smallest digit written.
    pub step: Decimal,
    /// What the sheet stores, where it is not what it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Decimal>,
    /// What the picture it stands on was read as a second time, where that is another amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_reading: Option<Decimal>,
    /// Where it stands.
    pub place: Place,
}

/// A text of a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextCell {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A number that nothing claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unread {
    /// As written.
    pub written: String,
    /// What it looks like.
    pub kind: UnreadKind,
    /// Where it stands.
    pub place: Place,
}

/// What a number that nothing claims looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnreadKind {
    /// Money, or a price by something.
    Amount,
    /// A count or a share.
    Number,
    /// A day. No reader tells one as unread today: « au 31 décembre » says of when a number is.
    Date,
}

impl Record {
    /// An empty record of a document, to which extraction adds.
    #[must_use]
    pub fn new(document: Head) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            document,
            fields: Vec::new(),
            actions: Vec::new(),
            indicators: Vec::new(),
            budgets: Vec::new(),
            amounts: Vec::new(),
            aliases: Vec::new(),
            justifications: Vec::new(),
            unread: Vec::new(),
            issues: Vec::new(),
        }
    }

    /// The value of a field.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&str> {
        self.fields.iter().find(|f| f.id == id && f.action.is_none()).map(|f| f.value.as_str())
    }

    /// The year that the document is about.
    #[must_use]
    pub fn year(&self) -> Option<&str> {
        self.field("annee")
    }

    /// The territory of the local authority.
    #[must_use]
    pub fn territory(&self) -> Option<&str> {
        self.field("territoire")
    }

    /// The operator that the document is from.
    #[must_use]
    pub fn operator(&self) -> Option<&str> {
        self.field("operateur")
    }

    /// An action by its code.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|a| a.id == id)
    }
}
