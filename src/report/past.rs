//! What is set apart on the terminal: discrepancies that are accepted or gone, waivers that do
//! nothing any more, and what `bilan waive` wrote.
//!
//! One line each. None of it is a discrepancy to be answered for, so none of it is in the table.

use std::fmt::Write as _;
use std::path::Path;

use crate::issue::Lang;
use crate::reconcile::finding::{Finding, Findings, State};
use crate::reconcile::waivers::{Judged, Waiver, WaiverStatus};
use crate::sentence;

use super::terminal::line;
use super::{tell, words};

/// What is accepted, what is gone, and which waivers do nothing.
pub(super) fn aside(findings: &Findings, lang: Lang) -> String {
    let colon = tell(lang, " :", ":");
    let mut out = String::new();
    for finding in findings.findings.iter().filter(|f| f.is_loud() && !f.is_open()) {
        let (state, document) = (words::state(finding.state, lang), line(&finding.document));
        let _ = write!(out, "{state}{colon} {document}{colon} {}", line(&finding.message));
        if let Some(waiver) = accepted(finding, findings) {
            let _ = write!(out, " ({})", line(&why(waiver, lang)));
        }
        out.push('\n');
    }
    for judged in &findings.waivers {
        let Some(told) = words::why(judged.why, lang) else { continue };
        let status = words::waiver(judged.status, lang);
        let _ = writeln!(out, "{status}{colon} {}, {told}", line(&named(&judged.waiver)));
    }
    out
}

/// The waiver that accepts a finding.
pub(super) fn accepted<'f>(finding: &Finding, findings: &'f Findings) -> Option<&'f Waiver> {
    let of = |w: &&Judged| w.status == WaiverStatus::Used && w.waiver.finding == finding.id;
    let used = findings.waivers.iter().find(of)?;
    (finding.state == State::Waived).then_some(&used.waiver)
}

/// Who accepts, until when and why.
pub(super) fn why(waiver: &Waiver, lang: Lang) -> String {
    sentence::accepted_by(lang, &waiver.by, &waiver.until, &waiver.reason)
}

/// A waiver by its finding, with the document where it is known.
fn named(waiver: &Waiver) -> String {
    match waiver.document.as_str() {
        "" => waiver.finding.clone(),
        document => format!("{} ({document})", waiver.finding),
    }
}

/// What `bilan waive` wrote.
#[must_use]
pub fn made(waivers: &[Waiver], path: &Path, lang: Lang) -> String {
    let mut out = String::new();
    for waiver in waivers {
        let (named, path, until) =
            (line(&named(waiver)), line(&path.to_string_lossy()), &waiver.until);
        let _ = match lang {
            Lang::Fr => writeln!(out, "{path} : {named} accepté jusqu'au {until}"),
            Lang::En => writeln!(out, "{path}: {named} accepted until {until}"),
        };
    }
    out
}
