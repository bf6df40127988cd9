//! How well and how fast `bilan reconcile` works: `cargo bench --bench reconcile`.
//!
//! Without arguments: errors planted in budgets of every shape, then the command over made run
//! folders of 1, 10 and 100 thousand records. `planted`, `scale` or a number of records after
//! `--` does a part. Figures are printed and never judged: a machine may be busy.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail by a panic")]
#![expect(clippy::indexing_slicing, reason = "made JSON has the keys that it is given")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

mod folder;
mod planted;
mod watch;

use std::process::Command;

use planted::{Dice, Fault, Pairs, Plan, Score, Shape};

/// Errors of each kind, and budgets without any.
const TRIALS: u32 = 1000;
const WITHOUT: u32 = 10_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let wants = |word: &str| asked.is_empty() || asked.iter().any(|a| a == word);
    if wants("planted") {
        errors();
        pairs();
        without();
    }
    let numbers: Vec<usize> = asked.iter().filter_map(|a| a.parse().ok()).collect();
    if !numbers.is_empty() {
        scale(&numbers);
    } else if wants("scale") {
        scale(&[1_000, 10_000, 100_000]);
    }
}

/// Of each shape and fault: told once, named among the first two, cell named, in percents.
fn errors() {
    println!("{TRIALS} errors of each kind: told once, kind among the first two, cell named (%)");
    let mut dice = Dice(20_231_231);
    for shape in Shape::ALL {
        for fault in Fault::ALL {
            let score = Score::measure(shape, fault, TRIALS, &mut dice);
            let share = |part: u32, all: u32| match all {
                0 => "–".to_owned(),
                _ => format!("{:.1}", 100.0 * f64::from(part) / f64::from(all)),
            };
            let (once, named) = (share(score.once, score.tried), share(score.named, score.tried));
            let found = share(score.found, score.cells);
            println!("{shape:<10?} {fault:<14?} {once:>6} {named:>6} {found:>6}");
        }
    }
}

/// Two errors in one budget, in cells that share neither row nor column.
fn pairs() {
    println!("two errors in one budget: both cells named, one at least (%)");
    let mut dice = Dice(31_122_023);
    for shape in Shape::ALL {
        let pairs = Pairs::measure(shape, TRIALS, &mut dice);
        let share = |part: u32| 100.0 * f64::from(part) / f64::from(pairs.tried);
        println!("{shape:<10?} {:>6.1} {:>6.1}", share(pairs.both), share(pairs.one));
    }
}

/// Budgets without error.
fn without() {
    let mut dice = Dice(7);
    for shape in Shape::ALL {
        let raise = |_: &u32| !Plan::consistent(shape, &mut dice).findings().findings.is_empty();
        let raised = (0..WITHOUT).filter(raise).count();
        println!("{shape:<10?} {raised} of {WITHOUT} budgets without error raise something");
    }
}

/// The command over run folders of so many records, each beside the first by n log n.
fn scale(numbers: &[usize]) {
    println!("records      s   MB at most   s over n log n of the first");
    let mut first = None;
    for &records in numbers {
        let made = folder::make(records);
        let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
        let watched = watch::run(command.arg("reconcile").arg(made.path()), |_| {});
        assert_eq!(watched.status.code(), Some(1), "the made archive holds discrepancies");
        let growth = records as f64 * (records as f64).log2();
        let unit = *first.get_or_insert(watched.seconds / growth);
        let (seconds, megabytes) = (watched.seconds, watched.peak as f64 / 1000.0);
        let ratio = seconds / growth / unit;
        println!("{records:>7} {seconds:>6.1} {megabytes:>12.0} {ratio:>8.2}");
    }
}
