//! The style posterior against an independent account of it: `golden/mixed_effects.py` inverts everything at
//! once, where the crate integrates persons and roles out one by one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use attune_persona::style::posterior::{Difference, Evidence, StylePosterior};
use nalgebra::{DMatrix, DVector};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    inputs: Inputs,
    /// One for each person.
    posterior: Vec<Gaussian>,
}

#[derive(Deserialize)]
struct Inputs {
    discount: f64,
    noise: f64,
    levels: Levels,
    role_of: Vec<usize>,
    observations: Vec<Observation>,
}

#[derive(Deserialize)]
struct Levels {
    everybody: Everybody,
    roles: Roles,
    persons: Persons,
}

#[derive(Deserialize)]
struct Everybody {
    mean: Vec<f64>,
    variance: Vec<f64>,
}

#[derive(Deserialize)]
struct Roles {
    mean: Vec<Vec<f64>>,
    variance: Vec<f64>,
}

#[derive(Deserialize)]
struct Persons {
    variance: Vec<f64>,
}

#[derive(Deserialize)]
struct Observation {
    person: usize,
    x: Vec<f64>,
    y: f64,
}

#[derive(Deserialize)]
struct Gaussian {
    mean: Vec<f64>,
    cov: Vec<Vec<f64>>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("golden/mixed_effects.json")).unwrap()
}

fn difference(mean: &[f64], variance: &[f64]) -> Difference {
    Difference { mean: DVector::from_column_slice(mean), variance: DVector::from_column_slice(variance) }
}

#[test]
fn every_persons_posterior_is_that_of_the_joint_inversion() {
    let Golden { inputs: Inputs { discount, noise, levels, role_of, observations }, posterior } = golden();
    let width = levels.everybody.mean.len();
    let of_all = difference(&levels.everybody.mean, &levels.everybody.variance);
    let of_person = difference(&vec![0.0; width], &levels.persons.variance);
    let of_roles: Vec<Difference> =
        levels.roles.mean.iter().map(|mean| difference(mean, &levels.roles.variance)).collect();

    let mut people = vec![Evidence::none(width); role_of.len()];
    for Observation { person, x, y } in &observations {
        people[*person].fade(discount);
        people[*person].observe(x, *y, 1.0 / noise);
    }
    let mut roles = vec![Evidence::none(width); of_roles.len()];
    for (evidence, role) in people.iter().zip(&role_of) {
        roles[*role].add(&evidence.of_level_above(&of_person));
    }
    let mut all = Evidence::none(width);
    for (evidence, difference) in roles.iter().zip(&of_roles) {
        all.add(&evidence.of_level_above(difference));
    }

    for ((evidence, role), expected) in people.iter().zip(role_of).zip(&posterior) {
        let found = StylePosterior::of_all(&all, &of_all)
            .within(&roles[role], &of_roles[role])
            .within(evidence, &of_person);
        let covariance = &found.factor * found.factor.transpose();
        let mean = DVector::from_column_slice(&expected.mean);
        let cov = DMatrix::from_row_iterator(width, width, expected.cov.iter().flatten().copied());
        assert!((&found.mean - mean).amax() < 1e-9);
        assert!((&covariance - cov).amax() < 1e-9);
        let compact = found.clone().compact();
        assert_eq!(compact.factor.ncols(), width);
        assert!((&compact.factor * compact.factor.transpose() - covariance).amax() < 1e-9);
        let row = [1.0, -0.5, 0.25, 0.0, 2.0];
        let x = DVector::from_column_slice(&row);
        let (worth, error) = found.worth(&row);
        assert!((worth - found.mean.dot(&x)).abs() < 1e-12);
        let variance = (x.transpose() * &found.factor * found.factor.transpose() * &x)[0];
        assert!((error * error - variance).abs() < 1e-9);
    }
}
