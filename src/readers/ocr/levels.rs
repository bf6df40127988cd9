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

impl Picture {
    /// How many pixels have each level.
    fn counts(&self) -> [u64; 256] {
        let mut counts = [0_u64; 256];
        for level in &self.grey {
            if let Some(count) = counts.get_mut(usize::from(*level)) {
                *count += 1;
            }
        }
        counts
    }

    /// The level of its paper: the most frequent of those that are not ink.
    pub(super) fn paper(&self, threshold: u8) -> u8 {
        let light = self.counts().into_iter().enumerate().skip(usize::from(threshold) + 1);
        let most = light.max_by_key(|(_, count)| *count);
        most.and_then(|(level, _)| u8::try_from(level).ok()).unwrap_or(PAPER)
    }

    /// The level that parts ink from paper best: the one between whose two sides the levels differ
    /// most (Otsu 1979).
    pub(super) fn threshold(&self) -> u8 {
        let counts = self.counts();
        let sum = |side: &[u64], from: usize| -> f64 {
            side.iter().zip(from..).map(|(count, level)| (*count * level as u64) as f64).sum()
        };
        let apart = |level: usize| {
            let (dark, light) = counts.split_at(level + 1);
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

    /// Ink and paper as Tesseract learnt them: a page that is dark for the most part is turned to its
    /// negative, and one on which ink is hardly darker than paper gets the levels between them. Gives
    /// the level that then parts the two.
    pub(super) fn print(&mut self) -> u8 {
        let threshold = self.threshold();
        let dark = self.grey.iter().filter(|level| **level <= threshold).count();
        let Some((ink, paper)) = self.shades(threshold) else { return threshold };
        let negative = dark * 2 > self.grey.len();
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
        self.threshold()
    }

    /// The mean levels on both sides of a threshold, if they are apart as those of ink and paper: by
    /// more than paper is by itself.
    pub(super) fn shades(&self, threshold: u8) -> Option<(u8, u8)> {
        let counts = self.counts();
        let mean = |side: &[u64], from: u64| {
            let all = side.iter().sum::<u64>();
            let sum: u64 = side.iter().zip(from..).map(|(count, level)| count * level).sum();
            sum.checked_div(all).and_then(|mean| u8::try_from(mean).ok())
        };
        let (dark, light) = counts.split_at(usize::from(threshold) + 1);
        let (ink, paper) = (mean(dark, 0)?, mean(light, u64::from(threshold) + 1)?);
        (paper - ink >= APART).then_some((ink, paper))
    }

    /// The picture with each level the mean of so many around it in its row.
    pub(super) fn evened(&self, over: usize) -> Self {
        let (before, after) = (over / 2, over - over / 2);
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..self.height {
            let row = self.row(y);
            let (mut sum, mut count) = (0_usize, 0_usize);
            let level = |x: usize| row.get(x).map(|level| usize::from(*level));
            (0..after).filter_map(level).for_each(|level| (sum, count) = (sum + level, count + 1));
            for x in 0..row.len() {
                grey.push(u8::try_from(sum / count.max(1)).unwrap_or(PAPER));
                if let Some(next) = level(x + after) {
                    (sum, count) = (sum + next, count + 1);
                }
                if let Some(last) = x.checked_sub(before).and_then(level) {
                    (sum, count) = (sum - last, count - 1);
                }
            }
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
}
