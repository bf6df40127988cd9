//! Errors planted at random in consistent budgets are told, and budgets without raise nothing.
//!
//! A hundred of each kind here; `cargo bench --bench reconcile` plants a thousand of each and
//! gives the figures.

#[path = "bench/planted/mod.rs"]
mod planted;

use planted::{Dice, Fault, Pairs, Plan, Score, Shape};

/// Seed of the errors.
const SEED: u64 = 20_231_231;

#[test]
fn planted_errors_are_told_once_with_their_kind_among_the_first_two() {
    let mut dice = Dice(SEED);
    for fault in Fault::ALL {
        let score = Score::measure(Shape::Plain, fault, 100, &mut dice);
        assert!(score.once * 100 >= score.tried * 97, "{fault:?}: {score:?}");
        assert!(score.named * 100 >= score.tried * 90, "{fault:?}: {score:?}");
        assert!(score.found * 100 >= score.cells * 98, "{fault:?}: {score:?}");
    }
}

#[test]
fn budgets_without_error_raise_nothing() {
    let mut dice = Dice(7);
    for shape in Shape::ALL {
        for _ in 0..200 {
            let plan = Plan::consistent(shape, &mut dice);
            assert_eq!(plan.findings().findings, [], "{plan:?}");
        }
    }
}

#[test]
fn two_errors_in_one_budget_are_both_named() {
    let mut dice = Dice(31_122_023);
    let pairs = Pairs::measure(Shape::Plain, 100, &mut dice);
    assert!(pairs.both * 100 >= pairs.tried * 90, "{pairs:?}");
}

#[test]
fn errors_in_messy_tables_are_told_as_well() {
    let mut dice = Dice(SEED);
    for shape in Shape::ALL {
        for fault in Fault::ALL {
            let score = Score::measure(shape, fault, 40, &mut dice);
            println!("{shape:?} {fault:?}: {score:?}");
            // Of figures rounded one by one, no exchange is sure: they differ by the rounding too.
            if (shape, fault) == (Shape::Rounded, Fault::ColumnSwapped) {
                continue;
            }
            assert!(score.named * 100 >= score.tried * 90, "{shape:?} {fault:?}: {score:?}");
            assert!(score.found * 100 >= score.cells * 97, "{shape:?} {fault:?}: {score:?}");
        }
        let pairs = Pairs::measure(shape, 40, &mut dice);
        println!("{shape:?}: {pairs:?}");
        assert!(pairs.both * 100 >= pairs.tried * 90, "{shape:?}: {pairs:?}");
    }
}
