//! Documents that misbehave on purpose, in debug builds alone: the tests of containment.
//!
//! A file that opens with `%BILAN-TEST` and one of the words below does what the word says; one
//! that ends with `%BILAN-TEST abort drawing` is sound until a page of it is drawn, one that ends
//! with `%BILAN-TEST killed once` is sound but the first time, after which a file stands beside it,
//! and one that ends with `%BILAN-TEST paper` reckons for as long as three pages of paper may.

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::os::unix::ffi::OsStrExt as _;
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};
use rustix::time::{ClockId, clock_gettime};

use super::Job;

/// Does what the file says, if it is one of these.
pub(super) fn act(job: &Job, text: &[u8], socket: &mut impl Write, begins: &dyn Fn()) {
    let path = std::path::Path::new(std::ffi::OsStr::from_bytes(&job.file));
    if text.trim_ascii_end().ends_with(b"%BILAN-TEST killed once") {
        let seen = path.with_extension("seen");
        if !seen.exists() && fs::write(&seen, "").is_ok() {
            let _ = kill_process(getpid(), Signal::KILL);
        }
    }
    if text.trim_ascii_end().ends_with(b"%BILAN-TEST paper") {
        (0..3).for_each(|_| begins());
        while clock_gettime(ClockId::ProcessCPUTime).tv_sec < 5 {
            (0..1_000_000).for_each(|_| black_box(()));
        }
    }
    let Some(word) = text.strip_prefix(b"%BILAN-TEST ") else { return };
    // What follows the first line makes one document another.
    let word = word.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match word.trim_ascii() {
        b"hang" => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        b"spin" => loop {
            black_box(());
        },
        b"alloc" => exhaust(),
        b"overflow" => {
            black_box(dig(1));
        }
        #[expect(clippy::panic, reason = "the tests ask for it")]
        b"panic" => panic!("asked for by a test"),
        b"exit" => std::process::exit(3),
        b"abort" => std::process::abort(),
        b"garbage" => {
            let _ = socket.write_all(&[0xff; 4096]);
        }
        _ => {}
    }
}

/// Ends the process while a page is drawn, if the file ends with that order.
pub(super) fn draw(bytes: &[u8]) {
    if bytes.trim_ascii_end().ends_with(b"%BILAN-TEST abort drawing") {
        std::process::abort();
    }
}

/// Allocates without end.
fn exhaust() {
    let mut held: Vec<Vec<u8>> = Vec::new();
    loop {
        held.push(black_box(vec![1; 16 << 20]));
    }
}

/// Recurs without end.
fn dig(depth: u64) -> u64 {
    let here = black_box([depth; 64]);
    if depth == 0 { 0 } else { dig(depth + 1) + here.iter().sum::<u64>() }
}
