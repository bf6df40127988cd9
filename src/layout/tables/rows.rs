//! Lines of text to rows of a table.
//!
//! A row is opened by the line that holds its numbers. Lines without any go with the row that
//! stands nearer (a wrapped label goes on below its amount, or begins above it where amounts
//! stand in the middle or at the foot); set apart on both sides, they are a row of their own,
//! as the name of a group is. Where all lines are equally far apart, the words decide: what
//! begins in small letters goes on.

/// What is known of a line when rows are made.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one line, not a state")]
pub(super) struct RowLine {
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// Holds a number in a column of numbers.
    pub(super) opens: bool,
    /// Holds something in the first column.
    pub(super) labelled: bool,
    /// Begins in small letters, or goes on with a broken word.
    pub(super) goes_on: bool,
    /// All of it is bold.
    pub(super) bold: bool,
    /// A rule runs across the table above it.
    pub(super) ruled_above: bool,
    /// Stands over several columns.
    pub(super) spans: bool,
    /// All its numbers are in brackets: shares, errors, intervals of those above.
    pub(super) bracketed: bool,
}

/// How two neighbouring lines stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    Cut,
    Joined,
}

/// The row of each line, counted from 0.
pub(super) fn group(lines: &[RowLine]) -> Vec<usize> {
    let banded = is_banded(lines);
    let pitch = pitch(lines);
    let mut rows = Vec::with_capacity(lines.len());
    let mut row = 0;
    let mut bonds = bonds(lines, banded, pitch);
    join_bracketed(lines, &mut bonds);
    for (i, bond) in bonds.into_iter().enumerate() {
        if i > 0 && bond == Bond::Cut {
            row += 1;
        }
        rows.push(row);
    }
    rows
}

/// Joins a line of numbers in brackets without a label to the line of numbers above it, where it
/// stands nearer to that than to what follows: `147` over `(34.6)` is one cell. At even distances
/// they are rows of their own, as standard errors are printed.
fn join_bracketed(lines: &[RowLine], bonds: &mut [Bond]) {
    for (i, trio) in lines.windows(3).enumerate() {
        let [above, own, below] = trio else { continue };
        let second = above.opens && own.opens && own.bracketed && !own.labelled;
        if second
            && !own.ruled_above
            && gap(above, own) * 1.18 < gap(own, below)
            && let Some(bond) = bonds.get_mut(i + 1)
        {
            *bond = Bond::Joined;
        }
    }
    // The last row is as its neighbours are.
    let last = lines.len().wrapping_sub(1);
    if let (Some([above, own]), Some(Bond::Joined)) =
        (lines.last_chunk::<2>(), last.checked_sub(2).and_then(|i| bonds.get(i)))
        && above.opens
        && own.bracketed
        && !own.labelled
        && let Some(bond) = bonds.get_mut(last)
    {
        *bond = Bond::Joined;
    }
}

/// Whether rules stand between (nearly) all rows, so that a missing rule means one row.
fn is_banded(lines: &[RowLine]) -> bool {
    let ruled = lines.iter().skip(1).filter(|l| l.ruled_above).count();
    let openers = lines.iter().filter(|l| l.opens).count();
    openers >= 2 && ruled + 1 >= openers
}

/// For each line, how it is bound to the one before it.
fn bonds(lines: &[RowLine], banded: bool, pitch: f32) -> Vec<Bond> {
    let mut bonds = vec![Bond::Cut; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        // A run: an opener (or the top), lines without numbers, the next opener (or the end).
        let mut end = start + 1;
        while lines.get(end).is_some_and(|l| !l.opens) {
            end += 1;
        }
        let run = lines.get(start..(end + 1).min(lines.len())).unwrap_or_default();
        if run.len() > 2 || run.iter().any(|l| !l.opens) {
            for (i, bond) in bind(run, banded, pitch).into_iter().enumerate().skip(1) {
                if let Some(slot) = bonds.get_mut(start + i) {
                    *slot = bond;
                }
            }
        }
        start = end;
    }
    bonds
}

/// Binds the lines of one run.
fn bind(run: &[RowLine], banded: bool, pitch: f32) -> Vec<Bond> {
    if banded {
        let mut bonds: Vec<Bond> =
            run.iter().map(|l| if l.ruled_above { Bond::Cut } else { Bond::Joined }).collect();
        keep_openers_apart(run, &mut bonds);
        return bonds;
    }
    let gaps: Vec<f32> =
        run.windows(2).map(|w| if let [a, b] = w { gap(a, b) } else { 0.0 }).collect();
    let least = gaps.iter().copied().fold(f32::INFINITY, f32::min);
    let most = gaps.iter().copied().fold(0.0, f32::max);
    let mut bonds = if most > least * 1.18 || run.len() == 2 && least > 1.75 {
        by_gaps(run, &gaps, least, pitch)
    } else {
        by_words(run)
    };
    keep_openers_apart(run, &mut bonds);
    bonds
}

