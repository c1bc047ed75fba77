//! From a style in a situation to numbers: the columns of the linear model.
//!
//! Every dimension is coded by orthonormal contrasts, so that a prior of equal variance on them means that no
//! value of a dimension is preferred. Pairs of dimensions have columns of their own, for people whose taste in
//! one depends on another; each kind of task and each sign repeats the dimensions, for taste that depends on
//! the situation. Only blocks that occurred have columns: a model of what never happened would cost time and
//! say nothing.

use std::f64::consts::FRAC_1_SQRT_2;

use attune_domain::{Sign, Situation, Style, StyleDimension, TaskKind};
use nalgebra::{DMatrix, DVector};

use super::posterior::StylePosterior;

/// Columns of the dimensions by themselves, the one for "any answer at all" first.
pub(super) const MAIN: usize = 8;
/// Columns of pairs of dimensions.
pub(super) const PAIRS: usize = 19;

const SQRT_6: f64 = 2.449_489_742_783_178;

/// A block of columns that only some situations have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// A kind of task.
    Task(TaskKind),
    /// A kind of task that has a name only outside, as a number that stands for it.
    Named(u32),
    /// A sign.
    Sign(Sign),
}

/// The blocks that a situation is in.
#[must_use]
pub fn blocks_of(situation: &Situation) -> Vec<Block> {
    let task = (situation.task != TaskKind::General).then_some(Block::Task(situation.task));
    task.into_iter().chain(situation.signs.iter().map(|sign| Block::Sign(*sign))).collect()
}

/// Which columns there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Design {
    blocks: Vec<Block>,
}

/// What a column belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Intercept,
    Main,
    Pair,
    Block,
}

impl Design {
    /// Makes sure that blocks have columns. New ones come last, so that what was gathered keeps its place.
    pub fn include(&mut self, blocks: &[Block]) {
        for block in blocks {
            if !self.blocks.contains(block) {
                self.blocks.push(*block);
            }
        }
    }

    /// How many columns there are.
    #[must_use]
    pub fn width(&self) -> usize {
        MAIN + PAIRS + MAIN * self.blocks.len()
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        (0..self.width()).map(|at| match at {
            0 => Column::Intercept,
            at if at < MAIN => Column::Main,
            at if at < MAIN + PAIRS => Column::Pair,
            _ => Column::Block,
        })
    }

    /// What is believed of the dimensions and their pairs in one situation, where its blocks add to them: for
    /// rows of [`plain_row`], and as many columns.
    #[must_use]
    pub fn in_situation(&self, posterior: &StylePosterior, blocks: &[Block]) -> StylePosterior {
        let plain = MAIN + PAIRS;
        let mut mean = DVector::from_column_slice(&posterior.mean.as_slice()[..plain]);
        let mut factor: DMatrix<f64> = posterior.factor.rows(0, plain).into_owned();
        for (at, _) in self.blocks.iter().enumerate().filter(|(_, block)| blocks.contains(block)) {
            let start = plain + MAIN * at;
            for column in 0..MAIN {
                mean[column] += posterior.mean[start + column];
            }
            let mut head = factor.rows_mut(0, MAIN);
            head += posterior.factor.rows(start, MAIN);
        }
        StylePosterior { mean, factor }.compact()
    }

    /// The row of a style in a situation: as long as there are columns.
    #[must_use]
    pub fn row(&self, style: Style, blocks: &[Block]) -> Vec<f64> {
        let main = main_effects(style);
        let mut row = plain_row(style);
        row.reserve(self.width() - row.len());
        for block in &self.blocks {
            let on = f64::from(u8::from(blocks.contains(block)));
            row.extend(main.iter().map(|value| on * value));
        }
        row
    }
}

/// The columns of a style by itself: its dimensions and their pairs.
#[must_use]
pub fn plain_row(style: Style) -> Vec<f64> {
    let main = main_effects(style);
    let mut row = Vec::with_capacity(MAIN + PAIRS);
    row.extend(main);
    pairs(&main, &mut row);
    row
}

/// The contrasts of a dimension's value: one for two values, two for three.
fn contrasts(dimension: StyleDimension, level: u8) -> &'static [f64] {
    const TWO: [[f64; 1]; 2] = [[-FRAC_1_SQRT_2], [FRAC_1_SQRT_2]];
    const THREE: [[f64; 2]; 3] =
        [[-FRAC_1_SQRT_2, 1.0 / SQRT_6], [0.0, -2.0 / SQRT_6], [FRAC_1_SQRT_2, 1.0 / SQRT_6]];
    let level = usize::from(level);
    if dimension.values().len() == 2 { &TWO[level] } else { &THREE[level] }
}

pub(super) fn main_effects(style: Style) -> [f64; MAIN] {
    let mut row = [1.0; MAIN];
    let mut at = 1;
    for dimension in StyleDimension::ALL {
        for value in contrasts(dimension, style.level(dimension)) {
            row[at] = *value;
            at += 1;
        }
    }
    row
}

/// Products of the contrasts of every two different dimensions, scaled to the size of one contrast.
fn pairs(main: &[f64; MAIN], row: &mut Vec<f64>) {
    let mut spans = Vec::with_capacity(5);
    let mut at = 1;
    for dimension in StyleDimension::ALL {
        let next = at + dimension.values().len() - 1;
        spans.push(at..next);
        at = next;
    }
    for (index, first) in spans.iter().enumerate() {
        for second in &spans[index + 1..] {
            for a in first.clone() {
                row.extend(second.clone().map(|b| main[a] * main[b] * std::f64::consts::SQRT_2));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_long_as_there_are_columns() {
        let mut design = Design::default();
        design.include(&[
            Block::Task(TaskKind::Code),
            Block::Sign(Sign::Urgent),
            Block::Task(TaskKind::Code),
        ]);
        assert_eq!(design.width(), MAIN + PAIRS + 2 * MAIN);
        for style in Style::all() {
            let row = design.row(style, &[Block::Sign(Sign::Urgent)]);
            assert_eq!(row.len(), design.width());
            assert_eq!(row[MAIN + PAIRS..MAIN + PAIRS + MAIN], [0.0; MAIN], "the other block is off");
            assert_eq!(row[MAIN + PAIRS + MAIN..], row[..MAIN], "the block of the sign repeats the style");
        }
    }

    #[test]
    fn contrasts_prefer_no_value() {
        let design = Design::default();
        for column in 1..design.width() {
            let sum: f64 = Style::all().map(|style| design.row(style, &[])[column]).sum();
            assert!(sum.abs() < 1e-9, "column {column} sums to {sum}");
        }
    }

    #[test]
    fn a_general_task_without_signs_is_in_no_block() {
        assert_eq!(blocks_of(&Situation::default()), []);
    }
}
