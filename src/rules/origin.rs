//! Which file of rules each rule of a pack comes from, so that a person can be sent there.
//!
//! A pack holds the rules of the packs it includes behind its own. Takes [`Rules::written`] and
//! counts the blocks of each file in the order in which they were joined, rather than have every
//! rule carry its file through extraction.

use std::collections::BTreeMap;

use super::{Pack, Rules};

/// What a rule is, by its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the block in TOML is the name of each")]
pub enum RuleKind {
    Section,
    Field,
    Indicator,
    Amount,
    Table,
    Cell,
    Ignored,
    Role,
    Justify,
    Check,
}

impl RuleKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Section,
        Self::Field,
        Self::Amount,
        Self::Indicator,
        Self::Table,
        Self::Cell,
        Self::Ignored,
        Self::Role,
        Self::Justify,
        Self::Check,
    ];

    /// The name of its block in a pack: `champ`.
    #[must_use]
    pub fn block(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Field => "champ",
            Self::Indicator => "indicateur",
            Self::Amount => "montant",
            Self::Table => "tableau",
            Self::Cell => "cellule",
            Self::Ignored => "ignorer",
            Self::Role => "role",
            Self::Justify => "justifier",
            Self::Check => "controle",
        }
    }
}

/// A rule of a pack and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// What it is.
    pub kind: RuleKind,
    /// Its id; of a role, `family.role`.
    pub id: String,
    /// Its place among the pack's rules of that kind.
    pub index: usize,
    /// The pack that writes it.
    pub pack: String,
    /// The file of that pack.
    pub file: String,
}

/// A file of rules, as far as the origin of rules goes.
#[derive(Debug, Default)]
struct Sheet {
    file: String,
    includes: Vec<String>,
    blocks: BTreeMap<&'static str, usize>,
    checks: Vec<String>,
}

impl Rules {
    /// The rules of a pack with what it includes, each with its origin, in the pack's order.
    #[must_use]
    pub fn listed(&self, pack: &Pack) -> Vec<Listed> {
        listed(pack, &self.sheets())
    }

    /// The rules of every pack, by its id, as [`Self::listed`] has them: for who asks often.
    #[must_use]
    pub fn all_listed(&self) -> BTreeMap<String, Vec<Listed>> {
        let sheets = self.sheets();
        let packs = self.packs.iter().chain([&self.common]);
        packs.map(|pack| (pack.id.clone(), listed(pack, &sheets))).collect()
    }

    /// The file of a pack, by its name.
    #[must_use]
    pub fn file_of(&self, pack: &str) -> Option<String> {
        self.sheets().remove(pack).map(|sheet| sheet.file)
    }

    fn sheets(&self) -> BTreeMap<String, Sheet> {
        self.written.iter().filter_map(|(file, text)| sheet(file, text)).collect()
    }
}

/// The rules of a pack, each with its origin among the files.
fn listed(pack: &Pack, sheets: &BTreeMap<String, Sheet>) -> Vec<Listed> {
    let mut order = Vec::new();
    visit(&pack.id, sheets, &mut order);
    let ids = RuleKind::ALL.into_iter().map(|kind| (kind, pack.ids(kind)));
    ids.flat_map(|(kind, ids)| {
        ids.into_iter().enumerate().map(move |(index, id)| (kind, index, id))
    })
    .map(|(kind, index, id)| {
        let owner = match kind {
            RuleKind::Check => order.iter().find(|o| holds_check(sheets, o, &id)),
            _ => owner(sheets, &order, kind, index),
        };
        let pack = owner.cloned().unwrap_or_else(|| pack.id.clone());
        let file = sheets.get(&pack).map(|s| s.file.clone()).unwrap_or_default();
        Listed { kind, id, index, pack, file }
    })
    .collect()
}

impl Pack {
    /// The ids of its rules of a kind, in order.
    fn ids(&self, kind: RuleKind) -> Vec<String> {
        match kind {
            RuleKind::Section => self.sections.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Field => self.fields.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Indicator => self.indicators.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Amount => self.amounts.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Table => self.tables.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Cell => self.cells.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Ignored => self.ignored.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Role => {
                self.roles.iter().map(|r| format!("{}.{}", r.family, r.role)).collect()
            }
            RuleKind::Justify => self.justifications.iter().map(|r| r.id.clone()).collect(),
            RuleKind::Check => self.checks.iter().map(|r| r.id.clone()).collect(),
        }
    }
}

/// A pack and what it includes, each once, as they are joined.
fn visit(id: &str, sheets: &BTreeMap<String, Sheet>, order: &mut Vec<String>) {
    let Some(sheet) = sheets.get(id).filter(|_| !order.iter().any(|o| o == id)) else { return };
    order.push(id.to_owned());
    sheet.includes.iter().for_each(|include| visit(include, sheets, order));
}

/// The pack that writes the rule of an index.
fn owner<'o>(
    sheets: &BTreeMap<String, Sheet>,
    order: &'o [String],
    kind: RuleKind,
    index: usize,
) -> Option<&'o String> {
    let mut behind = 0;
    order.iter().find(|id| {
        let own = sheets.get(*id).and_then(|s| s.blocks.get(kind.block()));
        behind += own.copied().unwrap_or_default();
        index < behind
    })
}

fn holds_check(sheets: &BTreeMap<String, Sheet>, pack: &str, id: &str) -> bool {
    sheets.get(pack).is_some_and(|sheet| sheet.checks.iter().any(|c| c == id))
}

/// The id of a file's pack, and what is counted of the file.
fn sheet(file: &str, text: &str) -> Option<(String, Sheet)> {
    let table: toml::Table = text.parse().ok()?;
    let head = table.get("pack")?;
    let texts = |value: &toml::Value| match value {
        toml::Value::Array(all) => {
            all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        }
        other => other.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
    };
    let list = |block: &str| table.get(block).and_then(toml::Value::as_array);
    let count = |kind: RuleKind| (kind.block(), list(kind.block()).map_or(0, Vec::len));
    let ids = list(RuleKind::Check.block()).into_iter().flatten();
    let sheet = Sheet {
        file: file.to_owned(),
        includes: head.get("inclut").map(texts).unwrap_or_default(),
        blocks: RuleKind::ALL.into_iter().map(count).collect(),
        checks: ids.filter_map(|c| c.get("id")?.as_str().map(str::to_owned)).collect(),
    };
    Some((head.get("id")?.as_str()?.to_owned(), sheet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_told_with_the_file_that_writes_it() {
        let rules = super::super::load(None).unwrap();
        let pack = rules.packs.iter().find(|p| p.id == "subventions-associations").unwrap();
        let listed = rules.listed(pack);
        let of = |kind, id: &str| -> Vec<String> {
            let same = listed.iter().filter(|l| l.kind == kind && l.id == id);
            same.map(|l| format!("{} {}", l.pack, l.file)).collect()
        };
        assert_eq!(
            of(RuleKind::Table, "subventions"),
            [
                "subventions-associations subventions-associations.toml",
                "subventions subventions.toml"
            ]
        );
        assert_eq!(of(RuleKind::Check, "detail"), ["commun commun.toml"]);
        assert_eq!(of(RuleKind::Role, "file_active.sorties"), ["commun commun.toml"]);
        assert_eq!(of(RuleKind::Justify, "arrondi"), ["commun commun.toml"]);
    }
}