/// The usual distance of two rows of one line each, in letter sizes; infinite where there are none.
fn pitch(lines: &[RowLine]) -> f32 {
    let mut gaps: Vec<f32> = lines
        .windows(2)
        .filter_map(|w| match w {
            [a, b] if a.opens && b.opens && a.labelled && b.labelled => Some(gap(a, b)),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(f32::INFINITY)
}

fn gap(a: &RowLine, b: &RowLine) -> f32 {
    (b.baseline - a.baseline) / a.size.max(b.size).max(1.0)
}

/// Cuts at the wide gaps, at rules, and between what is bold and what is not. Lines as far apart
/// as rows are bound by their words.
fn by_gaps(run: &[RowLine], gaps: &[f32], least: f32, pitch: f32) -> Vec<Bond> {
    let worded = by_words(run);
    let mut bonds = vec![Bond::Cut];
    for ((pair, gap), word) in run.windows(2).zip(gaps).zip(worded.into_iter().skip(1)) {
        let [a, b] = pair else { continue };
        let apart = *gap > least * 1.18
            || *gap > 1.9
            || b.ruled_above
            || is_title(a, b)
            || is_title(b, a)
            || *gap > 0.95 * pitch && word == Bond::Cut;
        bonds.push(if apart { Bond::Cut } else { Bond::Joined });
    }
    bonds
}

/// Whether `a` names what follows or precedes: bold or wide where its neighbour is not.
fn is_title(a: &RowLine, b: &RowLine) -> bool {
    !a.opens && a.labelled && ((a.bold && !b.bold) || (a.spans && !b.spans && b.labelled))
}

/// All lines equally far apart.
fn by_words(run: &[RowLine]) -> Vec<Bond> {
    let mut bonds = vec![Bond::Cut];
    for pair in run.windows(2) {
        let [a, b] = pair else { continue };
        let title = is_title(a, b) || is_title(b, a) || b.ruled_above;
        // Beside an empty first column, text belongs to the label that was begun.
        let joined = !title && (b.goes_on || !(b.labelled || a.opens && b.opens));
        bonds.push(if joined { Bond::Joined } else { Bond::Cut });
    }
    bonds
}

/// Where the whole run came out as one row though it has an opener at each end, cuts it before
/// the second: its label most often begins on its own line.
fn keep_openers_apart(run: &[RowLine], bonds: &mut [Bond]) {
    let ends = run.first().is_some_and(|l| l.opens) && run.last().is_some_and(|l| l.opens);
    if ends && run.len() > 1 && bonds.iter().skip(1).all(|b| *b == Bond::Joined) {
        let cut = (1..run.len())
            .rev()
            .find(|i| run.get(*i).is_some_and(|l| l.labelled && !l.goes_on))
            .unwrap_or(run.len() - 1);
        if let Some(bond) = bonds.get_mut(cut) {
            *bond = Bond::Cut;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(baseline: f32, text: &str) -> RowLine {
        RowLine {
            baseline,
            size: 10.0,
            opens: text.contains('9'),
            labelled: !text.starts_with(' '),
            goes_on: text.trim().starts_with(char::is_lowercase),
            bold: text.starts_with('*'),
            ..RowLine::default()
        }
    }

    fn rows(lines: &[(f32, &str)]) -> Vec<usize> {
        group(&lines.iter().map(|(y, t)| line(*y, t)).collect::<Vec<_>>())
    }

    #[test]
    fn a_label_wraps_below_its_amount() {
        assert_eq!(
            rows(&[(0.0, "A 9"), (12.0, " more"), (30.0, "B 9"), (42.0, " more")]),
            [0, 0, 1, 1]
        );
    }

    #[test]
    fn a_label_stands_around_its_amount() {
        let lines = [
            (0.0, "Long"),
            (6.0, " 9"),
            (12.0, "label"),
            (32.0, "Long"),
            (38.0, " 9"),
            (44.0, "label"),
        ];
        assert_eq!(rows(&lines), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn numbers_in_brackets_close_below_others_are_of_their_row() {
        let row = |y: f32, label: &str| line(y, label);
        let second = |y: f32| RowLine { bracketed: true, ..line(y, " (9)") };
        let near = [row(0.0, "A 9"), second(12.0), row(30.0, "B 9"), second(42.0)];
        assert_eq!(group(&near), [0, 0, 1, 1]);
        let even = [row(0.0, "A 9"), second(12.0), row(24.0, "B 9"), second(36.0)];
        assert_eq!(group(&even), [0, 1, 2, 3]);
    }

    #[test]
    fn a_group_is_a_row_of_its_own() {
        assert_eq!(
            rows(&[(0.0, "A 9"), (12.0, "*Group"), (24.0, "B 9"), (36.0, "C 9")]),
            [0, 1, 2, 3]
        );
    }

    #[test]
    fn at_even_distances_small_letters_go_on() {
        assert_eq!(
            rows(&[(0.0, "A 9"), (12.0, "of it"), (24.0, "B 9"), (36.0, "C 9")]),
            [0, 0, 1, 2]
        );
    }
}
