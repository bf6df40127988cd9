//! `note.docx`: what a director pastes into his own report before a session, one page a bilan:
//! the figures, the discrepancies, the questions and to whom.
//!
//! A Word file and not a print view of `report.html`: a report to a council is written in Word,
//! and what is pasted from a browser or a PDF loses its headings and its tables. Headings, tables
//! and lists are Word's own here, and the language is set for its spell checker.
//!
//! The few parts are written by hand, with the zip writer and the escaping that are here already:
//! `docx-rs` would bring a second zip and a second XML library for headings and tables alone.

mod discrepancies;
mod figures;
mod package;
mod parts;
mod places;
mod word;
#[cfg(test)]
mod tests;

use maud::{Markup, html};

use super::{Run, words};
use crate::issue::Lang;
use crate::record::Record;

use parts::Part;
use places::cut;
use word::{Column, Style, heading, paragraph, table, text};

/// Rows of the list of bilans, and names in a line.
const ROWS: usize = 25;
/// Names in a line.
const NAMES: usize = 5;
/// Characters of a title or a path.
const LONGEST: usize = 140;

/// What the documents of a bilan are called, one and several.
const BESIDE: (&str, &str) = ("Pièce rapprochée", "Pièces rapprochées");

/// The namespace of `WordprocessingML`.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// That of the relations between its parts.
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The note as bytes.
pub fn render(run: &Run<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let (bilans, rest) = parts::parts(run);
    let mut body = opening(run, &bilans);
    let several = bilans.len() > 1;
    for part in &bilans {
        body.extend(bilan(part, several, run.findings.lang));
    }
    body.extend(apart(&rest, several, run.findings.lang));
    let document = html! {
        w:document xmlns:w=(W) xmlns:r=(R) {
            w:body {
                @for block in &body { (block) }
                w:sectPr {
                    w:footerReference w:type="default" r:id="rId4" {}
                    w:pgSz w:w="11906" w:h="16838" {}
                    w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"
                        w:header="567" w:footer="567" w:gutter="0" {}
                }
            }
        }
    };
    package::pack(&document, &footer())
}

/// The number of the page, alone: nothing to be taken out of a report.
fn footer() -> Markup {
    html! {
        w:ftr xmlns:w=(W) {
            w:p {
                w:pPr { w:pStyle w:val="Pieddepage" {} }
                w:fldSimple w:instr="PAGE" { w:r { w:t { "1" } } }
            }
        }
    }
}

/// What was read and how the checks ended; the bilans, where there are several.
fn opening(run: &Run<'_>, bilans: &[Part<'_>]) -> Vec<Markup> {
    let mut out = vec![paragraph(Style::Title, &text("Note de rapprochement"))];
    let outcomes = run.outcomes();
    let outcomes =
        outcomes.iter().map(|(o, n)| format!("{n} {}", words::outcomes(*o, *n, Lang::Fr)));
    let files = words::counted(run.index.files.len(), "fichier", "fichiers", Lang::Fr);
    let tally = run.findings.checks;
    let told = format!(
        "{files} : {}. Contrôles : {}, {} en écart, {}.",
        outcomes.collect::<Vec<_>>().join(", "),
        words::counted(tally.held as usize, "tenu", "tenus", Lang::Fr),
        tally.failed,
        words::counted(tally.not_checkable as usize, "non vérifiable", "non vérifiables", Lang::Fr),
    );
    out.push(paragraph(Style::Body, &text(&told)));
    let scanned = words::scanned(run.scanned(), Lang::Fr).map(|told| format!("{told}."));
    out.extend(scanned.map(|told| paragraph(Style::Body, &text(&told))));
    out.extend(unread(run).map(|told| paragraph(Style::Body, &text(&told))));
    if run.findings.lang == Lang::En {
        let told = "Les phrases des constats sont écrites en anglais.";
        out.push(paragraph(Style::Body, &text(told)));
    }
    if bilans.len() > 1 {
        out.push(contents(bilans));
        let more = bilans.len().saturating_sub(ROWS);
        let told = format!("et {more} autres bilans, dans les pages qui suivent");
        out.extend((more > 0).then(|| paragraph(Style::Body, &text(&told))));
    }
    out
}

