//! The leading of a document: how far apart the lines of one paragraph stand.
//!
//! Measured where a sentence plainly runs on over a line end, for each size of letters: lines
//! that are neighbours by chance, such as headings and entries of lists, say nothing of it.

use std::collections::BTreeMap;

use super::lines::FlowLine;

/// The usual leadings of a document by size of letters (in half points), in sizes.
#[derive(Debug, Default)]
pub(super) struct Leadings(BTreeMap<u32, f32>);

impl Leadings {
    /// Measures them over neighbouring lines of one size.
    pub(super) fn of<'a>(flows: impl Iterator<Item = &'a [FlowLine]>) -> Self {
        let mut steps: BTreeMap<u32, (Vec<f32>, Vec<f32>)> = BTreeMap::new();
        for flow in flows {
            for (a, b) in flow.iter().zip(flow.iter().skip(1)) {
                let step = (b.baseline - a.baseline) / b.size.max(1.0);
                if a.leaf == b.leaf && same_size(a, b) && (0.7..3.0).contains(&step) {
                    let (all, sure) = steps.entry(class(b.size)).or_default();
                    all.push(step);
                    sure.extend(runs_on(a, b).then_some(step));
                }
            }
        }
        Self(steps.into_iter().map(|(k, (all, sure))| (k, usual(all, sure))).collect())
    }

    /// The usual leading for a size; letters that never wrap are led as most fonts ask.
    fn at(&self, size: f32) -> f32 {
        self.0.get(&class(size)).copied().unwrap_or(1.25).min(2.1)
    }
}

fn class(size: f32) -> u32 {
    (size * 2.0).round() as u32
}

/// The leading that most pairs keep to over which a sentence runs on; where there are few, the
/// closest that is common.
fn usual(all: Vec<f32>, mut sure: Vec<f32>) -> f32 {
    sure.sort_by(f32::total_cmp);
    let median = sure.get(sure.len() / 2).copied().filter(|_| sure.len() >= 3);
    median.unwrap_or_else(|| closest(all))
}

/// No full stop, and a small letter after it.
pub(super) fn runs_on(last: &FlowLine, next: &FlowLine) -> bool {
    !last.ends && next.opens_small
}

/// The closest step that one in twelve keeps to: lines within paragraphs are the closest.
fn closest(mut steps: Vec<f32>) -> f32 {
    steps.sort_by(f32::total_cmp);
    let need = (steps.len() / 12).max(1);
    let near = steps.iter().zip(steps.iter().skip(need - 1)).find(|(a, b)| **b - **a < 0.1);
    near.map_or(1.25, |(_, b)| *b)
}

/// Whether two lines are set in letters of one size: text of 11 under a title of 12 is not.
pub(super) fn same_size(a: &FlowLine, b: &FlowLine) -> bool {
    (a.size - b.size).abs() <= 0.04 * a.size.max(b.size)
}

/// How much further apart two lines are than usual, in sizes.
pub(super) fn pause(a: &FlowLine, b: &FlowLine, leadings: &Leadings) -> f32 {
    let size = a.size.max(b.size).max(1.0);
    (b.baseline - a.baseline) / size - leadings.at(size)
}
