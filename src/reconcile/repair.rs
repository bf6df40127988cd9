//! The smallest sets of values whose change satisfies a system of equations (Fellegi and Holt,
//! 1976).
//!
//! Exact: sets of one value are tried before those of two and of three, each grown from an
//! equation that fails, since some value of it must change. Among sets of one size those of the
//! least weight are given, all of them: which one it is is not for arithmetic to say. In a fixed
//! order and with a bound on the sets tried, so that the same values give the same sets.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

/// Values that a set may have; more would explain anything.
const VALUES: usize = 3;

/// Sets tried: some milliseconds.
const TRIED: usize = 4000;

/// A linear equation over numbered values: the sum of its terms should be zero.
#[derive(Debug, Clone, Default)]
pub(super) struct Equation {
    /// The values with their factors, each value once.
    pub(super) terms: Vec<(usize, Decimal)>,
    /// What the sum is; zero where the equation holds.
    pub(super) residual: Decimal,
    /// By how much it may be off without a fault: what its values do not write.
    pub(super) slack: Decimal,
}

/// A set of values, each with what is to be added to it.
pub(super) type Repair = Vec<(usize, Decimal)>;

/// The lightest of the smallest repairs; `weights` says how much each value is trusted.
pub(super) fn smallest(equations: &[Equation], weights: &[u32]) -> Vec<Repair> {
    let mut search = Search { equations, size: 0, seen: BTreeSet::new(), found: Vec::new() };
    for size in 1..=VALUES {
        search.size = size;
        search.seen.clear();
        search.grow(&[]);
        if !search.found.is_empty() {
            break;
        }
    }
    let weight = |repair: &Repair| -> u32 {
        repair.iter().map(|(value, _)| weights.get(*value).copied().unwrap_or(1)).sum()
    };
    let least = search.found.iter().map(weight).min();
    search.found.retain(|repair| Some(weight(repair)) == least);
    search.found.sort_by(|a, b| a.iter().map(|v| v.0).cmp(b.iter().map(|v| v.0)));
    search.found
}

struct Search<'e> {
    equations: &'e [Equation],
    size: usize,
    seen: BTreeSet<Vec<usize>>,
    found: Vec<Repair>,
}

impl Search<'_> {
    fn grow(&mut self, set: &[usize]) {
        if set.len() == self.size {
            if let Some(repair) = solve(self.equations, set) {
                self.found.push(repair);
            }
            return;
        }
        for value in self.next(set) {
            let mut larger = set.to_vec();
            larger.push(value);
            larger.sort_unstable();
            if self.seen.len() < TRIED && self.seen.insert(larger.clone()) {
                self.grow(&larger);
            }
        }
    }

    /// The values of which one must belong to the set as well: those of an equation that fails
    /// and of which none does, else those that stand beside one that does.
    fn next(&self, set: &[usize]) -> Vec<usize> {
        let touched = |e: &&Equation| e.terms.iter().any(|(v, _)| set.contains(v));
        let fails = |e: &&Equation| !e.residual.is_zero();
        let open = self.equations.iter().find(|e| fails(e) && !touched(e));
        let values: BTreeSet<usize> = if let Some(equation) = open {
            equation.terms.iter().map(|(v, _)| *v).collect()
        } else {
            let beside = self.equations.iter().filter(touched);
            beside.flat_map(|e| e.terms.iter().map(|(v, _)| *v)).collect()
        };
        values.into_iter().filter(|v| !set.contains(v)).collect()
    }
}

