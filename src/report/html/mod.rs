//! `report.html`: one self-contained French page, complete without script or network.
//!
//! The sentences of findings may be in another language than the page: it says so, and marks them
//! for who listens to it. What the tool says passes through `told` or `sentence`, which set
//! the spaces of French; what documents say passes as it is.
//!
//! All document text passes through maud's escaping and nothing else writes markup; the policy
//! in the page's head forbids anything but its own style sheet and its own script (`shell`).

mod budgets;
mod checks;
mod documents;
mod exhibits;
mod filters;
mod findings;
pub mod impact;
mod matches;
mod overview;
mod shell;

use std::collections::BTreeMap;
use std::io::{self, Write};

use maud::{Markup, html};

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, State, Verdict};

use super::Run;
use super::typography::french as told;

/// Findings of one list shown: more than anybody reads through, and a page that still opens.
const SHOWN: usize = 2000;

/// Rows of one table shown; longer lists are in the workbook and the JSON.
const ROWS: usize = 200;

/// Findings that nobody has to answer for are folded where there are more of them.
const UNFOLDED: usize = 5;

/// The ids of the parts of the page that tell of a document, by its path.
type Anchors<'a> = BTreeMap<&'a str, String>;

/// A part of the page: what the summary leads to.
struct Part<'a> {
    id: &'static str,
    title: String,
    body: Markup,
    /// Whether filters may leave it empty.
    filtered: bool,
    /// The findings that it lists after its body.
    findings: Vec<&'a Finding>,
}

impl Part<'_> {
    fn new(id: &'static str, title: String, body: Markup) -> Self {
        Self { id, title, body, filtered: false, findings: Vec::new() }
    }

    /// Writes it, one finding after another: each may have pictures.
    fn write(&self, run: &Run<'_>, to: &mut dyn Write) -> io::Result<()> {
        let title = format!("titre-{}", self.id);
        let folded = self.filtered && self.findings.len() > UNFOLDED;
        let list = shell::later();
        let part = html! {
            section id=(self.id) aria-labelledby=(title) data-constats[self.filtered] {
                h2 id=(title) { (self.title) }
                (self.body)
                @if folded { details { summary { "Voir la liste" } (list) } } @else { (list) }
            }
        };
        shell::write_around(part, to, |to| {
            for finding in self.findings.iter().take(SHOWN) {
                shell::write(findings::render(finding, run), to)?;
            }
            shell::write(cut(SHOWN, self.findings.len(), "ecarts.xlsx"), to)
        })
    }
}

/// The page as bytes.
#[must_use]
pub fn render(run: &Run<'_>) -> Vec<u8> {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = write(run, &mut page);
    page
}

/// Writes the page part by part: with its pictures it is too long to be held more than once.
pub fn write(run: &Run<'_>, to: &mut dyn Write) -> io::Result<()> {
    let anchors = anchors(run);
    let parts = parts(run, &anchors);
    let page = shell::framed(&shell::Page {
        title: "Rapprochement des montants",
        skip: ("#ecarts", "Aller aux écarts"),
        head: html! {
            (overview::head(run))
            nav aria-label="Sommaire" {
                ul { @for part in &parts {
                    li { a href=(format!("#{}", part.id)) { (part.title) } }
                } }
            }
        },
        main: html! { (overview::render(run, &anchors)) (shell::later()) },
        script: Some(filters::SCRIPT),
    });
    shell::write_around(page, to, |to| parts.iter().try_for_each(|part| part.write(run, to)))
}

/// The documents that a part of the page tells of, numbered in the order of the archive.
fn anchors<'a>(run: &Run<'a>) -> Anchors<'a> {
    let records = run.by_path();
    let files = run.index.files.iter().filter(|file| records.contains_key(file.path.as_str()));
    files.zip(1..).map(|(file, n)| (file.path.as_str(), format!("document-{n}"))).collect()
}

/// The parts of the page, in the order in which they are read.
fn parts<'a>(run: &Run<'a>, anchors: &Anchors<'_>) -> Vec<Part<'a>> {
    let of = |keep: &dyn Fn(&Finding) -> bool| -> Vec<&'a Finding> {
        run.findings.findings.iter().filter(|f| keep(f)).collect()
    };
    let quiet = |f: &Finding| !f.is_loud() && f.state != State::Resolved;
    let open = |f: &Finding| f.verdict == Verdict::NotCheckable;
    let information = of(&|f| quiet(f) && !open(f));
    let not_checkable = of(&|f| quiet(f) && open(f));
    let accepted = of(&|f| f.state == State::Waived && f.is_loud());
    let resolved = of(&|f| f.is_loud() && f.state == State::Resolved);
    let parts = [
        Some(discrepancies(run, of(&|f| f.is_loud() && f.is_open()))),
        apart(("informations", "Pour information"), information),
        matches::pairs(run.findings),
        documents::render(run, anchors),
        Some(checks::files(run, anchors)),
        Some(checks::held(run)),
        apart(("non-verifiables", "Contrôles non vérifiables"), not_checkable),
        matches::unmatched(&run.findings.unmatched, run.findings.lang),
        apart(("acceptes", "Écarts acceptés par dérogation"), accepted),
        apart(("resolus", "Écarts résolus depuis le passage précédent"), resolved),
        checks::waivers(run),
    ];
    parts.into_iter().flatten().collect()
}

/// What someone has to answer for, below the filters.
fn discrepancies<'a>(run: &Run<'_>, loud: Vec<&'a Finding>) -> Part<'a> {
    let body = html! {
        (filters::render(run.findings))
        @if loud.is_empty() { p { "Aucun écart." } }
        @if run.evidence.is_off() && !loud.is_empty() {
            p.unseen { (told("Sans image des documents : --max-pictures 0 l'a demandé.")) }
        }
    };
    let part = Part::new("ecarts", format!("Écarts ({})", loud.len()), body);
    Part { findings: loud, ..part }
}

/// Findings that nobody has to answer for; nothing where there are none.
fn apart<'a>((id, title): (&'static str, &str), findings: Vec<&'a Finding>) -> Option<Part<'a>> {
    let part = Part::new(id, format!("{title} ({})", findings.len()), Markup::default());
    (!findings.is_empty()).then_some(Part { filtered: true, findings, ..part })
}

/// A sentence of a finding, marked where its language is not that of the page.
fn sentence(text: &str, lang: Lang) -> Markup {
    match lang {
        Lang::Fr => html! { (told(text)) },
        Lang::En => html! { span lang="en" { (text) } },
    }
}

/// A table that may be wider than the page: by keyboard too it can be moved in its frame, whose
/// name no other has.
fn scrolling(name: &str, table: &Markup) -> Markup {
    html! { div.scroll role="region" tabindex="0" aria-label=(name) { (table) } }
}

/// The headings of a table.
fn heads(names: &[&str]) -> Markup {
    html! { thead { tr { @for name in names { th scope="col" { (name) } } } } }
}

/// Says that a list is cut, and where all of it is; nothing where it is whole.
fn cut(shown: usize, all: usize, elsewhere: &str) -> Markup {
    html! {
        @if shown < all {
            p { (shown) " sur " (all) (told(" ; ")) "tous sont dans " (elsewhere) "." }
        }
    }
}

/// A value for people, grouped as French does.
fn figure(value: rust_decimal::Decimal) -> String {
    crate::number::format::format(value)
}
