//! The learner: what it has seen of each person in each role, and the choice of a style by Thompson sampling.
//!
//! Thompson (1933); Agrawal and Goyal, "Thompson sampling for contextual bandits with linear payoffs" (2013).
//! The probability of each style is counted over the very draws among which the choice is made, so what is
//! logged is exactly what was played.

use std::collections::BTreeMap;

use attune_domain::{Style, StyleBounds, StyleDimension};
use nalgebra::{DMatrix, DVector};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use super::design::{Block, Column, Design, MAIN, PAIRS, main_effects, plain_row};
use super::posterior::{Difference, Evidence, StylePosterior};
use super::signal::{LESSON_GAIN, Lesson, Signal};

/// What the model takes for granted. The defaults were chosen in simulated worlds; see
/// `docs/personalisation.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// The variance of a thumb around the worth of a style.
    pub noise: f64,
    /// By which factor a person's earlier rewards count less with each new one.
    pub fade: f64,
    /// By which factor the spread of draws is narrowed; 1 is Thompson sampling as it stands in the books.
    pub spread: f64,
    /// The variance of how glad people are of any answer.
    pub intercept: f64,
    /// The variance of what everybody likes in a dimension.
    pub all_main: f64,
    /// The same for pairs of dimensions.
    pub all_pair: f64,
    /// The same for what a situation changes.
    pub all_block: f64,
    /// The variance of how roles differ from everybody in a dimension.
    pub role_main: f64,
    /// See [`all_pair`](Self::all_pair).
    pub role_pair: f64,
    /// See [`all_block`](Self::all_block).
    pub role_block: f64,
    /// The variance of how people differ from their role in a dimension.
    pub person_main: f64,
    /// See [`all_pair`](Self::all_pair).
    pub person_pair: f64,
    /// See [`all_block`](Self::all_block).
    pub person_block: f64,
    /// How much better than its other values a role's own value of a dimension is thought to be, in rewards.
    pub head_start: f64,
    /// How many draws the probabilities are counted over.
    pub draws: usize,
}

impl Assumptions {
    /// For one person whose roles come with templates that were written with care: they should not be answered
    /// at random before anything is known, and nobody else's rewards say how people differ. Half of what they
    /// like is taken to go with them from role to role.
    #[must_use]
    pub fn for_one_person() -> Self {
        Self {
            noise: 0.4,
            spread: 0.4,
            all_main: 0.18,
            all_pair: 0.01,
            all_block: 0.02,
            role_main: 0.06,
            role_pair: 0.005,
            role_block: 0.01,
            person_main: 0.12,
            person_pair: 0.01,
            person_block: 0.01,
            head_start: 0.3,
            ..Self::default()
        }
    }
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            noise: 1.1,
            fade: 0.987,
            spread: 0.2,
            intercept: 0.1,
            all_main: 0.01,
            all_pair: 0.005,
            all_block: 0.01,
            role_main: 0.05,
            role_pair: 0.003,
            role_block: 0.004,
            person_main: 0.03,
            person_pair: 0.003,
            person_block: 0.004,
            head_start: 0.1,
            draws: 256,
        }
    }
}

/// Whether a choice may try what is not thought best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exploration {
    /// Draw, with this seed.
    Draw(u64),
    /// Take what is thought best.
    Off,
}

/// A choice with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The style.
    pub style: Style,
    /// With what probability it was chosen, above 0 to 1.
    pub probability: f64,
    /// The style that is thought best.
    pub best: Style,
    /// For each dimension, in their order, the probability of each of its values.
    pub odds: [Vec<f64>; 5],
}

/// What was learned of everybody whose rewards it was shown. Names of roles and persons are the caller's.
#[derive(Debug, Clone)]
pub struct StyleLearner {
    assumptions: Assumptions,
    design: Design,
    roles: BTreeMap<String, Role>,
    together: Evidence,
}

#[derive(Debug, Clone)]
struct Role {
    /// The style that its template asks for, where it has one.
    home: Option<Style>,
    people: BTreeMap<String, Person>,
    together: Evidence,
    /// What it says of everybody, as counted in there.
    counted: Evidence,
}

