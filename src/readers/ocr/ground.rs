//! What print stands on, made white: grey bands under headings, paper that darkens towards the spine.
//!
//! What reads the picture then parts ink from paper by one level for the whole page, which takes a
//! tenth of the time of one for each place. Paper is the lightest of each square of a tenth of an
//! inch, in which some of it is seen between and around letters. Bands of a colour that light letters
//! stand on are left: white among letters that are white would be nothing.

use super::picture::{PAPER, Picture};

/// Parts of an inch that a square has a side.
const SIDE: f32 = 0.1;
/// The level below which a square shows no paper: it lies within something dark.
const DARK: u8 = 96;
/// The level from which letters on a band are dark: no light ones would be seen on it.
const LIGHT: u8 = 180;
/// The level from which letters on a band are light: scanned bands vary by less than what parts it
/// from them.
const WHITE: u8 = 224;
/// How much is one time.
const ONE: u32 = 1 << 12;

impl Picture {
    /// The picture, of so many pixels an inch, as if its paper were white everywhere.
    pub(super) fn on_white(&self, dpi: f32) -> Self {
        // Squares are seen in a quarter of the picture each way, which has no grain.
        let ground = Ground::of(&self.halved().halved(), (SIDE * dpi / 4.0).max(2.0) as usize);
        let mut grey = Vec::with_capacity(self.grey.len());
        let mut lifts = vec![ONE; self.width];
        for y in 0..self.height {
            ground.fill(y, &mut lifts);
            let pairs = self.row(y).iter().zip(&lifts);
            grey.extend(pairs.map(|(level, lift)| {
                let white = (u32::from(*level) * lift + ONE / 2) / ONE;
                white.min(u32::from(PAPER)) as u8
            }));
        }
        Self { width: self.width, height: self.height, grey }
    }
}

/// By how much the levels of each square of a picture are multiplied for its paper to be white.
struct Ground {
    /// Pixels of the picture that a square has a side.
    side: usize,
    across: usize,
    down: usize,
    lifts: Vec<u32>,
}

impl Ground {
    /// That of a picture of which `quarter` is a quarter each way, in squares of so many of its
    /// pixels.
    fn of(quarter: &Picture, side: usize) -> Self {
        let squares = Squares::of(quarter, side);
        let lettered = squares.under_light_letters();
        let lift = |(square, lettered): (&Square, bool)| {
            let level = if lettered || square.lightest < DARK { PAPER } else { square.lightest };
            u32::from(PAPER) * ONE / u32::from(level)
        };
        let lifts = squares.all.iter().zip(lettered).map(lift).collect();
        let Squares { across, down, .. } = squares;
        Self { side: 4 * side, across, down, lifts }
    }

    /// That along a row of the picture, between the middles of squares as between two neighbours.
    fn fill(&self, y: usize, row: &mut [u32]) {
        let (above, below, part) = between(y, self.side, self.down);
        let side = self.side as u32;
        let lift = |down: usize, across: usize| {
            self.lifts.get(down * self.across + across).copied().unwrap_or(ONE)
        };
        let here =
            |across| (lift(above, across) * (side - part) + lift(below, across) * part) / side;
        // From the middle of one square to that of the next both neighbours stay the same.
        let mut x = 0;
        while x < row.len() {
            let (before, behind, part) = between(x, self.side, self.across);
            let (from, to) = (here(before), here(behind));
            let end = (x + self.side - part as usize).min(row.len());
            for (part, lift) in (part..).zip(row.get_mut(x..end).unwrap_or_default()) {
                *lift = (from * (side - part) + to * part) / side;
            }
            x = end;
        }
    }
}

/// The squares before and behind a pixel, and how far it is from the middle of one to that of the
/// other, in pixels.
fn between(at: usize, side: usize, count: usize) -> (usize, usize, u32) {
    let last = count.saturating_sub(1);
    let from = at + side / 2;
    let (next, part) = (from / side, from % side);
    (next.saturating_sub(1).min(last), next.min(last), part as u32)
}

/// What a square shows.
#[derive(Debug, Clone, Copy, Default)]
struct Square {
    lightest: u8,
    /// The sum of its levels, and how many there are.
    sum: usize,
    count: usize,
}

