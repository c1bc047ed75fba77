//! The posterior of a mixed-effects linear model, exactly.
//!
//! What a style is worth to a person is `xᵀ(β + b)`: `β` is what their role likes, `b` how this person differs
//! from it. Both are Gaussian beforehand, the reward has Gaussian noise, so everything learned of a person is
//! two sums (Rao's statistics of a linear model): `A = Σ w x xᵀ / σ²` and `v = Σ w y x / σ²`. A role's posterior
//! integrates every person's difference out in closed form, and needs nothing but a sum over people, which is
//! what lets roles be learned later without anybody's data leaving their machine.
//!
//! Lindley and Smith, "Bayes estimates for the linear model" (1972), with statistics that fade by a constant
//! factor a reward, as in Russac et al., "Weighted linear bandits for non-stationary environments" (2019).

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// What rewards say of one person: the sums `A` and `v`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub(super) precision: DMatrix<f64>,
    pub(super) vector: DVector<f64>,
}

/// What is believed before any reward. All variances are those of single columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// The mean of what a role likes.
    pub mean: DVector<f64>,
    /// The variance of what a role likes.
    pub role_variance: DVector<f64>,
    /// The variance of how people differ from their role.
    pub person_variance: DVector<f64>,
}

/// What the people of a role say of it together.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleEvidence {
    precision: DMatrix<f64>,
    vector: DVector<f64>,
}

/// What is believed of a person: a Gaussian over the worth of each column.
#[derive(Debug, Clone, PartialEq)]
pub struct StylePosterior {
    /// The mean.
    pub mean: DVector<f64>,
    /// A square root of the covariance: `factor * factorᵀ`.
    pub factor: DMatrix<f64>,
}

impl Evidence {
    /// No reward yet.
    #[must_use]
    pub fn none(width: usize) -> Self {
        Self { precision: DMatrix::zeros(width, width), vector: DVector::zeros(width) }
    }

    /// Adds a reward `y` for a row `x`; `weight` is how many plain rewards it is worth over the noise's
    /// variance.
    pub fn add(&mut self, row: &[f64], reward: f64, weight: f64) {
        let row = DVector::from_column_slice(row);
        self.precision.ger(weight, &row, &row, 1.0);
        self.vector.axpy(weight * reward, &row, 1.0);
    }

    /// Lets everything so far count less, by a factor.
    pub fn fade(&mut self, factor: f64) {
        self.precision *= factor;
        self.vector *= factor;
    }

    /// Makes room for new columns, which come last.
    pub fn widen(&mut self, width: usize) {
        if width > self.vector.len() {
            self.precision = std::mem::take(&mut self.precision).resize(width, width, 0.0);
            self.vector = std::mem::take(&mut self.vector).resize_vertically(width, 0.0);
        }
    }

    /// `A + Sb⁻¹`, factored.
    fn person_precision(&self, prior: &Prior) -> Option<Cholesky<f64, Dyn>> {
        let mut precision = self.precision.clone();
        for (at, variance) in prior.person_variance.iter().enumerate() {
            precision[(at, at)] += 1.0 / variance;
        }
        Cholesky::new(precision)
    }
}

impl RoleEvidence {
    /// Nobody yet.
    #[must_use]
    pub fn none(width: usize) -> Self {
        Self { precision: DMatrix::zeros(width, width), vector: DVector::zeros(width) }
    }

    /// What one person says of their role: `A − A (A + Sb⁻¹)⁻¹ A` and `v − A (A + Sb⁻¹)⁻¹ v`.
    #[must_use]
    pub fn of_person(evidence: &Evidence, prior: &Prior) -> Self {
        let Some(inner) = evidence.person_precision(prior) else {
            return Self::none(evidence.vector.len());
        };
        let solved = inner.solve(&evidence.precision);
        Self {
            precision: &evidence.precision - &evidence.precision * solved,
            vector: &evidence.vector - &evidence.precision * inner.solve(&evidence.vector),
        }
    }

    /// Counts a person in.
    pub fn add(&mut self, other: &Self) {
        self.precision += &other.precision;
        self.vector += &other.vector;
    }

    /// Takes a person out again.
    pub fn remove(&mut self, other: &Self) {
        self.precision -= &other.precision;
        self.vector -= &other.vector;
    }

    /// Makes room for new columns, which come last.
    pub fn widen(&mut self, width: usize) {
        if width > self.vector.len() {
            self.precision = std::mem::take(&mut self.precision).resize(width, width, 0.0);
            self.vector = std::mem::take(&mut self.vector).resize_vertically(width, 0.0);
        }
    }

    /// The precision and mean of what the role likes.
    fn posterior(&self, prior: &Prior) -> Option<(Cholesky<f64, Dyn>, DVector<f64>)> {
        let mut precision = self.precision.clone();
        let mut vector = self.vector.clone();
        for (at, variance) in prior.role_variance.iter().enumerate() {
            precision[(at, at)] += 1.0 / variance;
            vector[at] += prior.mean[at] / variance;
        }
        let factored = Cholesky::new(precision)?;
        let mean = factored.solve(&vector);
        Some((factored, mean))
    }
}

impl StylePosterior {
    /// What is believed of a person, given their own rewards and all that is known of their role, theirs
    /// included.
    ///
    /// Given `β`, the person's worth is Gaussian with mean `P⁻¹(v + Sb⁻¹β)` and covariance `P⁻¹`, where
    /// `P = A + Sb⁻¹`; over `β` that gives the joint posterior without approximation.
    #[must_use]
    pub fn of_person(evidence: &Evidence, role: &RoleEvidence, prior: &Prior) -> Self {
        let width = evidence.vector.len();
        let (Some(person), Some((role, role_mean))) =
            (evidence.person_precision(prior), role.posterior(prior))
        else {
            // Only numbers that are not finite come here; then nothing is known.
            let spread = (&prior.role_variance + &prior.person_variance).map(f64::sqrt);
            return Self { mean: prior.mean.clone(), factor: DMatrix::from_diagonal(&spread) };
        };
        let mut pulled = role_mean;
        for (at, variance) in prior.person_variance.iter().enumerate() {
            pulled[at] /= variance;
        }
        let mean = person.solve(&(&evidence.vector + pulled));

        // Cov = P⁻¹ + K Λ⁻¹ Kᵀ with K = P⁻¹ Sb⁻¹; a square root of the sum is the two roots side by side.
        let identity = DMatrix::identity(width, width);
        let own = person.l().solve_lower_triangular(&identity).unwrap_or_else(|| identity.clone());
        let mut shared = role.l().solve_lower_triangular(&identity).unwrap_or(identity);
        for (at, variance) in prior.person_variance.iter().enumerate() {
            shared.column_mut(at).scale_mut(1.0 / variance);
        }
        let shared = person.solve(&shared.transpose());
        let mut factor = DMatrix::zeros(width, 2 * width);
        factor.columns_mut(0, width).copy_from(&own.transpose());
        factor.columns_mut(width, width).copy_from(&shared);
        Self { mean, factor }
    }

    /// The expected worth of a row, and its standard deviation.
    #[must_use]
    pub fn worth(&self, row: &[f64]) -> (f64, f64) {
        let row = DVector::from_column_slice(row);
        (self.mean.dot(&row), self.factor.tr_mul(&row).norm())
    }
}
