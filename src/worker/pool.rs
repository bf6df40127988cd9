//! Workers at rest, and the one way to have a document read by one of them.
//!
//! A worker that dies is replaced, and the document is given once more to a fresh one if the dead
//! had served others: what became of a document never depends on what was read before it. Nor does
//! it depend on what is read beside it: one that had not its share of the processor, or that the
//! kernel killed for memory, is read once more alone.

use std::io;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Instant;

use super::death::{Cause, Death};
use super::drawn::Drawn;
use super::evidence::{Asked, Shown};
use super::inspect::Inspected;
use super::process::Process;
use super::wire::{Answer, Request, Setup, Task, Told};
use super::{Body, Job, Outcome};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::readers::ocr::{Engine, Installed};
use crate::record::Record;

/// The workers of a run.
pub struct Pool {
    setup: Setup,
    idle: Mutex<Vec<Process>>,
    /// Held in common by those that read side by side, and by one alone that must.
    machine: RwLock<()>,
}

/// What the reading of a document gave.
#[derive(Debug, Clone)]
pub struct Reading {
    /// How it ended.
    pub outcome: Outcome,
    /// Wall-clock seconds that it took.
    pub seconds: f64,
    /// Pages of a PDF, sheets of a workbook.
    pub pages: u32,
    /// What is told of it.
    pub issues: Vec<Issue>,
    /// Whose fault it is, if it was not read.
    pub cause: Cause,
    /// The record as JSON on one line; of a document that could not be read, one that says why
    /// and nothing else.
    pub json: Body,
}

impl Pool {
    /// Workers that read by these packs (`Rules::written`), under these limits. The first is started at once, so
    /// that a machine on which none can start is told as that and not as damage to every document.
    pub fn new(limits: Limits, packs: Vec<(String, String)>, ocr: Installed) -> io::Result<Self> {
        let setup = Setup { limits, packs, ocr };
        let first = Process::start(&setup)?;
        Ok(Self { setup, idle: Mutex::new(vec![first]), machine: RwLock::default() })
    }

    /// The record of a document: always one, whatever happens.
    #[must_use]
    pub fn read(&self, job: &Job) -> Reading {
        let start = Instant::now();
        let asked = self.ask(&Request { task: Task::Record, job: job.clone() });
        let read = asked.and_then(|(answer, json)| reading(answer, json));
        let reading = read.unwrap_or_else(|death| {
            let record = empty(job, *death.issue);
            let json = serde_json::to_vec(&record).unwrap_or_default();
            let (pages, issues) = (record.document.pages, record.issues);
            let (outcome, cause, json) = (death.outcome, death.cause, json.as_slice().into());
            Reading { outcome, seconds: 0.0, pages, issues, cause, json }
        });
        Reading { seconds: start.elapsed().as_secs_f64(), ..reading }
    }

    /// A document read and laid out, as the JSON of a [`super::Prepared`].
    pub fn prepare(&self, job: &Job) -> Result<Body, Box<Issue>> {
        let request = Request { task: Task::Prepare, job: job.clone() };
        let (answer, json) = self.ask(&request).map_err(|death| death.issue)?;
        answer.issue.map_or(Ok(json), |issue| Err(Box::new(issue)))
    }

    /// What the reader sees of a document, on one page or on all.
    pub fn inspect(&self, job: &Job, page: Option<u32>) -> Result<Inspected, Box<Issue>> {
        let request = Request { task: Task::Inspect(page), job: job.clone() };
        let (answer, json) = self.ask(&request).map_err(|death| death.issue)?;
        if let Some(issue) = answer.issue {
            return Err(Box::new(issue));
        }
        json.parse().map_err(|e| Death::crashed(&e.to_string()).issue)
    }

    /// What there is to draw of a page, the only one if none is given. A worker that dies of drawing
    /// the page costs its picture and no more.
    pub fn draw(&self, job: &Job, page: Option<u32>) -> Result<Drawn, Box<Issue>> {
        let ask = |picture| {
            let task = Task::Draw { page, picture };
            self.ask(&Request { task, job: job.clone() })
        };
        let (answer, death) = match ask(true) {
            Ok(answer) => (answer, None),
            Err(death) => (ask(false).map_err(|death| death.issue)?, Some(death)),
        };
        let (Answer { issue, .. }, json) = answer;
        if let Some(issue) = issue {
            return Err(Box::new(issue));
        }
        let mut drawn: Drawn = json.parse().map_err(|e| Death::crashed(&e.to_string()).issue)?;
        if let (Some(page), Some(death)) = (&mut drawn.page, death) {
            page.picture = Err(*death.issue);
        }
        Ok(drawn)
    }

    /// What its workers read pages of paper with, and its version.
    #[must_use]
    pub fn engine(&self) -> Option<String> {
        self.setup.ocr.engine.engine().ok().map(Engine::name)
    }

