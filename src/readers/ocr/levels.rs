//! The levels of a picture of paper: which are ink, and which are paper.
//!
//! Tesseract learnt black print on white paper. Pages that are the other way round, or of which ink
//! is hardly darker than paper, are given to it as such; where there is no ink nothing is done.

use super::picture::{PAPER, Picture};

/// How far ink and paper are apart at least: the grain of paper is not, nor what shows through from
/// the other side.
const APART: u8 = 32;
/// How far they are apart where ink is pale: black on white paper comes out of a scanner with 200
/// levels between them, toner at its end with 100.
const PALE: u8 = 80;

/// How many pixels of a picture have each level.
#[derive(Debug, Clone)]
pub(super) struct Levels([u64; 256]);

impl Levels {
    /// The level of paper: the most frequent of those that are not ink.
    pub(super) fn paper(&self, threshold: u8) -> u8 {
        let light = self.0.into_iter().enumerate().skip(usize::from(threshold) + 1);
        let most = light.max_by_key(|(_, count)| *count);
        most.and_then(|(level, _)| u8::try_from(level).ok()).unwrap_or(PAPER)
    }

    /// How many pixels there are, and how many whose level a condition holds for.
    pub(super) fn count(&self, holds: impl Fn(u8) -> bool) -> [u64; 2] {
        let held = (0..=PAPER).zip(self.0).filter(|(level, _)| holds(*level));
        [self.0.iter().sum(), held.map(|(_, count)| count).sum()]
    }

    /// The level that parts ink from paper best: the one between whose two sides the levels differ
    /// most (Otsu 1979).
    pub(super) fn threshold(&self) -> u8 {
        let sum = |side: &[u64], from: usize| -> f64 {
            side.iter().zip(from..).map(|(count, level)| (*count * level as u64) as f64).sum()
        };
        let apart = |level: usize| {
            let (dark, light) = self.0.split_at(level + 1);
            let (a, b) = (dark.iter().sum::<u64>() as f64, light.iter().sum::<u64>() as f64);
            if a == 0.0 || b == 0.0 {
                return 0.0;
            }
            let between = sum(light, level + 1) / b - sum(dark, 0) / a;
            a * b * between * between
        };
        let best = (0..255).map(|level| (level, apart(level)));
        let best = best.fold((127, 0.0), |best, next| if next.1 > best.1 { next } else { best });
        u8::try_from(best.0).unwrap_or(127)
    }

    /// The mean levels on both sides of a threshold, if they are apart as those of ink and paper: by
    /// more than paper is by itself.
    pub(super) fn shades(&self, threshold: u8) -> Option<(u8, u8)> {
        let mean = |side: &[u64], from: u64| {
            let all = side.iter().sum::<u64>();
            let sum: u64 = side.iter().zip(from..).map(|(count, level)| count * level).sum();
            sum.checked_div(all).and_then(|mean| u8::try_from(mean).ok())
        };
        let (dark, light) = self.0.split_at(usize::from(threshold) + 1);
        let (ink, paper) = (mean(dark, 0)?, mean(light, u64::from(threshold) + 1)?);
        (paper - ink >= APART).then_some((ink, paper))
    }
}

impl Picture {
    /// How many pixels have each level.
    pub(super) fn levels(&self) -> Levels {
        let mut counts = [0_u64; 256];
        for level in &self.grey {
            if let Some(count) = counts.get_mut(usize::from(*level)) {
                *count += 1;
            }
        }
        Levels(counts)
    }

    /// Ink and paper as Tesseract learnt them: a page that is dark for the most part is turned to its
    /// negative, and one on which ink is hardly darker than paper gets the levels between them. Gives
    /// the level that then parts the two.
    pub(super) fn print(&mut self) -> u8 {
        let levels = self.levels();
        let threshold = levels.threshold();
        let Some((ink, paper)) = levels.shades(threshold) else { return threshold };
        let [all, dark] = levels.count(|level| level <= threshold);
        let negative = dark * 2 > all;
        let (ink, paper) = if negative { (255 - paper, 255 - ink) } else { (ink, paper) };
        let pale = paper.saturating_sub(ink) < PALE;
        if !negative && !pale {
            return threshold;
        }
        let level = |level: u8| {
            let level = if negative { 255 - level } else { level };
            if !pale {
                return level;
            }
            let above = u32::from(level.saturating_sub(ink)) * u32::from(PAPER);
            let level = above.checked_div(u32::from(paper - ink)).unwrap_or_default();
            u8::try_from(level).unwrap_or(PAPER)
        };
        let levels: Vec<u8> = (0..=PAPER).map(level).collect();
        for grey in &mut self.grey {
            *grey = levels.get(usize::from(*grey)).copied().unwrap_or(PAPER);
        }
        self.levels().threshold()
    }

    /// The picture with each level the mean of so many around it in its row, as far as there are.
    pub(super) fn evened(&self, over: usize) -> Self {
        let over = over.clamp(1, 256);
        let (before, after) = (over / 2, over - over / 2);
        // One part of `over`, in 24 bits: exact up to 256 levels of 256 pixels, and several are
        // divided at once.
        let part = (1_u32 << 24).div_ceil(over as u32);
        // The sum of the levels before each pixel.
        let mut sums = vec![0_u32; self.width + 1];
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..self.height {
            let row = self.row(y);
            let mut sum = 0;
            for (level, at) in row.iter().zip(sums.get_mut(1..).unwrap_or_default()) {
                sum += u32::from(*level);
                *at = sum;
            }
            let last = row.len();
            let sum = |at: usize| sums.get(at).copied().unwrap_or_default();
            let mean = |x: usize| {
                let (from, to) = (x.saturating_sub(before), (x + after).min(last));
                ((sum(to) - sum(from)) / (to - from).max(1) as u32) as u8
            };
            let inner = before.min(last)..last.saturating_sub(after).max(before.min(last));
            let ends = sums.get(over..).unwrap_or_default();
            let whole = sums.get(..inner.len()).unwrap_or_default().iter().zip(ends);
            grey.extend((0..inner.start).map(mean));
            grey.extend(whole.map(|(from, to)| (((to - from) * part) >> 24) as u8));
            grey.extend((inner.end..last).map(mean));
        }
        Self { width: self.width, height: self.height, grey }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty bars of ink on paper.
    fn bars(ink: u8, paper: u8) -> Picture {
        let grey = (0..60_000).map(|at| if at % 15 == 0 { ink } else { paper }).collect();
        Picture { width: 300, height: 200, grey }
    }

    #[test]
    fn white_on_black_and_pale_ink_come_out_as_print() {
        let printed = |ink, paper| {
            let mut picture = bars(ink, paper);
            picture.print();
            (picture.grey[0], picture.grey[1])
        };
        assert_eq!(printed(20, 240), (20, 240), "print stays as it is");
        assert_eq!(printed(250, 30), (5, 225));
        assert_eq!(printed(120, 160), (0, 255));
        assert_eq!(printed(220, 240), (220, 240), "grain is no ink");
    }

    #[test]
    fn a_level_is_the_mean_of_those_around_it_that_there_are() {
        let grey = vec![10, 20, 30, 41, 50, 255, 255, 255, 255, 255];
        let picture = Picture { width: 5, height: 2, grey };
        assert_eq!(picture.evened(3).grey, [15, 20, 30, 40, 45, 255, 255, 255, 255, 255]);
        assert_eq!(picture.evened(1).grey, picture.grey);
        assert_eq!(picture.evened(90).grey[..5], [30; 5]);
    }
}
