//! A trace with what was tried and did not hold: packs that do not know the document, table
//! rules that do not claim its tables.
//!
//! For `rules explain` alone: it asks every pack and every table rule again, one condition at a
//! time, which a run over an archive need not pay for.

use crate::document::{Block, Laid};
use crate::record::Head;
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{Pack, Rules, TableRule};

use super::super::text::Script;
use super::super::{budgets, columns, found, read};
use super::{Trace, told};

/// A trace and what was tried.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The trace.
    pub trace: Trace,
    /// Every pack, in the order in which they are asked.
    pub candidates: Vec<Candidate>,
    /// Every table rule of the pack that read the document, on every table.
    pub tables: Vec<TableTry>,
}

/// A pack and what of its `[reconnaitre]` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The pack.
    pub pack: String,
    /// Whether it knows the document.
    pub known: bool,
    /// `priorite`.
    pub priority: i32,
    /// Phrases of `contient` that stand nowhere.
    pub missing: Vec<String>,
    /// Phrases of `contient_un`, if none of them stands anywhere.
    pub none_of: Vec<String>,
    /// Phrases of `sans` that stand in the document, and the words that say so.
    pub forbidden: Vec<(String, String)>,
    /// What of `structure` was not found.
    pub absent: Vec<String>,
    /// Whether the pack has a `structure`.
    pub has_structure: bool,
    /// Whether the pack has phrases.
    pub has_phrases: bool,
}

/// A table rule on a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableTry {
    /// The rule, by its place in the pack.
    pub rule: usize,
    /// The index in [`Laid::tables`].
    pub table: usize,
    /// Whether one of its phrases of `apres` stands before the table.
    pub announced: bool,
    /// Columns that the rule names: id and heading.
    pub columns: Vec<(String, String)>,
    /// Columns of `requiert` that were not found.
    pub missing: Vec<String>,
    /// Every heading of the table.
    pub headings: Vec<String>,
    /// Whether the rule has the table.
    pub claimed: bool,
    /// The rule that has it.
    pub owner: Option<String>,
}

/// Reads a document and says what was tried on it.
#[must_use]
pub fn probe(laid: &Laid, head: Head, rules: &Rules) -> Probe {
    let mut script = Script::new(laid);
    let readings = script.recognisable(laid);
    let structure = |pack: &Pack, ids: &[String]| found(laid, pack, &script, ids);
    let candidates = rules.packs.iter().map(|p| candidate(p, &readings, structure)).collect();
    let read = read(laid, head, rules, &mut script);
    let tables = tries(laid, read.pack, &script);
    Probe { trace: told(laid, read, &script), candidates, tables }
}

/// What of a pack's recognition holds.
fn candidate(
    pack: &Pack,
    readings: &[Reading<'_>],
    structure: impl Fn(&Pack, &[String]) -> bool,
) -> Candidate {
    let rule = &pack.recognise;
    let words = |p: &Phrase| readings.iter().find_map(|r| Some((r, p.find(r)?)));
    let stands = |p: &&Phrase| words(p).is_some();
    let written = |phrases: &[&Phrase]| phrases.iter().map(|p| p.written.clone()).collect();
    let missing: Vec<&Phrase> = rule.all.iter().filter(|p| !stands(p)).collect();
    let lacks = !rule.any.is_empty() && !rule.any.iter().any(|p| stands(&p));
    let none_of: Vec<&Phrase> = rule.any.iter().filter(|_| lacks).collect();
    let forbidden: Vec<(String, String)> = rule
        .none
        .iter()
        .filter_map(|p| {
            let (reading, found) = words(p)?;
            Some((p.written.clone(), reading.text.get(found.range)?.to_owned()))
        })
        .collect();
    let all = structure(pack, &rule.structure);
    let lacks_one = |id: &&String| !all && !structure(pack, std::slice::from_ref(*id));
    let absent: Vec<String> = rule.structure.iter().filter(lacks_one).cloned().collect();
    let has_phrases = !rule.all.is_empty() || !rule.any.is_empty();
    let has_structure = !rule.structure.is_empty();
    let said = has_phrases && missing.is_empty() && !lacks;
    let built = has_structure && absent.is_empty();
    Candidate {
        pack: pack.id.clone(),
        known: forbidden.is_empty() && (said || built),
        priority: rule.priority,
        missing: written(&missing),
        none_of: written(&none_of),
        forbidden,
        absent,
        has_structure,
        has_phrases,
    }
}

/// Every table rule of a pack on every table of a document.
fn tries(laid: &Laid, pack: &Pack, script: &Script<'_>) -> Vec<TableTry> {
    let owners = budgets::claim(laid, pack, script);
    let year = super::super::fields::year(pack, script);
    let above = columns::above::Above::of(laid);
    let mut out = Vec::new();
    for (index, rule) in pack.tables.iter().enumerate() {
        for (block, one) in laid.blocks.iter().enumerate() {
            let Block::Table(table) = one else { continue };
            let Some(laid_table) = laid.tables.get(*table) else { continue };
            let owner = owners.iter().find(|o| o.block == block).and_then(|o| o.rule);
            let around =
                columns::Around { lines: above.table(*table).to_vec(), year: year.as_deref() };
            let named = columns::name(laid_table, Some(rule), &around);
            let own = |id: &str| names(rule).any(|name| name == id);
            let has = |id: &String| named.iter().any(|c| c.id == *id);
            out.push(TableTry {
                rule: index,
                table: *table,
                announced: budgets::is_announced(rule, laid, block, laid_table, script),
                columns: named
                    .iter()
                    .filter(|c| own(&c.id))
                    .map(|c| (c.id.clone(), c.label.clone()))
                    .collect(),
                missing: rule.requires.iter().filter(|id| !has(id)).cloned().collect(),
                headings: named.iter().map(|c| c.label.clone()).collect(),
                claimed: owner.is_some_and(|o| std::ptr::eq(o, rule)),
                owner: owner.map(|o| o.id.clone()),
            });
        }
    }
    out
}

/// The columns that a rule names.
fn names(rule: &TableRule) -> impl Iterator<Item = &str> {
    let headed = rule.columns.iter().chain(&rule.texts).map(|(id, _)| id.as_str());
    headed.chain(rule.untitled.iter().map(String::as_str))
}
