//! Rule packs: TOML as people write it ([`model`]) in, compiled rules out.
//!
//! [`load`] reads a folder of packs (or the ones built in), checks everything at once and gives
//! [`Rules`]; what is wrong is told with file, line, column and the nearest known key.

use rust_decimal::Decimal;

use crate::issue::Severity;
use crate::record::{Effect, FieldKind, Nature, Status};

pub mod phrase;
pub mod relation;
pub mod model;
mod fault;
mod field;
mod read;
mod example;
mod compile;
mod lint;
mod names;
mod bounds;
mod builtin;
mod cases;
mod load;
mod check;
mod deviation;
mod origin;
mod schema;
mod recognise;
mod term;

pub use bounds::{Bounds, SheetFilter};
pub use cases::{Cases, cases};
pub use check::{Checked, check};
pub use deviation::{Deviation, share};
pub use fault::{Fault, Gravity, RulesError, suggestion};
pub use load::{load, load_written};
pub use origin::{Listed, RuleKind};
pub(crate) use read::french as toml_fault;
pub use read::known_keys;
pub use schema::schema;
pub use term::{Operator, PREVIOUS, Rate, Relation, Term};

use phrase::Phrase;

/// All packs, ready for use.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The packs, `commun` left out, by priority then id.
    pub packs: Vec<Pack>,
    /// The pack for documents that no other recognises; others include its rules.
    pub common: Pack,
    /// Hexadecimal SHA-256 over the packs as written, by file name.
    pub sha256: String,
    /// The packs as written, file name and text, so that a worker reads by the very same.
    pub written: Vec<(String, String)>,
}

/// A pack, with the rules of the packs it includes behind its own.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The kind of document it reads (`genre`): `bilan`, `compte-rendu`, `liste`.
    pub kind: String,
    /// How its documents are known.
    pub recognise: Recognise,
    /// Headings that open sections.
    pub sections: Vec<SectionRule>,
    /// Values that stand once.
    pub fields: Vec<FieldRule>,
    /// Numbers of prose, by phrase.
    pub indicators: Vec<IndicatorRule>,
    /// Amounts of prose, by phrase.
    pub amounts: Vec<AmountRule>,
    /// Tables.
    pub tables: Vec<TableRule>,
    /// Cells of a sheet, by their label.
    pub cells: Vec<CellRule>,
    /// Numbers that are no indicators.
    pub ignored: Vec<IgnoreRule>,
    /// Words by which a document explains a difference itself.
    pub justifications: Vec<JustifyRule>,
    /// Roles given to free indicators by the words around them.
    pub roles: Vec<RoleRule>,
    /// Relations that must hold.
    pub checks: Vec<Check>,
    /// When what was spent departs from what was planned, if it is to be told.
    pub deviation: Option<Deviation>,
}

/// How the documents of a pack are known: every phrase of `all` and one of `any` (if there are),
/// none of `none`, anywhere in the text, headings and cells.
#[derive(Debug, Clone, Default)]
pub struct Recognise {
    /// `contient`: all of them.
    pub all: Vec<Phrase>,
    /// `contient_un`: at least one of them.
    pub any: Vec<Phrase>,
    /// `sans`: none of them.
    pub none: Vec<Phrase>,
    /// `structure`: ids of sections, tables and cells which, all found, make a document one of
    /// the pack's whatever its words.
    pub structure: Vec<String>,
    /// `priorite`: higher first.
    pub priority: i32,
}

/// A heading that opens a section.
#[derive(Debug, Clone)]
pub struct SectionRule {
    /// `groupe`, `action` …
    pub id: String,
    /// The section it stands in, if the rule says so.
    pub inside: Option<String>,
    /// Patterns of the whole heading; slots `code` and `libelle`.
    pub titles: Vec<Phrase>,
}

/// A value that stands once in its scope.
#[derive(Debug, Clone)]
pub struct FieldRule {
    /// Its id.
    pub id: String,
    /// The section it belongs to; `None` for the document.
    pub inside: Option<String>,
    /// Where in its section, or in the document, it reads.
    pub bounds: Bounds,
    /// `paragraphes`: patterns of whole paragraphs, tried first; the slot `valeur` is the value.
    pub paragraphs: Vec<Phrase>,
    /// Patterns of words anywhere, in order of preference.
    pub phrases: Vec<Phrase>,
    /// `sauf`: values that are none.
    pub except: Vec<Phrase>,
    /// `parmi`: the values and the words for each, for a closed vocabulary.
    pub among: Vec<(String, Vec<Phrase>)>,
    /// `calcul`: the terms whose sum it is, for a value that is reckoned and not read.
    pub computed: Vec<Term>,
    /// What to do where it is missing.
    pub absent: Absent,
}

/// A pattern of a field, and how much of a paragraph it must take.
#[derive(Debug, Clone, Copy)]
pub struct Pattern<'a> {
    /// The phrase.
    pub phrase: &'a Phrase,
    /// Whether it must match a whole paragraph.
    pub whole: bool,
}

/// What to do where a value is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absent {
    /// Nothing.
    #[default]
    Ignore,
    /// Tell it.
    Warn,
}

/// Numbers of a sentence.
#[derive(Debug, Clone)]
pub struct IndicatorRule {
    /// Its id; values are `id.slot`, or `id` for a slot named `valeur`.
    pub id: String,
    /// The section it belongs to.
    pub inside: Option<String>,
    /// Where in its section, or in the document, it reads.
    pub bounds: Bounds,
    /// Patterns, in order of preference.
    pub phrases: Vec<Phrase>,
    /// `renvoi`: its slots name values that other rules read too, so that a check can speak of
    /// them; they are indicators once.
    pub relation_only: bool,
    /// `unite`: what its numbers count, in place of the noun behind them.
    pub unit: Option<String>,
}

