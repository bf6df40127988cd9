//! What became of a corpus: each family with the number of its documents by outcome.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Every outcome, in the order of the columns.
const OUTCOMES: [&str; 8] = [
    "done",
    "partial",
    "refused",
    "crashed",
    "out_of_memory",
    "timed_out",
    "unsupported",
    "duplicate",
];

/// The table of paths `family/…` with their outcomes.
pub(crate) fn table<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> String {
    let mut rows: BTreeMap<&str, [usize; OUTCOMES.len()]> = BTreeMap::new();
    let mut all = [0; OUTCOMES.len()];
    for (path, outcome) in files {
        let family = path.split('/').next().unwrap();
        let column = OUTCOMES.iter().position(|known| *known == outcome);
        let column = column.unwrap_or_else(|| panic!("{path}: {outcome} is no outcome"));
        rows.entry(family).or_default()[column] += 1;
        all[column] += 1;
    }
    let mut out = format!("{:<15}", "");
    for outcome in OUTCOMES {
        write!(out, "{outcome:>14}").unwrap();
    }
    out.push('\n');
    for (family, counts) in rows.into_iter().chain([("all", all)]) {
        write!(out, "{family:<15}").unwrap();
        for count in counts {
            write!(out, "{count:>14}").unwrap();
        }
        out.push('\n');
    }
    out
}
