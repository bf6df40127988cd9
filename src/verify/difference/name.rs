//! What a value is called: by rule, action, row and column, for people and for programs.
//!
//! Two values of one name are told apart by where they stand, and by their order.

use std::fmt::Write as _;

use serde::Serialize;

use crate::issue::Lang;
use crate::record::{FREE_AMOUNT, FREE_INDICATOR, UNCLAIMED_TABLE};

/// What a value is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What is said of the document: its kind, its pack.
    Document,
    /// A value that stands once.
    Field,
    /// The title, status or operator of an action.
    Action,
    /// A number with what it counts.
    Indicator,
    /// A table of amounts: its title, its columns.
    Table,
    /// A row of a table, whole.
    Row,
    /// A cell of a table.
    Cell,
    /// An amount of the prose.
    Amount,
    /// A second name of an indicator.
    Alias,
    /// A sentence that explains values.
    Justification,
    /// A number that no rule reads.
    Unread,
    /// What was wrong or should be known.
    Issue,
}

impl What {
    /// Its section of a record: the rows of a table stand with it.
    pub(super) fn section(self) -> Self {
        if matches!(self, Self::Row | Self::Cell) { Self::Table } else { self }
    }

    /// Whether it is a value that stands in the document.
    #[must_use]
    pub fn stands(self) -> bool {
        !matches!(self, Self::Document | Self::Table | Self::Alias | Self::Issue)
    }

    /// Its word, for people.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Document => ("document", "document"),
            Self::Field => ("champ", "field"),
            Self::Action => ("action", "action"),
            Self::Indicator => ("indicateur", "indicator"),
            Self::Table | Self::Row | Self::Cell => ("tableau", "table"),
            Self::Amount => ("montant", "amount"),
            Self::Alias => ("second nom", "second name"),
            Self::Justification => ("justification", "justification"),
            Self::Unread => ("nombre non lu", "unread number"),
            Self::Issue => ("remarque", "issue"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// What a value is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Name {
    /// What it is one of.
    pub what: What,
    /// The id of its rule; of an action, its code; of an issue, its code.
    pub id: String,
    /// The action that it stands under.
    pub action: Option<String>,
    /// The label of its row.
    pub row: Option<String>,
    /// The heading of its column.
    pub column: Option<String>,
    /// What of it differs, as the record calls it: `unit`, `label`; `None` for the value itself.
    pub attribute: Option<&'static str>,
}

impl Name {
    /// A name by id alone.
    pub(super) fn new(what: What, id: &str) -> Self {
        let id = id.to_owned();
        Self { what, id, action: None, row: None, column: None, attribute: None }
    }

    /// Whether it is a value that no rule claims. Its name says nothing of what it is: two of them
    /// are one number only where they stand at one place, or say the same.
    #[must_use]
    pub fn is_free(&self) -> bool {
        match self.what {
            What::Indicator => self.id == FREE_INDICATOR,
            What::Amount => self.id == FREE_AMOUNT,
            What::Table | What::Row | What::Cell => self.id == UNCLAIMED_TABLE,
            _ => false,
        }
    }

    /// For people.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        let mut out = self.what.word(lang).to_owned();
        let fr = lang == Lang::Fr;
        if self.is_free() {
            out.push_str(if fr { " sans règle" } else { " of no rule" });
        } else if self.what != What::Unread {
            let _ = write!(out, " {}", self.id);
        }
        if let (Some(action), None) = (&self.action, &self.row) {
            let _ = write!(out, " (action {action})");
        }
        if let Some(row) = &self.row {
            let line = if fr { "ligne" } else { "row" };
            let _ = write!(out, ", {line} {}", quoted(row, lang));
        }
        if let Some(heading) = &self.column {
            let column = if fr { "colonne" } else { "column" };
            let _ = write!(out, ", {column} {}", quoted(heading, lang));
        }
        if let Some(attribute) = self.attribute {
            let _ = write!(out, ", {}", attribute_word(attribute, lang));
        }
        out
    }
}

fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("« {text} »"),
        Lang::En => format!("“{text}”"),
    }
}

/// What the record calls an attribute, in French where French has another word.
fn attribute_word(name: &'static str, lang: Lang) -> &'static str {
    match (lang, name) {
        (Lang::En, _) => name,
        (_, "title") => "titre",
        (_, "status") => "statut",
        (_, "operator") => "opérateur",
        (_, "group") => "groupe",
        (_, "unit") => "unité",
        (_, "label") => "libellé",
        (_, "period") => "période",
        (_, "qualifier") => "précision",
        (_, "rule") => "règle",
        (_, "written") => "tel qu'écrit",
        (_, "step") => "pas",
        (_, "tax") => "taxe",
        (_, "kind") => "genre",
        (_, "columns") => "colonnes",
        (_, "table") => "tableau de la page",
        (_, "text") => "extrait",
        (_, "stored") => "valeur enregistrée",
        (_, "about") => "porte sur",
        (_, "severity") => "gravité",
        (_, "hint") => "conseil",
        _ => name,
    }
}
