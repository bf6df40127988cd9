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
#[ignore = "scratch"]
fn scratch() {
    let mut dice = Dice(SEED);
    for shape in Shape::ALL {
        for fault in Fault::ALL {
            let s = Score::measure(shape, fault, 100, &mut dice);
            println!("{shape:?} {fault:?} {s:?}");
        }
        println!("{shape:?} {:?}", Pairs::measure(shape, 100, &mut dice));
    }
    for (shape, fault) in [
        (Shape::TwoLevels, Fault::Sign),
        (Shape::TwoLevels, Fault::LineMissing),
        (Shape::Missing, Fault::LineMissing),
        (Shape::Subtotals, Fault::OneDigit),
        (Shape::Subtotals, Fault::ColumnSwapped),
        (Shape::Subtotals, Fault::LineMissing),
        (Shape::Subtotals, Fault::LineDoubled),
        (Shape::Heads, Fault::Sign),
        (Shape::Heads, Fault::LineMissing),
        (Shape::Rounded, Fault::Factor),
        (Shape::Rounded, Fault::LineDoubled),
        (Shape::Thousands, Fault::OneDigit),
    ] {
        let mut dice = Dice(SEED);
        let mut shown = 0;
        for _ in 0..200 {
            let mut plan = Plan::consistent(shape, &mut dice);
            let old = plan.clone();
            let Some(ch) = fault.plant(&mut plan, &mut dice) else { continue };
            let told = plan.findings().findings;
            let ok = told.len() == 1
                && told[0].hypotheses.iter().take(2).any(|h| h.kind == fault.kind());
            if ok {
                continue;
            }
            shown += 1;
            if shown > 2 {
                break;
            }
            println!("==== {shape:?} {fault:?} changed {ch:?} rows {}", plan.rows.len());
            for (i, r) in plan.rows.iter().enumerate() {
                println!(
                    "  {i} {:?} {} {:?} {}",
                    r.kind,
                    r.label,
                    r.cells,
                    if old.rows.get(i) == Some(r) { "" } else { "<<" }
                );
            }
            for f in &told {
                println!(
                    "  -> {} {:?} {}\n     {:?}",
                    f.check,
                    f.verdict,
                    f.message,
                    f.hypotheses.iter().map(|h| &h.kind).collect::<Vec<_>>()
                );
            }
        }
    }
}
