//! A document read and laid out, from which any rules extract a record.
//!
//! [`Prepared`] is what a worker makes before rules are asked, and what is kept to try rules on
//! again without the file: reading takes nearly all of the time, and rules change it in nothing.
//! Extraction is our own code over plain data; it may run in the parent.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Job, Outcome, is_missing_part};
use crate::document::Laid;
use crate::extract::extract;
use crate::issue::{Code, Issue, Severity};
use crate::record::{Head, Record};
use crate::rules::Rules;

/// A document read and laid out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prepared {
    /// What the document is; its kind and pack are still to be said.
    pub head: Head,
    /// The document.
    pub laid: Laid,
    /// Whether not a word was read.
    blank: bool,
    /// What was told of the file before it was read.
    #[serde(skip)]
    told: Vec<Issue>,
}

impl Prepared {
    /// A document as laid out, of a file.
    pub(super) fn new(job: &Job, laid: Laid) -> Self {
        let (head, blank) = (head(job, &laid), holds_nothing(&laid));
        Self { head, laid, blank, told: job.issues.clone() }
    }

    /// The same document as that of a file with the same bytes.
    #[must_use]
    pub fn of(mut self, job: &Job) -> Self {
        let Head { path, sha256, media_type, .. } = job.head();
        self.head = Head { path, sha256, media_type, ..self.head };
        self.told.clone_from(&job.issues);
        self
    }

    /// What rules read in it.
    #[must_use]
    pub fn record(&self, rules: &Rules) -> Record {
        let mut record = extract(&self.laid, self.head.clone(), rules);
        record.issues = self.all_issues(&record);
        record
    }

    /// What rules read in it, where they are tried outside a worker: what breaks down costs this
    /// document alone.
    pub fn try_record(&self, rules: &Rules) -> Result<Record, Box<Issue>> {
        self.attempt(|_, _| self.record(rules))
    }

    /// What `act` makes of the document; the same holds.
    pub fn attempt<T>(&self, act: impl FnOnce(&Laid, Head) -> T) -> Result<T, Box<Issue>> {
        catch_unwind(AssertUnwindSafe(|| act(&self.laid, self.head.clone())))
            .map_err(|_| Box::new(Issue::new(Code::Panicked, &[("why", &"extraction")])))
    }

    /// How the reading ended: nothing at all for a grave reason is no reading.
    #[must_use]
    pub fn outcome(&self, record: &Record) -> Outcome {
        let grave = record.issues.iter().any(|issue| issue.severity == Severity::Error);
        if self.blank && grave {
            Outcome::Refused
        } else if record.issues.iter().any(is_missing_part) {
            Outcome::Partial
        } else {
            Outcome::Done
        }
    }

    /// The issues of every stage in the order of the stages, each once.
    fn all_issues(&self, record: &Record) -> Vec<Issue> {
        let mut all: Vec<Issue> = Vec::new();
        for issue in self.told.iter().chain(&self.laid.issues).chain(&record.issues) {
            if !all.contains(issue) {
                all.push(issue.clone());
            }
        }
        let nothing = self.blank || (is_bare(&self.laid) && is_empty(record));
        if nothing && all.iter().all(|issue| issue.code == Code::NoPack) {
            all.push(Issue::new(Code::Blank, &[]));
        }
        all
    }
}

/// What a document is.
pub(super) fn head(job: &Job, laid: &Laid) -> Head {
    let thousandths = |share: u16| Decimal::new(i64::from(share), 3);
    Head {
        pages: u32::try_from(laid.pages.len().max(laid.sheets.len())).unwrap_or(u32::MAX),
        page_size: laid.pages.iter().map(|p| [tenth(p.width), tenth(p.height)]).collect(),
        agreement: laid.pages.iter().map(|p| p.agreement.map(thousandths)).collect(),
        metadata: laid.metadata.iter().cloned().collect(),
        ..job.head()
    }
}

/// A length rounded to a tenth of a point, as places are.
fn tenth(length: f32) -> f32 {
    (length * 10.0).round() / 10.0
}

/// Whether sheets hold no table: a heading without a line, a word.
fn is_bare(laid: &Laid) -> bool {
    laid.pages.is_empty() && laid.tables.is_empty()
}

/// Whether rules read nothing at all.
fn is_empty(record: &Record) -> bool {
    let Record { fields, actions, indicators, budgets, amounts, unread, .. } = record;
    let values = [fields.len(), actions.len(), indicators.len(), budgets.len(), amounts.len()];
    values.iter().sum::<usize>() + unread.len() == 0
}

/// Whether not a word was read.
fn holds_nothing(laid: &Laid) -> bool {
    laid.blocks.is_empty()
        && laid.pages.iter().all(|page| page.words.is_empty())
        && laid.sheets.iter().all(|sheet| sheet.cells.is_empty())
}