#[derive(Debug, Clone)]
struct Person {
    evidence: Evidence,
    /// What it says of its role, as counted in there.
    counted: Evidence,
    rewards: u32,
}

impl StyleLearner {
    /// A learner that has seen nothing.
    #[must_use]
    pub fn new(assumptions: Assumptions) -> Self {
        let design = Design::default();
        let together = Evidence::none(design.width());
        Self { assumptions, design, roles: BTreeMap::new(), together }
    }

    /// Says what style a role begins with. Without it, no value is preferred.
    pub fn introduce_role(&mut self, role: &str, home: Style) {
        let width = self.design.width();
        let of_role = self.difference(Level::Role, Some(home));
        let role = self.roles.entry(role.to_owned()).or_insert_with(|| Role::new(width));
        role.home = Some(home);
        role.together.widen(width);
        role.counted.widen(width);
        self.together.widen(width);
        self.together.recount(&mut role.counted, &role.together, &of_role);
    }

    /// How many rewards it has seen of a person in a role.
    #[must_use]
    pub fn rewards(&self, role: &str, person: &str) -> u32 {
        self.roles.get(role).and_then(|role| role.people.get(person)).map_or(0, |person| person.rewards)
    }

    /// Learns from what a person did with an answer, and from what they said of it.
    pub fn learn(
        &mut self,
        role: &str,
        person: &str,
        style: Style,
        blocks: &[Block],
        signals: &[Signal],
        lessons: &[Lesson],
    ) {
        if signals.is_empty() && lessons.is_empty() {
            return;
        }
        self.design.include(blocks);
        let row = self.design.row(style, blocks);
        let mut rows: Vec<(Vec<f64>, f64, f64)> =
            signals.iter().map(|signal| (row.clone(), signal.reward(), signal.weight())).collect();
        for lesson in lessons {
            let better = lesson.from.towards(lesson.wish);
            if better != lesson.from {
                let [here, there] = [lesson.from, better].map(|style| self.design.row(style, blocks));
                let change = there.iter().zip(&here).map(|(there, here)| there - here).collect();
                rows.push((change, LESSON_GAIN, lesson.weight));
            }
        }
        let Assumptions { fade, noise, .. } = self.assumptions;
        let width = self.design.width();
        self.together.widen(width);
        let of_role = self.difference(Level::Role, self.home(role));
        let of_person = self.difference(Level::Person, None);
        let role = self.roles.entry(role.to_owned()).or_insert_with(|| Role::new(width));
        role.together.widen(width);
        role.counted.widen(width);
        let person = role.people.entry(person.to_owned()).or_insert_with(|| Person::new(width));
        person.evidence.widen(width);
        person.counted.widen(width);
        person.evidence.fade(fade);
        for (row, reward, weight) in &rows {
            person.evidence.observe(row, *reward, weight / noise);
        }
        person.rewards += 1;
        role.together.recount(&mut person.counted, &person.evidence, &of_person);
        self.together.recount(&mut role.counted, &role.together, &of_role);
    }

    /// What is believed of a person in a role.
    #[must_use]
    pub fn posterior(&self, role: &str, person: &str, blocks: &[Block]) -> (StylePosterior, Design) {
        let mut design = self.design.clone();
        design.include(blocks);
        let width = design.width();
        let wide = |evidence: Option<&Evidence>| {
            let mut evidence = evidence.cloned().unwrap_or_else(|| Evidence::none(width));
            evidence.widen(width);
            evidence
        };
        let difference = |level, home| difference(&self.assumptions, &design, level, home);
        let known = self.roles.get(role);
        let person = known.and_then(|role| role.people.get(person));
        let posterior = StylePosterior::of_all(&wide(Some(&self.together)), &difference(Level::All, None))
            .within(&wide(known.map(|role| &role.together)), &difference(Level::Role, self.home(role)))
            .within(&wide(person.map(|person| &person.evidence)), &difference(Level::Person, None));
        (posterior, design)
    }

