//! The command as a user has it: arguments in, files, words and exit status out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod archive;
mod containment;
mod exit;
mod files;
mod run_folder;