impl Square {
    /// Whether it lies on a band that letters may be lighter than.
    fn is_shaded(self) -> bool {
        (DARK..LIGHT).contains(&self.lightest)
    }
}

/// The squares of a picture, row by row.
struct Squares {
    across: usize,
    down: usize,
    all: Vec<Square>,
}

impl Squares {
    fn of(picture: &Picture, side: usize) -> Self {
        let (across, down) = (picture.width.div_ceil(side), picture.height.div_ceil(side));
        let mut all = vec![Square::default(); across * down];
        for y in 0..picture.height {
            let squares = all.iter_mut().skip(y / side * across);
            for (row, square) in picture.row(y).chunks(side).zip(squares) {
                square.lightest = row.iter().copied().fold(square.lightest, u8::max);
                square.sum += row.iter().map(|level| usize::from(*level)).sum::<usize>();
                square.count += row.len();
            }
        }
        Self { across, down, all }
    }

    /// Which squares lie on a band that light letters stand on.
    fn under_light_letters(&self) -> Vec<bool> {
        let mut under = vec![false; self.all.len()];
        let mut reached = self.beside_light_letters();
        // A band is one, also where no letter stands.
        while let Some(at) = reached.pop() {
            let is_shaded = self.all.get(at).is_some_and(|square| square.is_shaded());
            let Some(known) = under.get_mut(at).filter(|known| is_shaded && !**known) else {
                continue;
            };
            *known = true;
            let column = at % self.across;
            reached.extend(at.checked_sub(self.across));
            reached.push(at + self.across);
            reached.extend((column > 0).then(|| at - 1));
            reached.extend((column + 1 < self.across).then_some(at + 1));
        }
        under
    }

    /// The squares of bands between which there are lighter ones that yet are no paper: letters.
    fn beside_light_letters(&self) -> Vec<usize> {
        let mut found = Vec::new();
        for (y, row) in self.all.chunks(self.across.max(1)).enumerate() {
            let mut shaded = (0..).zip(row).filter(|(_, square)| square.is_shaded());
            let Some(mut last) = shaded.next() else { continue };
            for next in shaded {
                let ground = usize::from(last.1.lightest.max(next.1.lightest));
                let is_lettered = |square: &Square| {
                    square.sum * 2 <= (usize::from(PAPER) + ground) * square.count
                };
                let parted = row.get(last.0 + 1..next.0).unwrap_or_default();
                let is_white = |square: &Square| square.lightest >= WHITE;
                if parted.iter().any(is_white) && parted.iter().all(is_lettered) {
                    found.extend([last.0, next.0].map(|x| y * self.across + x));
                }
                last = next;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper that darkens to the right, with a band on which letters stand and something dark.
    fn page(band: u8, letters: u8) -> Picture {
        let mut picture = Picture { width: 1200, height: 800, grey: vec![250; 960_000] };
        for (at, grey) in picture.grey.iter_mut().enumerate() {
            let (x, y) = (at % 1200, at / 1200);
            *grey = match (y, x) {
                (230..260, 300..900) if x % 20 < 5 => letters,
                (200..300, _) => band + ((x / 30 * 7 + y / 30 * 5) % 4 * 4) as u8,
                (600.., _) => 60,
                (_, x) => 250 - (x / 12) as u8,
            };
        }
        picture.on_white(300.0)
    }

    #[test]
    fn bands_and_shadows_come_out_white_and_what_is_dark_stays() {
        let white = page(150, 40);
        assert_eq!((white.width, white.grey.len()), (1200, 960_000));
        let at = |x: usize, y: usize| white.at(x, y);
        assert!(at(310, 250) >= 235 && at(302, 250) < 80, "{} {}", at(310, 250), at(302, 250));
        assert!(at(0, 100) >= 240 && at(1199, 100) >= 240, "{} {}", at(0, 100), at(1199, 100));
        assert_eq!(at(600, 700), 60, "a photograph");
    }

    #[test]
    fn a_band_under_light_letters_is_left_all_of_it() {
        let white = page(150, 255);
        for (x, y) in [(310, 250), (310, 275), (30, 250), (1100, 250)] {
            assert!(white.at(x, y) <= 180, "{x} {y}: {}", white.at(x, y));
        }
        assert!(white.at(302, 250) >= 250);
        assert!(page(217, 40).at(310, 250) >= 235, "a light one is lifted");
    }
}