    /// Chooses among the styles that the bounds allow.
    #[must_use]
    pub fn choose(
        &self,
        role: &str,
        person: &str,
        blocks: &[Block],
        bounds: &StyleBounds,
        exploration: Exploration,
    ) -> Choice {
        let (posterior, design) = self.posterior(role, person, blocks);
        let arms: Vec<Style> = bounds.arms().collect();
        let posterior = design.in_situation(&posterior, blocks);
        let rows =
            DMatrix::from_row_iterator(arms.len(), MAIN + PAIRS, arms.iter().flat_map(|arm| plain_row(*arm)));
        let worth = &rows * &posterior.mean;
        let best = worth.imax();
        let seed = match exploration {
            Exploration::Draw(seed) => seed,
            Exploration::Off => 0,
        };
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let spread = (&rows * &posterior.factor) * self.assumptions.spread;
        let draws = self.assumptions.draws.max(1);
        let noise = DMatrix::from_fn(spread.ncols(), draws, |_, _| random.sample::<f64, _>(StandardNormal));
        let drawn = spread * noise;
        let winners: Vec<usize> = drawn.column_iter().map(|draw| (&worth + draw).imax()).collect();
        let mut odds = StyleDimension::ALL.map(|dimension| vec![0.0; dimension.values().len()]);
        for winner in &winners {
            for (dimension, odds) in StyleDimension::ALL.into_iter().zip(&mut odds) {
                odds[usize::from(arms[*winner].level(dimension))] += 1.0 / draws as f64;
            }
        }
        let (chosen, probability) = match exploration {
            Exploration::Off => (best, 1.0),
            Exploration::Draw(_) => {
                // The draws are exchangeable: any one of them is a choice with the probabilities counted.
                let chosen = winners[0];
                let count = winners.iter().filter(|winner| **winner == chosen).count();
                (chosen, count as f64 / draws as f64)
            }
        };
        Choice { style: arms[chosen], probability, best: arms[best], odds }
    }

    fn home(&self, role: &str) -> Option<Style> {
        self.roles.get(role).and_then(|role| role.home)
    }

    fn difference(&self, level: Level, home: Option<Style>) -> Difference {
        difference(&self.assumptions, &self.design, level, home)
    }
}

impl Role {
    fn new(width: usize) -> Self {
        let none = Evidence::none(width);
        Self { home: None, people: BTreeMap::new(), together: none.clone(), counted: none }
    }
}

impl Person {
    fn new(width: usize) -> Self {
        Self { evidence: Evidence::none(width), counted: Evidence::none(width), rewards: 0 }
    }
}

/// Whose likings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    All,
    Role,
    Person,
}

/// How a level differs from the one above it; `home` is the style that a role begins with.
fn difference(assumptions: &Assumptions, design: &Design, level: Level, home: Option<Style>) -> Difference {
    let Assumptions { intercept, all_main, all_pair, all_block, .. } = *assumptions;
    let Assumptions { role_main, role_pair, role_block, .. } = *assumptions;
    let Assumptions { person_main, person_pair, person_block, .. } = *assumptions;
    let [main, pair, block] = match level {
        Level::All => [all_main, all_pair, all_block],
        Level::Role => [role_main, role_pair, role_block],
        Level::Person => [person_main, person_pair, person_block],
    };
    let variance = design.columns().map(|column| match column {
        Column::Intercept => intercept,
        Column::Main => main,
        Column::Pair => pair,
        Column::Block => block,
    });
    let variance = DVector::from_iterator(design.width(), variance);
    let mut mean = DVector::zeros(design.width());
    if let Some(home) = home {
        // Contrasts of one dimension are orthonormal, so pointing at a value by this much puts it that much
        // above the mean of the others.
        for (at, value) in main_effects(home).into_iter().enumerate().take(MAIN).skip(1) {
            mean[at] = assumptions.head_start * value;
        }
    }
    Difference { mean, variance }
}

#[cfg(test)]
mod tests;