    /// The caps that its workers keep to.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.setup.limits
    }

    /// Parts of a document to look at, one answer for each that is asked for. A part that a worker
    /// dies of costs itself and no other, as long as the document's time lasts.
    pub fn show(&self, job: &Job, asked: &[Asked]) -> Vec<Shown> {
        let start = Instant::now();
        let death = match self.show_all(job, asked) {
            Ok(shown) => return shown,
            Err(death) => death,
        };
        let mut shown: Vec<Shown> = Vec::new();
        if asked.len() > 1 && death.outcome != Outcome::TimedOut {
            for part in asked.chunks(1) {
                if start.elapsed() > self.setup.limits.timeout() {
                    break;
                }
                let alone = self.show_all(job, part);
                shown.extend(alone.unwrap_or_else(|death| vec![Shown::Nothing(death.issue)]));
            }
        }
        shown.resize(asked.len(), Shown::Nothing(death.issue));
        shown
    }

    fn show_all(&self, job: &Job, asked: &[Asked]) -> Result<Vec<Shown>, Death> {
        let task = Task::Show(asked.to_vec());
        let (answer, json) = self.ask(&Request { task, job: job.clone() })?;
        if let Some(issue) = answer.issue {
            return Ok(vec![Shown::Nothing(Box::new(issue)); asked.len()]);
        }
        let shown: Vec<Shown> = json.parse().map_err(|e| Death::crashed(&e.to_string()))?;
        let all = shown.len() == asked.len();
        all.then_some(shown).ok_or_else(|| Death::crashed("parts are missing"))
    }

    /// Has a worker answer. Where it may have died of what ran beside it, it is asked once more
    /// with nothing beside it.
    fn ask(&self, request: &Request) -> Result<(Answer, Body), Death> {
        let shared = self.machine.read().unwrap_or_else(PoisonError::into_inner);
        let answer = self.ask_one(request);
        drop(shared);
        if answer.as_ref().is_err_and(|death| death.cause == Cause::Machine) {
            let _alone = self.machine.write().unwrap_or_else(PoisonError::into_inner);
            // The others hold memory even at rest.
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
            return self.ask_one(request);
        }
        answer
    }

    /// Has a worker answer; a death counts only in a fresh one.
    fn ask_one(&self, request: &Request) -> Result<(Answer, Body), Death> {
        let mut worker = self.take()?;
        let mut answer = worker.ask(request, &self.setup.limits);
        let own =
            |death: &Death| death.outcome != Outcome::TimedOut && death.cause == Cause::Document;
        let died = answer.as_ref().is_err_and(own);
        if died && worker.served > 1 {
            worker = self.start()?;
            answer = worker.ask(request, &self.setup.limits);
        }
        if answer.as_ref().is_ok_and(|(answer, _)| !answer.worn) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        answer
    }

    /// A worker at rest, or a new one.
    fn take(&self) -> Result<Process, Death> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| self.start(), Ok)
    }

    /// A new worker.
    fn start(&self) -> Result<Process, Death> {
        Process::start(&self.setup)
            .map_err(|e| Death { cause: Cause::Machine, ..Death::crashed(&e.to_string()) })
    }
}

/// The record of an answer; one of which nothing is told is no answer.
fn reading(answer: Answer, json: Body) -> Result<Reading, Death> {
    if let Some(issue) = answer.issue {
        // A file that could not be read may be there again tomorrow.
        let cause = if issue.code == Code::Unreadable { Cause::Machine } else { Cause::Document };
        return Err(Death { outcome: answer.outcome, issue: Box::new(issue), cause });
    }
    let Some(Told { pages, issues }) = answer.told else {
        return Err(Death::crashed("réponse illisible (unreadable answer)"));
    };
    let outcome = answer.outcome;
    Ok(Reading { outcome, seconds: 0.0, pages, issues, cause: Cause::Document, json })
}

/// The record of a document that could not be read.
fn empty(job: &Job, issue: Issue) -> Record {
    let mut record = Record::new(job.head());
    record.issues.clone_from(&job.issues);
    record.issues.push(issue);
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_which_nothing_is_told_is_no_answer() {
        let answer = |told| Answer { outcome: Outcome::Done, issue: None, worn: false, told };
        let json = Body::from(b"{}".as_slice());
        let told = Told { pages: 3, issues: vec![Issue::new(Code::Empty, &[])] };
        let read = reading(answer(Some(told)), json.clone()).unwrap();
        assert_eq!((read.outcome, read.pages, read.issues.len()), (Outcome::Done, 3, 1));
        assert_eq!(read.json, json);
        let Err(death) = reading(answer(None), json) else { panic!("taken for an answer") };
        assert_eq!((death.outcome, death.cause), (Outcome::Crashed, Cause::Document));
        assert!(death.issue.message.contains("réponse illisible"), "{}", death.issue.message);
    }
}
