//! On the terminal: how many pairs of names await a person, how many parts of documents have no
//! counterpart, and what `bilan confirm` wrote.
//!
//! One line each: the page and `findings.json` list all of them.

use std::fmt::Write as _;
use std::path::Path;

use crate::issue::Lang;
use crate::reconcile::correspondences::{Correspondence, Ruling};
use crate::reconcile::finding::Findings;
use crate::reconcile::pairs::PairState;

use super::terminal::line;

/// What a reader should know of matching; nothing where there is nothing to know.
pub(super) fn aside(findings: &Findings, lang: Lang) -> String {
    let open = findings.matches.iter().filter(|pair| pair.state == PairState::Proposed).count();
    let lone = findings.unmatched.len();
    let mut out = String::new();
    if open > 0 {
        out.push_str(&awaiting(open, lang));
    }
    if lone > 0 {
        out.push_str(&alone(lone, lang));
    }
    out
}

fn awaiting(count: usize, lang: Lang) -> String {
    let s = plural(count);
    match lang {
        Lang::Fr => format!(
            "rapprochements : {count} nom{s} à confirmer (bilan confirm), dans report.html\n"
        ),
        Lang::En => {
            format!("matching: {count} name{s} to confirm (bilan confirm), in report.html\n")
        }
    }
}

fn alone(count: usize, lang: Lang) -> String {
    let s = plural(count);
    match lang {
        Lang::Fr => format!("sans vis-à-vis : {count} élément{s}, dans report.html\n"),
        Lang::En => format!("without counterpart: {count} item{s}, in report.html\n"),
    }
}

fn plural(count: usize) -> &'static str {
    if count > 1 { "s" } else { "" }
}

/// What `bilan confirm` wrote.
#[must_use]
pub fn made(entries: &[Correspondence], path: &Path, lang: Lang) -> String {
    let path = line(&path.to_string_lossy());
    let mut out = String::new();
    for entry in entries {
        let [one, other] = entry.names.each_ref().map(|name| line(name));
        let _ = match (lang, entry.ruling) {
            (Lang::Fr, Ruling::Confirmed) => {
                writeln!(out, "{path} : « {one} » et « {other} » sont une même chose")
            }
            (Lang::Fr, Ruling::Rejected) => {
                writeln!(out, "{path} : « {one} » et « {other} » ne seront pas rapprochés")
            }
            (Lang::En, Ruling::Confirmed) => {
                writeln!(out, "{path}: “{one}” and “{other}” are one")
            }
            (Lang::En, Ruling::Rejected) => {
                writeln!(out, "{path}: “{one}” and “{other}” will not be matched")
            }
        };
    }
    out
}
