//! `rules check`: packs loaded, looked at more closely than a load does, and told.
//!
//! Takes a folder, or the packs built in; gives what was read, by file and kind of rule, with
//! warnings. Warnings stop nothing: a rule that an earlier one shadows loads and reads nothing,
//! and only its author knows whether that is meant.

use std::fmt;
use std::path::Path;

use super::compile::Compiled;
use super::fault::{self, Fault, RulesError, counted};
use super::{example, lint, load};

/// What was read, all of it sound.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The files, in order.
    pub files: Vec<CheckedFile>,
    /// What should be seen and stops nothing.
    pub warnings: Vec<Fault>,
    /// Examples to do that fail still.
    pub pending: usize,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct CheckedFile {
    /// Its name.
    pub name: String,
    /// Whether the program brought it along and the folder does not hold it.
    pub added: bool,
    /// Its rules by kind, in French: « 2 champs ».
    pub holds: Vec<String>,
}

/// Reads packs and tells everything that is wrong or looks wrong.
pub fn check(dir: Option<&Path>) -> Result<Checked, RulesError> {
    let mut sources = load::sources(dir)?;
    let own = sources.len();
    let compiled = sources.iter_mut().map(|source| load::one(source, lint::look)).collect();
    let joined = load::join(sources, compiled);
    let files = joined.sources.iter().zip(&joined.compiled).enumerate();
    let files = files.map(|(at, (source, compiled))| CheckedFile {
        name: source.name.clone(),
        added: at >= own,
        holds: holds(compiled),
    });
    let files = files.collect();
    let pending = joined.sources.iter().map(|s| s.pending).sum();
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    for source in joined.sources {
        faults.extend(source.faults);
        warnings.extend(source.warnings);
    }
    if !faults.is_empty() {
        faults.extend(warnings);
        load::sort(&mut faults);
        return Err(RulesError::Faults(faults));
    }
    load::sort(&mut warnings);
    Ok(Checked { files, warnings, pending })
}

impl Checked {
    /// The examples to do that pass: each is to be kept as an example.
    pub fn done(&self) -> impl Iterator<Item = &Fault> {
        self.warnings.iter().filter(|warning| warning.message == example::PASSES)
    }
}

/// The rules of a pack by kind, those it has.
fn holds(compiled: &Compiled) -> Vec<String> {
    let pack = &compiled.pack;
    let kinds = [
        (pack.sections.len(), "section"),
        (pack.fields.len(), "champ"),
        (pack.indicators.len(), "indicateur"),
        (pack.amounts.len(), "montant"),
        (pack.tables.len(), "tableau"),
        (pack.cells.len(), "cellule"),
        (pack.ignored.len(), "ignorer"),
        (pack.roles.len(), "rôle"),
        (compiled.checks.len(), "contrôle"),
    ];
    let some = kinds.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, kind)| match kind {
        "tableau" if count > 1 => format!("{count} tableaux"),
        "ignorer" => format!("{count} ignorer"),
        _ => counted(count, kind),
    })
    .collect()
}

impl fmt::Display for Checked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&fault::shown(&self.warnings))?;
        for file in &self.files {
            let added = if file.added { " (fourni par l'outil)" } else { "" };
            let holds = match file.holds.as_slice() {
                [] => "aucune règle".to_owned(),
                holds => holds.join(", "),
            };
            writeln!(out, "{}{added} : {holds}", file.name)?;
        }
        out.write_str("aucune erreur")?;
        if !self.warnings.is_empty() {
            write!(out, ", {}", counted(self.warnings.len(), "avertissement"))?;
        }
        match self.pending {
            0 => {}
            1 => out.write_str(", 1 exemple à faire ne passe pas encore")?,
            many => write!(out, ", {many} exemples à faire ne passent pas encore")?,
        }
        out.write_str("\n")
    }
}
