//! The weights of the classifier: how they are kept in a file, and what they make of a message.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::features::{first_bucket, names, width};

/// Weights are kept as whole thousandths, so that a file does not depend on how a machine rounds.
const SCALE: f32 = 1000.0;
const A_LINE: usize = 32;

static BUILT_IN: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../../../data/dissatisfaction.weights")));

/// One weight for each feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    thousandths: Vec<i32>,
}

impl Weights {
    /// The weights that come with the product.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    pub(crate) fn new(weights: &[f64]) -> Self {
        let thousandths = weights.iter().map(|weight| (weight * f64::from(SCALE)).round() as i32).collect();
        Self { thousandths }
    }

    /// Reads weights as [`Weights::to_file`] writes them. A feature that the file does not name weighs
    /// nothing.
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let mut thousandths = vec![0; width()];
        let known: Vec<String> = names().collect();
        let mut bucket = first_bucket();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, weight)) = line.split_once('\t') {
                let at = known.iter().position(|known| known == name);
                if let (Some(at), Ok(weight)) = (at, weight.parse()) {
                    thousandths[at] = weight;
                }
            } else {
                for weight in line.split(' ').filter_map(|weight| weight.parse().ok()) {
                    if let Some(place) = thousandths.get_mut(bucket) {
                        *place = weight;
                    }
                    bucket += 1;
                }
            }
        }
        Self { thousandths }
    }

    /// The weights as a file: named ones a line each, then the hashed ones.
    #[must_use]
    pub fn to_file(&self) -> String {
        let mut file = "# Written by `cargo run --example train_signal`, in thousandths.\n".to_owned();
        for (name, weight) in names().zip(&self.thousandths) {
            let _ = writeln!(file, "{name}\t{weight}");
        }
        for line in self.thousandths[first_bucket()..].chunks(A_LINE) {
            let line: Vec<String> = line.iter().map(ToString::to_string).collect();
            let _ = writeln!(file, "{}", line.join(" "));
        }
        file
    }

    /// The largest difference to other weights, in thousandths.
    #[must_use]
    pub fn distance(&self, other: &Self) -> u32 {
        let pairs = self.thousandths.iter().zip(&other.thousandths);
        pairs.map(|(own, other)| own.abs_diff(*other)).max().unwrap_or(0)
    }

    pub(crate) fn of(&self, feature: usize) -> f32 {
        self.thousandths.get(feature).map_or(0.0, |weight| *weight as f32 / SCALE)
    }

    pub(crate) fn score(&self, values: &[(usize, f32)]) -> f32 {
        let sum: f32 = values.iter().map(|(feature, value)| self.of(*feature) * value).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}
