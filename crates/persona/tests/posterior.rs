//! The style posterior against an independent account of it: `golden/mixed_effects.py` inverts everything at
//! once, where the crate integrates people out one by one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use attune_persona::style::posterior::{Evidence, Prior, RoleEvidence, StylePosterior};
use nalgebra::{DMatrix, DVector};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    inputs: Inputs,
    posterior: Expected,
}

#[derive(Deserialize)]
struct Inputs {
    discount: f64,
    noise_var: f64,
    prior_mean: Vec<f64>,
    prior_cov: Vec<Vec<f64>>,
    person_cov: Vec<Vec<f64>>,
    persons: usize,
    observations: Vec<Observation>,
}

#[derive(Deserialize)]
struct Observation {
    person: usize,
    x: Vec<f64>,
    y: f64,
}

#[derive(Deserialize)]
struct Expected {
    persons: Vec<Gaussian>,
}

#[derive(Deserialize)]
struct Gaussian {
    mean: Vec<f64>,
    cov: Vec<Vec<f64>>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("golden/mixed_effects.json")).unwrap()
}

fn diagonal(matrix: &[Vec<f64>]) -> DVector<f64> {
    DVector::from_iterator(matrix.len(), (0..matrix.len()).map(|at| matrix[at][at]))
}

#[test]
fn every_persons_posterior_is_that_of_the_joint_inversion() {
    let Golden { inputs, posterior: expected } = golden();
    let width = inputs.prior_mean.len();
    let prior = Prior {
        mean: DVector::from_vec(inputs.prior_mean),
        role_variance: diagonal(&inputs.prior_cov),
        person_variance: diagonal(&inputs.person_cov),
    };
    let mut people = vec![Evidence::none(width); inputs.persons];
    for Observation { person, x, y } in &inputs.observations {
        people[*person].fade(inputs.discount);
        people[*person].add(x, *y, 1.0 / inputs.noise_var);
    }
    let mut role = RoleEvidence::none(width);
    for evidence in &people {
        role.add(&RoleEvidence::of_person(evidence, &prior));
    }
    for (evidence, expected) in people.iter().zip(&expected.persons) {
        let found = StylePosterior::of_person(evidence, &role, &prior);
        let covariance = &found.factor * found.factor.transpose();
        let mean = DVector::from_column_slice(&expected.mean);
        let cov = DMatrix::from_row_iterator(width, width, expected.cov.iter().flatten().copied());
        assert!((&found.mean - mean).amax() < 1e-9);
        assert!((covariance - cov).amax() < 1e-9);
        let row = [1.0, -0.5, 0.25, 0.0, 2.0];
        let x = DVector::from_column_slice(&row);
        let (worth, error) = found.worth(&row);
        assert!((worth - found.mean.dot(&x)).abs() < 1e-12);
        let variance = (x.transpose() * &found.factor * found.factor.transpose() * &x)[0];
        assert!((error * error - variance).abs() < 1e-9);
    }
}
