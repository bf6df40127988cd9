//! The command as a user has it: arguments in, files, words and exit status out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

mod archive;
mod bad_input;
mod bombs;
mod containment;
#[path = "../corpus/mod.rs"]
mod corpus;
mod conventions;
mod correspondences;
mod drawing;
mod english;
mod evidence;
mod exit;
mod files;
mod full_disk;
mod help;
mod hostile;
mod language;
mod long;
mod manual;
mod machines;
mod memory;
mod mutants;
mod note;
mod ocr_program;
mod odd_files;
mod outside;
mod page;
mod paper;
mod program;
mod readme;
mod resume;
mod rules;
mod rules_test;
mod rules_trace;
mod rules_try;
mod run_folder;
mod samples;
mod scans;
mod seen;
mod snapshots;
mod stages;
mod terminal;
mod verify;
mod waivers;
mod workbook;
mod years;