/// What to add to each value of a set so that every equation holds within its slack; none if
/// nothing does, or if less than the set would. The equations that leave least to rounding say
/// what it is.
#[expect(clippy::indexing_slicing, reason = "rows and columns are those of the matrix built here")]
fn solve(equations: &[Equation], set: &[usize]) -> Option<Repair> {
    let width = set.len();
    let mut rows: Vec<Vec<Decimal>> = Vec::new();
    let mut tightest: Vec<&Equation> = equations.iter().collect();
    tightest.sort_by_key(|e| e.slack);
    for equation in tightest {
        let mut row = vec![Decimal::ZERO; width + 2];
        for (value, factor) in &equation.terms {
            if let Some(at) = set.iter().position(|v| v == value) {
                row[at] = *factor;
            }
        }
        row[width] = -equation.residual;
        if row.iter().any(|x| !x.is_zero()) {
            row[width + 1] = equation.slack;
            rows.push(row);
        }
    }
    for column in 0..width {
        let pivot = (column..rows.len()).find(|r| !rows[*r][column].is_zero())?;
        rows.swap(column, pivot);
        let lead = rows[column].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if at == column || row[column].is_zero() {
                continue;
            }
            let factor = row[column].checked_div(lead[column])?;
            for (x, y) in row.iter_mut().zip(&lead).take(width + 1) {
                *x = x.checked_sub(factor.checked_mul(*y)?)?;
            }
            let more = factor.abs().checked_mul(lead[width + 1])?;
            row[width + 1] = row[width + 1].checked_add(more)?;
        }
    }
    if rows.iter().skip(width).any(|row| row[width].abs() > row[width + 1]) {
        return None;
    }
    let change = |at: usize| rows[at][width].checked_div(rows[at][at]);
    let repair: Option<Repair> =
        set.iter().enumerate().map(|(at, v)| Some((*v, change(at)?.normalize()))).collect();
    repair.filter(|r| r.iter().all(|(_, change)| !change.is_zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equation(terms: &[(usize, i64)], residual: i64) -> Equation {
        Equation {
            terms: terms.iter().map(|(v, f)| (*v, Decimal::from(*f))).collect(),
            residual: Decimal::from(residual),
            slack: Decimal::ZERO,
        }
    }

    fn found(equations: &[Equation], weights: &[u32]) -> Vec<Vec<(usize, i64)>> {
        let whole = |d: &Decimal| i64::try_from(*d).unwrap();
        smallest(equations, weights)
            .iter()
            .map(|r| r.iter().map(|(v, change)| (*v, whole(change))).collect())
            .collect()
    }

    #[test]
    fn the_value_that_two_failing_equations_share_is_named() {
        // 269 − 52 = 220 and 269 − 53 = 219.
        let [followed, left, present, entered, before] = [0, 1, 2, 3, 4];
        let stock = equation(&[(followed, 1), (left, -1), (present, -1)], -3);
        let opening = equation(&[(followed, 1), (entered, -1), (before, -1)], -3);
        assert_eq!(found(&[stock, opening], &[1; 5]), [vec![(followed, 3)]]);
    }

    #[test]
    fn an_equation_that_holds_clears_its_values() {
        let stock = equation(&[(0, 1), (1, -1), (2, -1)], -3);
        let opening = equation(&[(0, 1), (3, -1), (4, -1)], 0);
        let equations = [stock, opening];
        assert_eq!(found(&equations, &[1; 5]), [vec![(1, -3)], vec![(2, -3)]]);
        assert_eq!(found(&equations, &[1, 2, 1, 1, 1]), [vec![(2, -3)]]);
    }

    #[test]
    fn two_errors_need_two_values() {
        // Two rows of two cells and their totals, and two columns: one cell a row is wrong.
        let rows =
            [equation(&[(0, 1), (1, 1), (4, -1)], 5), equation(&[(2, 1), (3, 1), (5, -1)], 7)];
        let columns =
            [equation(&[(0, 1), (2, 1), (6, -1)], 5), equation(&[(1, 1), (3, 1), (7, -1)], 7)];
        let all = [rows, columns].concat();
        assert_eq!(found(&all, &[1; 8]), [vec![(0, -5), (3, -7)]]);
    }

    #[test]
    fn rounded_values_agree_on_a_repair_but_for_what_they_do_not_write() {
        let rounded = |terms: &[(usize, i64)], residual, slack| Equation {
            slack: Decimal::from(slack),
            ..equation(terms, residual)
        };
        let row = rounded(&[(0, 1), (1, 1), (2, -1)], 90, 1);
        let column = |residual| rounded(&[(0, 1), (3, 1), (4, -1)], residual, 2);
        assert_eq!(found(&[column(92), row.clone()], &[1; 5]), [vec![(0, -90)]]);
        assert_eq!(found(&[column(80), row], &[1; 5]).iter().filter(|r| r.len() == 1).count(), 0);
    }

    #[test]
    fn what_four_values_would_repair_is_not_repaired() {
        let apart = |v: usize| equation(&[(2 * v, 1), (2 * v + 1, -1)], 1);
        assert_eq!(found(&[apart(0), apart(1), apart(2), apart(3)], &[1; 8]).len(), 0);
    }
}
