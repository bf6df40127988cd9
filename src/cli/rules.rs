//! `bilan rules`: the commands for who writes rules.
//!
//! Each loads the rules first: what is wrong with them is told before a document is read.

use std::io;

use super::arguments::{Coverage, Explain, Rules, Told};
use super::commands::{complain_of_nothing, print, unread};
use super::{End, Failure};
use crate::batch::Settings;
use crate::batch::library::{Book, Keeping, Library};
use crate::extract::trace::{Probe, probe, trace};
use crate::ingest::Search;
use crate::report;
use crate::report::explain::Asked;
use crate::rules;
use crate::verify::coverage::{self, Failed};
use crate::verify::explain::{Explanation, explain, is_asked};

/// Runs one of them.
pub(super) fn perform(command: Rules) -> Result<End, Failure> {
    match command {
        Rules::Check(packs) => {
            let loaded = rules::load(packs.rules.as_deref())?;
            print(&format!("{} jeux de règles, aucune faute\n", loaded.packs.len() + 1))?;
            Ok(End::Clean)
        }
        Rules::Coverage(arguments) => cover(arguments),
        Rules::Explain(arguments) => tell_why(&arguments),
    }
}

/// `bilan rules coverage`.
fn cover(arguments: Coverage) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let settings = arguments.reading.settings(arguments.paths, lang, false);
    let rules = rules::load(settings.rules.as_deref())?;
    let listed = rules.all_listed();
    let library = Library::open(&settings, &Keeping::Default)?;
    let counted = library.each(&settings, |book: &Book<'_>| {
        let failed = |issues| Failed { path: book.found.path.clone(), issues };
        let document = book.document.as_ref().map_err(|issues| failed(issues.clone()))?;
        document
            .attempt(|laid, head| coverage::count(&trace(laid, head, &rules), &rules, &listed))
            .map_err(|issue| failed(vec![*issue]))
    })?;
    complain_of_nothing(&settings, counted.len(), lang);
    let coverage = coverage::join(counted, &rules);
    match arguments.format {
        Told::Text => print(&report::coverage::render(&coverage, arguments.all, lang))?,
        Told::Json => {
            let mut json = serde_json::to_string(&coverage).map_err(io::Error::other)?;
            json.push('\n');
            print(&json)?;
        }
    }
    Ok(End::Clean)
}

/// `bilan rules explain`.
fn tell_why(arguments: &Explain) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let path = arguments.file.to_string_lossy().into_owned();
    if arguments.file.is_dir() {
        return Err(Failure::OneFile { path });
    }
    let settings = Settings {
        search: Search { roots: vec![arguments.file.clone()], ..Search::default() },
        rules: arguments.packs.rules.clone(),
        workers: 1,
        limits: arguments.caps.limits(),
        progress: false,
        lang,
    };
    let rules = rules::load(settings.rules.as_deref())?;
    let library = Library::open(&settings, &Keeping::Default)?;
    let (asked, page) = (arguments.rule.as_deref(), arguments.page);
    let told = library.each(&settings, |book: &Book<'_>| {
        let document = book.document.as_ref().map_err(Clone::clone)?;
        let told = document.attempt(|laid, head| {
            let probe = probe(laid, head, &rules);
            known(&probe, &rules, asked, &path)?;
            Ok::<_, Failure>(explain(laid, probe, &rules, asked, page))
        });
        told.map_err(|issue| vec![*issue])
    })?;
    for one in told {
        let explanation: Explanation = match one {
            Ok(told) => told?,
            Err(issues) => return Ok(unread(&path, &issues, lang)),
        };
        if let Some(page) = page.filter(|page| *page > explanation.pages) {
            return Err(Failure::NoPage { path, page, pages: explanation.pages });
        }
        let asked = Asked { one: asked.is_some(), page: page.is_some(), lang };
        print(&report::explain::render(&explanation, asked))?;
    }
    Ok(End::Clean)
}

/// Whether the pack that reads a document has rules of an id; what to do where it has none.
fn known(
    probe: &Probe,
    rules: &rules::Rules,
    asked: Option<&str>,
    path: &str,
) -> Result<(), Failure> {
    let Some(asked) = asked else { return Ok(()) };
    let read = &probe.trace.record.document.rules.id;
    let pack = rules.packs.iter().find(|p| &p.id == read).unwrap_or(&rules.common);
    let listed = rules.listed(pack);
    if listed.iter().any(|rule| is_asked(rule, asked)) {
        return Ok(());
    }
    let others = rules.packs.iter().flat_map(|p| rules.listed(p));
    let other = others.into_iter().find(|rule| is_asked(rule, asked));
    let hint = if let Some(rule) = other {
        let pack = rule.pack;
        format!(
            "elle est dans « {pack} » ; sans --rule, on lit pourquoi ce jeu n'a pas lu le document"
        )
    } else {
        let ids: Vec<&str> = listed.iter().map(|rule| rule.id.as_str()).collect();
        rules::suggestion(asked, &ids)
    };
    Err(Failure::NoRule { path: path.to_owned(), id: asked.to_owned(), pack: read.clone(), hint })
}
