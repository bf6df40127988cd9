//! The best assignment of rows to columns: the one whose scores sum highest.
//!
//! The Hungarian method by shortest augmenting paths (Kuhn 1955, Jonker and Volgenant 1987), in
//! whole numbers so that the same scores give the same pairs. Cubic in the number of rows, which
//! are the actions of a document or the operators of a bilan.

/// The column of each row; `None` for rows in excess.
pub(super) fn assign(scores: &[Vec<i64>]) -> Vec<Option<usize>> {
    let width = scores.iter().map(Vec::len).max().unwrap_or(0);
    let size = scores.len().max(width);
    let at = |row: usize, column: usize| {
        scores.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0)
    };
    let mut search = Search::new(size);
    for row in 0..size {
        search.place(row, &|r, c| -at(r, c));
    }
    let mut found = vec![None; scores.len()];
    for (column, row) in search.rows.iter().enumerate().take(width) {
        if let Some(slot) = row.and_then(|r| found.get_mut(r)) {
            *slot = Some(column);
        }
    }
    found
}

/// Prices of rows and columns, and the row that holds each column.
struct Search {
    row_price: Vec<i64>,
    column_price: Vec<i64>,
    rows: Vec<Option<usize>>,
}

/// Infinity that sums do not overflow.
const FAR: i64 = i64::MAX / 4;

#[expect(clippy::indexing_slicing, reason = "all vectors have the size of the square")]
impl Search {
    fn new(size: usize) -> Self {
        Self { row_price: vec![0; size], column_price: vec![0; size], rows: vec![None; size] }
    }

    /// Gives a row a column, moving others along the cheapest path.
    fn place(&mut self, row: usize, cost: &dyn Fn(usize, usize) -> i64) {
        let size = self.rows.len();
        let (mut distance, mut from) = (vec![FAR; size], vec![None; size]);
        let mut done = vec![false; size];
        let (mut here, mut through, mut reached) = (row, None, 0);
        let end = loop {
            for column in (0..size).filter(|c| !done[*c]) {
                let step =
                    reached + cost(here, column) - self.row_price[here] - self.column_price[column];
                if step < distance[column] {
                    (distance[column], from[column]) = (step, through);
                }
            }
            let open = (0..size).filter(|c| !done[*c]);
            let Some(next) = open.min_by_key(|c| distance[*c]) else { return };
            (reached, done[next], through) = (distance[next], true, Some(next));
            match self.rows[next] {
                Some(held) => here = held,
                None => break next,
            }
        };
        self.reprice(row, reached, &distance, &done);
        let mut column = Some(end);
        while let Some(at) = column {
            column = from[at];
            self.rows[at] = column.map_or(Some(row), |before| self.rows[before]);
        }
    }

    fn reprice(&mut self, row: usize, reached: i64, distance: &[i64], done: &[bool]) {
        self.row_price[row] += reached;
        for column in (0..self.rows.len()).filter(|c| done[*c]) {
            let gain = reached - distance[column];
            self.column_price[column] -= gain;
            if let Some(held) = self.rows[column] {
                self.row_price[held] += gain;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_scores_counts_and_not_the_first_best() {
        let scores = [vec![9, 8, 0], vec![8, 1, 0], vec![0, 7, 6]];
        assert_eq!(assign(&scores), [Some(1), Some(0), Some(2)]);
    }

    #[test]
    fn rows_in_excess_get_nothing() {
        assert_eq!(assign(&[vec![1], vec![5], vec![3]]), [None, Some(0), None]);
        assert_eq!(assign(&[vec![1, 4, 2]]), [Some(1)]);
        assert_eq!(assign(&[]), []);
    }

    #[test]
    fn no_other_assignment_of_a_small_square_is_better() {
        let mut seed = 7_i64;
        for _ in 0..200 {
            let scores: Vec<Vec<i64>> = (0..4)
                .map(|_| {
                    (0..4)
                        .map(|_| {
                            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
                            seed % 50
                        })
                        .collect()
                })
                .collect();
            let found: i64 =
                assign(&scores).iter().enumerate().map(|(r, c)| scores[r][c.unwrap()]).sum();
            assert_eq!(found, best(&scores, 0, 0));
        }
    }

    /// By trying all.
    fn best(scores: &[Vec<i64>], row: usize, taken: u32) -> i64 {
        if row == scores.len() {
            return 0;
        }
        let free = (0..scores.len()).filter(|c| taken >> c & 1 == 0);
        free.map(|c| scores[row][c] + best(scores, row + 1, taken | 1 << c)).max().unwrap()
    }
}
