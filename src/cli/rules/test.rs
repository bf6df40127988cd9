//! `bilan rules test`: the cases of the packs, then documents against their snapshots.
//!
//! Nothing is written unless `--accept` or a key of `--review` says so.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use super::review::{self, Decision};
use crate::batch::library::Library;
use crate::batch::trying::{accept, archives, try_rules};
use crate::cli::arguments::Test;
use crate::cli::output::print;
use crate::cli::{End, Failure};
use crate::issue::Lang;
use crate::report::trial;
use crate::rules::{self, Rules};
use crate::verify::trial::{Outcome, Trial};

/// Tries rules on the archives that are named.
pub(super) fn test(arguments: Test) -> Result<End, Failure> {
    let (settings, keeping) = arguments.trial.settings(Vec::new());
    let lang = settings.lang;
    let folder = arguments.packs.rules.as_deref();
    let rules = rules::load(folder)?;
    tell_cases(folder, &rules, lang)?;
    let archives = archives(&arguments.paths, arguments.snapshots.as_deref())?;
    let library = Library::open(&settings, &keeping)?;
    let mut trials = Vec::new();
    for archive in &archives {
        let tried = try_rules(&settings, &library, &rules, archive)?;
        if tried.is_empty() {
            return Err(Failure::NothingToTry { path: archive.root.display().to_string() });
        }
        trials.extend(tried);
    }
    if arguments.review && differing(&trials).next().is_some() {
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            return reviewed(&trials, lang);
        }
        let words = match lang {
            Lang::Fr => "--review demande un terminal ; rien n'est accepté",
            Lang::En => "--review needs a terminal; nothing is accepted",
        };
        let _ = writeln!(io::stderr(), "bilan : {words}");
    }
    if arguments.accept {
        // First what was asked for: who reads the output may have seen enough.
        let (told, end) = accepted(&trials, lang)?;
        print(&(trial::render(&trials, lang) + &told))?;
        return Ok(end);
    }
    print(&trial::render(&trials, lang))?;
    let clean = differing(&trials).next().is_none();
    if !clean {
        print(trial::remedy(lang))?;
    }
    Ok(End::of(clean))
}

/// Counts the cases of the packs; an example to do that passes is shown, so that it is kept.
fn tell_cases(folder: Option<&Path>, rules: &Rules, lang: Lang) -> Result<(), Failure> {
    let cases = rules::cases(rules);
    if cases.iter().any(|pack| pack.to_do > 0) {
        for fault in rules::check(folder)?.done() {
            print(&format!("{}\n\n", fault.shown))?;
        }
    }
    Ok(print(&trial::cases(&cases, lang))?)
}

/// The trials that do not pass.
fn differing(trials: &[Trial]) -> impl Iterator<Item = &Trial> {
    trials.iter().filter(|trial| trial.outcome != Outcome::Passed)
}

/// Accepts all that differs; what to tell of it.
fn accepted(trials: &[Trial], lang: Lang) -> Result<(String, End), Failure> {
    let (mut written, mut removed, mut left) = (0, 0, 0);
    for trial in differing(trials) {
        match (accept(trial)?, trial.outcome) {
            (false, _) => left += 1,
            (true, Outcome::Orphan) => removed += 1,
            (true, _) => written += 1,
        }
    }
    let told = match lang {
        Lang::Fr => {
            let s = |n| if n > 1 { "s" } else { "" };
            let (w, r) = (s(written), s(removed));
            format!("instantanés : {written} écrit{w}, {removed} retiré{r}\n")
        }
        Lang::En => format!("snapshots: {written} written, {removed} removed\n"),
    };
    Ok((told, End::of(left == 0)))
}

/// Has a person decide on each that differs.
fn reviewed(trials: &[Trial], lang: Lang) -> Result<End, Failure> {
    let terminal = console::Term::stdout();
    let all: Vec<&Trial> = differing(trials).collect();
    let mut left = 0;
    let mut numbered = (1..).zip(&all);
    review::review(&mut numbered, |(number, trial)| {
        print(&format!("\n[{number}/{}] {}", all.len(), trial::one(trial, lang)))?;
        let decision = review::ask(&terminal, trial.can_be_accepted(), lang)?;
        match decision {
            Decision::Accept => left += usize::from(!accept(trial)?),
            Decision::Reject | Decision::Skip | Decision::Quit => left += 1,
        }
        Ok::<_, Failure>(decision)
    })?;
    left += numbered.count();
    let told = match (lang, left) {
        (Lang::Fr, 0) => "tout est accepté\n".to_owned(),
        (Lang::Fr, n) => {
            let stays = if n > 1 { "restent" } else { "reste" };
            format!("{n} sur {} {stays} à voir ou à corriger\n", all.len())
        }
        (Lang::En, 0) => "all is accepted\n".to_owned(),
        (Lang::En, n) => format!("{n} of {} are left to see or to mend\n", all.len()),
    };
    print(&told)?;
    Ok(End::of(left == 0))
}