/// An amount of a sentence; the slot `valeur` is the amount.
#[derive(Debug, Clone)]
pub struct AmountRule {
    /// Its id.
    pub id: String,
    /// The section it belongs to.
    pub inside: Option<String>,
    /// `hors`: a section in which it is not looked for.
    pub outside: Option<String>,
    /// Where in its section, or in the document, it reads.
    pub bounds: Bounds,
    /// Patterns, in order of preference.
    pub phrases: Vec<Phrase>,
    /// `sauf`: words of its clause that make it another amount.
    pub except: Vec<Phrase>,
    /// What the amount is.
    pub nature: Option<Nature>,
    /// `effet`: what an act does with it; `None` where the document is no act.
    pub effect: Option<Effect>,
}

/// A table of amounts.
#[derive(Debug, Clone)]
pub struct TableRule {
    /// Its id, `budget`.
    pub id: String,
    /// `apres`: captions or headings that announce it; empty for any.
    pub after: Vec<Phrase>,
    /// The sheets on which it reads.
    pub sheet: SheetFilter,
    /// `colonnes`: column ids and the headings each may have, in order of preference.
    pub columns: Vec<(String, Vec<Phrase>)>,
    /// `textes`: columns of text, likewise.
    pub texts: Vec<(String, Vec<Phrase>)>,
    /// `ligne`: how the label of a line opens; slot `code`.
    pub line: Vec<Phrase>,
    /// `groupe`: how a group row opens; slot `code`.
    pub group: Vec<Phrase>,
    /// `sous_total`.
    pub subtotal: Vec<Phrase>,
    /// `total`.
    pub total: Vec<Phrase>,
    /// `nature`.
    pub nature: Option<Nature>,
    /// `obligatoire`: tell it where it is missing.
    pub required: bool,
    /// `requiert`: column ids without which a table is none of this rule's.
    pub requires: Vec<String>,
    /// `sans_titre`: column ids, from the left, of a table without headings.
    pub untitled: Vec<String>,
    /// `unite`: what a number without a currency is multiplied by, where the document does not
    /// say.
    pub scale: Option<Decimal>,
}

/// A cell of a sheet: the first value right of its label.
#[derive(Debug, Clone)]
pub struct CellRule {
    /// Its id.
    pub id: String,
    /// Labels, whole cells.
    pub labels: Vec<Phrase>,
    /// Labels that are none of its own, whatever `labels` says.
    pub except: Vec<Phrase>,
    /// A heading above the label's column, if the rule asks for one.
    pub under: Vec<Phrase>,
    /// A heading above the value's column (`Réalisé`), if the rule asks for one.
    pub column: Vec<Phrase>,
    /// The sheets on which it reads.
    pub sheet: SheetFilter,
    /// `type`: an amount, a percentage, a number or a text.
    pub kind: FieldKind,
    /// What it is, for an amount.
    pub nature: Option<Nature>,
}

/// Numbers that are no indicators, by name.
#[derive(Debug, Clone)]
pub struct IgnoreRule {
    /// Its id, shown by `coverage`.
    pub id: String,
    /// Patterns; every number that they match is ignored.
    pub phrases: Vec<Phrase>,
}

/// Words by which a document explains a difference itself: « arrondi à », « données précoces ».
#[derive(Debug, Clone)]
pub struct JustifyRule {
    /// Its id.
    pub id: String,
    /// Patterns.
    pub phrases: Vec<Phrase>,
}

/// A role of a free indicator: `sorties` for « 52 sorties », « 52 personnes sont sorties ».
#[derive(Debug, Clone)]
pub struct RoleRule {
    /// The family, `file_active`.
    pub family: String,
    /// The role, `sorties`.
    pub role: String,
    /// Patterns that match the clause of the number; the slot `valeur` is the number.
    pub phrases: Vec<Phrase>,
}

/// A relation that must hold.
#[derive(Debug, Clone)]
pub struct Check {
    /// `id`.
    pub id: String,
    /// `dit`: the sentence that it proves.
    pub says: String,
    /// `verifie`, as written.
    pub written: String,
    /// `verifie`, parsed.
    pub relation: Relation,
    /// `par`: the keys that terms must share: `action`, `annee`, `territoire`, `operateur`.
    pub by: Vec<String>,
    /// `precision`: the step to which both sides are compared; `None` for as written.
    pub precision: Option<Decimal>,
    /// `seuil`: the share of the right side below which a difference is none.
    pub threshold: Option<Decimal>,
    /// `gravite`.
    pub severity: Severity,
    /// `demander`: the question to ask when it fails.
    pub ask: Option<String>,
    /// The pack that says so.
    pub pack: String,
}

impl Check {
    /// The terms of both sides.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.relation.left.iter().chain(&self.relation.right)
    }
}

/// The values of a status, as the contract writes them.
const STATUSES: &[(&str, Status)] = &[
    ("realisee", Status::Realisee),
    ("partielle", Status::Partielle),
    ("en_cours", Status::EnCours),
    ("non_realisee", Status::NonRealisee),
    ("reportee", Status::Reportee),
    ("abandonnee", Status::Abandonnee),
];

/// The status that a word of the contract names.
#[must_use]
pub fn status(value: &str) -> Option<Status> {
    STATUSES.iter().find(|(word, _)| *word == value).map(|(_, status)| *status)
}

#[cfg(test)]
mod tests;
