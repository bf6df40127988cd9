//! A first pack out of a document that no pack knows: it loads as it is, its examples pass, and
//! every rule reads in the document what it was drawn from.
//!
//! Drawn from what the common rules see: numbered headings, tables with headings, sentences with
//! numbers, relations that hold. What does not load or reads nothing is left out and counted, so
//! that an officer starts from a pack that works and takes away what she does not need.

use std::collections::BTreeSet;

use crate::document::Laid;
use crate::record::{Record, RowKind};
use crate::rules::{Rules, RulesError, load_written};
use crate::worker::Prepared;

mod block;
mod controls;
mod numbered;
mod prose;
mod tables;
mod words;

use block::{Block, misleads, quoted};
use controls::Value;
use prose::Prose;

/// The name that the draft goes by while it is tried.
const FILE: &str = "brouillon.toml";

/// How often faulty blocks are taken out before the draft is given up: those that load badly, those
/// that read nothing, and what named them, go in three or four rounds.
const ROUNDS: usize = 20;

/// A pack drawn from a document.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The pack.
    pub toml: String,
    /// Rules by kind that did not read what they were drawn from, and are not in it.
    pub left_out: usize,
}

/// Draws a pack from a document; `rules` give the common pack that it includes. `None` where no
/// pack that loads comes out: there is nothing by which to know the document again.
#[must_use]
pub fn draft(document: &Prepared, rules: &Rules) -> Option<Draft> {
    let common = Rules { packs: Vec::new(), ..rules.clone() };
    let record = document.record(&common);
    let prose = Prose::new(&document.laid);
    let mut blocks = blocks(&document.laid, &prose, &record);
    let head = Head::of(&prose, &record, &blocks);
    let drawn = blocks.len();
    for _ in 0..ROUNDS {
        let text = assemble(&head, &blocks);
        let bad = match with_common(&text, rules) {
            Ok(drafted) => unread(&blocks, &document.record(&drafted)),
            Err(RulesError::Faults(faults)) => {
                let lines = faults.iter().filter(|f| f.file == FILE).map(|f| f.line);
                let bad = at_lines(&text, &blocks, &lines.collect::<Vec<_>>());
                // A fault of the head cannot be taken out.
                (!bad.is_empty()).then_some(bad)?
            }
            Err(_) => return None,
        };
        if bad.is_empty() {
            return Some(Draft { toml: text, left_out: drawn - blocks.len() });
        }
        let mut at = 0..;
        blocks.retain(|_| at.next().is_some_and(|at: usize| !bad.contains(&at)));
    }
    None
}

/// The draft beside the common packs, as a folder of rules would hold them.
fn with_common(text: &str, rules: &Rules) -> Result<Rules, RulesError> {
    let common = |(name, _): &&(String, String)| name == "commun.toml";
    let mut packs: Vec<(String, String)> = rules.written.iter().filter(common).cloned().collect();
    packs.push((FILE.to_owned(), text.to_owned()));
    load_written(&packs)
}

/// What stands at the head of the pack.
struct Head {
    source: String,
    id: String,
    titles: Vec<String>,
    /// A table by which a document without titles is known.
    structure: Option<String>,
}

impl Head {
    fn of(prose: &Prose<'_>, record: &Record, blocks: &[Block]) -> Self {
        let source: String = record.document.path.replace(misleads, "\u{fffd}");
        let table = blocks.iter().find(|block| block.kind == "tableau");
        let structure = table.map(|block| block.id.clone());
        let file = source.rsplit('/').next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut titles: Vec<String> = prose.titles().take(2).collect();
        let tables = record.budgets.iter().flat_map(|budget| &budget.columns);
        let headings = tables.map(|column| tables::last_level(&column.label));
        if titles.is_empty() {
            let telling = headings.filter(|heading| words::slug(heading).is_some());
            titles.extend(telling.take(3).map(words::literal));
        }
        let id = words::slug(&stem.replace(['-', '_', '.'], " ")).unwrap_or("brouillon".to_owned());
        Self { source, id: id.replace('_', "-"), titles, structure }
    }

