//! `bilan` reads what French local authorities publish about the money they spend, and proves
//! that the numbers agree.
//!
//! ```text
//! folder ─ ingest ─┐                      rules/*.toml ─ rules
//!                  ▼                           │
//!   worker:   readers ─ layout ─ extract ◄─────┘     one document, limits set
//!                  ▼
//!               record ─ store                       JSON, every value with its place
//!                  ▼
//!   reconcile:  facts ─ relations ─ verdicts ─ findings
//!                  ▼
//!               report                               terminal, findings.json, HTML, xlsx, docx
//! ```
//!
//! A report shows the values of its findings where they stand: workers open those sources once
//! more (`worker::evidence`), since no picture is kept from another day.
//!
//! `verify` is for who changes a rule: it tries rules on documents that are read already, and
//! says what they read, why not, and what a change gains and loses. It proves places as well.
//!
//! What reconciliation says is told by `sentence`, one catalogue for French and English.
//!
//! Data first: [`place`], [`issue`], [`number`], [`document`], [`record`], [`rules`]. A module
//! uses only those above it in this file.

pub mod place;
pub mod issue;
pub mod limits;
pub mod number;
pub mod sentence;
pub mod document;
pub mod record;
pub mod rules;
pub mod ingest;
pub mod readers;
pub mod layout;
pub mod extract;
pub mod worker;
pub mod store;
pub mod reconcile;
pub mod verify;
pub mod report;
pub mod batch;
pub mod cli;