/// The files that could not be read whole, and the documents too many for a report.
fn unread(run: &Run<'_>) -> Option<String> {
    let attention = |f: &&crate::store::FileOutcome| {
        f.issues.iter().any(|i| i.severity != crate::issue::Severity::Info)
    };
    let names = run.index.files.iter().filter(attention).map(|file| {
        let path = words::cut(&file.path, LONGEST / 2);
        format!("{path} ({})", words::outcome(file.outcome, Lang::Fr))
    });
    let names: Vec<String> = names.collect();
    let left_out = match run.undetailed() {
        0 => String::new(),
        1 => " Un document de plus n'est pas repris ici.".to_owned(),
        more => format!(" {more} autres documents ne sont pas repris ici."),
    };
    let told = if names.is_empty() {
        left_out.trim_start().to_owned()
    } else {
        let names = cut(&names, NAMES);
        format!("Rien de ce qui n'a pas été lu n'est contrôlé. À reprendre : {names}.{left_out}")
    };
    (!told.is_empty()).then_some(told)
}

/// The bilans with their number of discrepancies.
fn contents(bilans: &[Part<'_>]) -> Markup {
    let columns = [
        Column { head: "Bilan", share: 45, number: false },
        Column { head: "Document", share: 43, number: false },
        Column { head: "Écarts", share: 12, number: true },
    ];
    let row = |part: &Part<'_>| {
        vec![
            text(&part.bilan.map(title).unwrap_or_default()),
            text(&words::cut(part.path(), LONGEST / 2)),
            text(&part.open.len().to_string()),
        ]
    };
    table(&columns, &bilans.iter().take(ROWS).map(row).collect::<Vec<_>>())
}

/// What a bilan is called: its territory and its year, or its file.
fn title(record: &Record) -> String {
    let title = match (record.territory(), record.year()) {
        (Some(territory), Some(year)) => format!("{territory} – bilan {year}"),
        (Some(territory), None) => format!("{territory} – bilan"),
        (None, Some(year)) => {
            format!("Bilan {year} – {}", words::file_name(&record.document.path))
        }
        (None, None) => format!("Bilan – {}", words::file_name(&record.document.path)),
    };
    words::cut(&title, LONGEST)
}

/// A bilan: a page where something is to be asked, else a paragraph.
fn bilan(part: &Part<'_>, several: bool, lang: Lang) -> Vec<Markup> {
    let Some(record) = part.bilan else { return Vec::new() };
    let mut out = vec![heading(&title(record), several && !part.open.is_empty())];
    let path = words::cut(&record.document.path, LONGEST);
    if part.open.is_empty() {
        let figures = figures::told(record).map(|told| format!(" {told}"));
        let told = format!("Document : {path}.{} {}", figures.unwrap_or_default(), checks(part));
        out.push(paragraph(Style::Body, &text(&told)));
        out.extend(figures::others(&part.others, BESIDE));
    } else {
        out.push(paragraph(Style::Body, &text(&format!("Document : {path}. {}", checks(part)))));
        out.extend(figures::others(&part.others, BESIDE));
        out.extend(figures::render(record));
        out.extend(discrepancies::render(&part.open, part.path(), lang));
    }
    out
}

/// How the checks of a part ended, in a sentence.
fn checks(part: &Part<'_>) -> String {
    let mut told = match (part.open.len(), part.held) {
        (0, 0) => "Aucun contrôle n'a pu être fait".to_owned(),
        (0, held) => {
            format!(
                "Aucun écart : {}",
                words::counted(held, "contrôle tient", "contrôles tiennent", Lang::Fr)
            )
        }
        (open, held) => format!(
            "{}, {}",
            words::counted(open, "écart", "écarts", Lang::Fr),
            words::counted(held, "contrôle tenu", "contrôles tenus", Lang::Fr)
        ),
    };
    if part.accepted > 0 {
        let accepted = words::counted(part.accepted, "écart accepté", "écarts acceptés", Lang::Fr);
        told = format!("{told}, {accepted} par dérogation");
    }
    if part.not_checkable > 0 {
        let (one, many) = ("contrôle non vérifiable", "contrôles non vérifiables");
        let not = words::counted(part.not_checkable, one, many, Lang::Fr);
        told = format!("{told}, {not}");
    }
    told + "."
}

/// What belongs to no bilan; nothing where all does.
fn apart(rest: &Part<'_>, several: bool, lang: Lang) -> Vec<Markup> {
    if rest.others.is_empty() && rest.open.is_empty() {
        return Vec::new();
    }
    let mut out = vec![heading("Documents hors bilan", several && !rest.open.is_empty())];
    out.push(paragraph(Style::Body, &text(&checks(rest))));
    out.extend(figures::others(&rest.others, ("Document", "Documents")));
    out.extend(discrepancies::render(&rest.open, "", lang));
    out
}