    fn render(&self) -> String {
        let titles: Vec<String> = self.titles.iter().map(|title| quoted(title)).collect();
        let known = match &self.structure {
            Some(table) if titles.is_empty() => format!("structure = [{}]", quoted(table)),
            _ => format!("contient = [{}]", titles.join(", ")),
        };
        format!(
            "# Brouillon tiré de {}.\n# À relire : garder ce qui compte, renommer, élargir les \
             phrases ({{*}}, {{~}}, [mot], (un|autre)).\n\n[pack]\nid = {}\nversion = \"0.1.0\"\n\
             langage = 1\ngenre = {}\ninclut = [\"commun\"]\n\n[reconnaitre]\n{known}\n",
            self.source,
            quoted(&self.id),
            quoted(&self.id)
        )
    }
}

/// Every block that the document gives.
fn blocks(laid: &Laid, prose: &Prose<'_>, record: &Record) -> Vec<Block> {
    let mut names = words::Names::of_rules();
    let mut blocks = numbered::sections(laid);
    let fields = prose.fields(&mut names);
    let year = fields.iter().all(|f| f.id != "annee").then(|| prose.year(&mut names)).flatten();
    blocks.extend(year.into_iter().chain(fields));
    let tables = tables::tables(record, &mut names);
    let amounts = prose.amounts(record, &mut names);
    let counts = prose.indicators(record, &mut names);
    let values = |drafted: &prose::Drafted| -> Vec<Value> {
        let words = drafted.phrases.join(" ");
        let value = |(name, value): &(String, _)| Value {
            name: name.clone(),
            amount: *value,
            words: words.clone(),
        };
        drafted.values.iter().map(value).collect()
    };
    let told: Vec<Value> = amounts.iter().flat_map(&values).collect();
    let totals: Vec<Vec<Value>> = tables.iter().map(|table| totals(table, record)).collect();
    let sentences: Vec<Vec<Value>> = counts.iter().map(values).collect();
    let controls = controls::controls(&told, &totals, &sentences);
    blocks.extend(tables.into_iter().map(|table| table.block));
    blocks.extend(amounts.into_iter().chain(counts).map(|drafted| drafted.block));
    blocks.extend(controls);
    blocks
}

/// The totals of a table, by the names of its columns.
fn totals(table: &tables::Drafted, record: &Record) -> Vec<Value> {
    let Some(budget) = record.budgets.get(table.budget) else { return Vec::new() };
    let Some(total) = budget.rows.iter().rfind(|row| row.kind == RowKind::Total) else {
        return Vec::new();
    };
    let columns = table.columns.iter();
    columns
        .filter_map(|(id, name)| {
            let value = total.cells.get(id)?.value;
            let name = format!("{}.total.{name}", table.id);
            Some(Value { name, amount: value, words: budget.heading(id).to_owned() })
        })
        .collect()
}

/// The pack as it stands in its file.
fn assemble(head: &Head, blocks: &[Block]) -> String {
    let mut out = head.render();
    for block in blocks {
        out.push('\n');
        out.push_str(&block.render());
    }
    out
}

/// The blocks that hold these lines, from 1.
fn at_lines(text: &str, blocks: &[Block], lines: &[usize]) -> BTreeSet<usize> {
    let total = text.lines().count();
    let own: Vec<usize> = blocks.iter().map(|b| b.render().lines().count() + 1).collect();
    let mut from = total - own.iter().sum::<usize>();
    let mut bad = BTreeSet::new();
    for (at, length) in own.iter().enumerate() {
        if lines.iter().any(|line| (from + 1..=from + length).contains(line)) {
            bad.insert(at);
        }
        from += length;
    }
    bad
}

/// The blocks that do not read in the document what they were drawn from.
fn unread(blocks: &[Block], record: &Record) -> BTreeSet<usize> {
    let reads = |block: &Block| match block.kind {
        "champ" => record.fields.iter().any(|f| f.id == block.id),
        "montant" => {
            let mut read = record.amounts.iter().filter(|a| a.rule == block.id).peekable();
            read.peek().is_some() && read.all(|a| block.reads.contains(&a.value))
        }
        "indicateur" => {
            let read = record.indicators.iter().filter(|i| i.rule == block.id);
            let values: Vec<_> = read.map(|i| i.value).collect();
            !values.is_empty() && block.reads.iter().all(|value| values.contains(value))
        }
        "tableau" => record.budgets.iter().any(|b| b.id == block.id),
        _ => true,
    };
    blocks.iter().enumerate().filter(|(_, block)| !reads(block)).map(|(at, _)| at).collect()
}
