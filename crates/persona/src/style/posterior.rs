//! The posterior of a mixed-effects linear model, exactly.
//!
//! What a style is worth to a person is `xᵀθ`. Levels lie one within the other: what people like at all, what
//! those of a role like, what this person likes; each is Gaussian around the one above it. The reward has
//! Gaussian noise, so everything learned of a person is two sums (Rao's statistics of a linear model):
//! `A = Σ w x xᵀ / σ²` and `v = Σ w y x / σ²`. A level integrates the differences of all below it out in closed
//! form, and needs nothing but a sum over them, which is what lets roles be learned later without anybody's
//! data leaving their machine.
//!
//! Lindley and Smith, "Bayes estimates for the linear model" (1972), with statistics that fade by a constant
//! factor a reward, as in Russac et al., "Weighted linear bandits for non-stationary environments" (2019).

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// What rewards say of one level: the sums `A` and `v`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub(super) precision: DMatrix<f64>,
    pub(super) vector: DVector<f64>,
}

/// How members of a level differ from it beforehand. The variances are those of single columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The mean of the difference.
    pub mean: DVector<f64>,
    /// Its variance, above 0.
    pub variance: DVector<f64>,
}

/// What is believed: a Gaussian over the worth of each column.
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
    pub fn observe(&mut self, row: &[f64], reward: f64, weight: f64) {
        let row = DVector::from_column_slice(row);
        self.precision.ger(weight, &row, &row, 1.0);
        self.vector.axpy(weight * reward, &row, 1.0);
    }

    /// Lets everything so far count less, by a factor.
    pub fn fade(&mut self, factor: f64) {
        self.precision *= factor;
        self.vector *= factor;
    }

    /// Counts in what a member says.
    pub fn add(&mut self, other: &Self) {
        self.precision += &other.precision;
        self.vector += &other.vector;
    }

    /// Counts anew what a member says, of which `counted` was counted before.
    pub fn recount(&mut self, counted: &mut Self, member: &Self, difference: &Difference) {
        self.precision -= &counted.precision;
        self.vector -= &counted.vector;
        *counted = member.of_level_above(difference);
        self.add(counted);
    }

    /// Makes room for new columns, which come last.
    pub fn widen(&mut self, width: usize) {
        if width > self.vector.len() {
            self.precision = std::mem::take(&mut self.precision).resize(width, width, 0.0);
            self.vector = std::mem::take(&mut self.vector).resize_vertically(width, 0.0);
        }
    }

    /// What this says of the level above, where members differ from it by `difference`: with `S` its variance
    /// and `m` its mean, `A − A (A + S⁻¹)⁻¹ A` and `(1 − A (A + S⁻¹)⁻¹)(v − A m)`.
    #[must_use]
    pub fn of_level_above(&self, difference: &Difference) -> Self {
        let Some(inner) = self.with_precision_of(difference) else {
            return Self::none(self.vector.len());
        };
        let vector = &self.vector - &self.precision * &difference.mean;
        let solved = inner.solve(&self.precision);
        Self {
            precision: &self.precision - &self.precision * solved,
            vector: &vector - &self.precision * inner.solve(&vector),
        }
    }

    /// `A + S⁻¹`, factored.
    fn with_precision_of(&self, difference: &Difference) -> Option<Cholesky<f64, Dyn>> {
        let mut precision = self.precision.clone();
        for (at, variance) in difference.variance.iter().enumerate() {
            precision[(at, at)] += 1.0 / variance;
        }
        Cholesky::new(precision)
    }
}

impl StylePosterior {
    /// The uppermost level's: around 0.
    #[must_use]
    pub fn of_all(evidence: &Evidence, difference: &Difference) -> Self {
        let width = evidence.vector.len();
        Self { mean: DVector::zeros(width), factor: DMatrix::zeros(width, 0) }.within(evidence, difference)
    }

    /// A member's, where `self` is the posterior of the level above, the member's own evidence included.
    ///
    /// Given the level above, `β`, the member is Gaussian with mean `P⁻¹(v + S⁻¹(β + m))` and covariance `P⁻¹`,
    /// where `P = A + S⁻¹`; over `β` that gives the joint posterior without approximation.
    #[must_use]
    pub fn within(&self, evidence: &Evidence, difference: &Difference) -> Self {
        let width = evidence.vector.len();
        let Some(precision) = evidence.with_precision_of(difference) else {
            // Only numbers that are not finite come here; then nothing is known.
            let spread = difference.variance.map(f64::sqrt);
            return Self { mean: &self.mean + &difference.mean, factor: DMatrix::from_diagonal(&spread) };
        };
        let pulled = (&self.mean + &difference.mean).component_div(&difference.variance);
        let mean = precision.solve(&(&evidence.vector + pulled));

        // Cov = P⁻¹ + K Σ Kᵀ with K = P⁻¹ S⁻¹; a square root of the sum is the two roots side by side.
        let identity = DMatrix::identity(width, width);
        let own = precision.l().solve_lower_triangular(&identity).unwrap_or(identity);
        let mut shared = self.factor.clone();
        for (at, variance) in difference.variance.iter().enumerate() {
            shared.row_mut(at).scale_mut(1.0 / variance);
        }
        precision.solve_mut(&mut shared);
        let mut factor = DMatrix::zeros(width, width + shared.ncols());
        factor.columns_mut(0, width).copy_from(&own.transpose());
        factor.columns_mut(width, shared.ncols()).copy_from(&shared);
        Self { mean, factor }
    }

    /// The expected worth of a row, and its standard deviation.
    #[must_use]
    pub fn worth(&self, row: &[f64]) -> (f64, f64) {
        let row = DVector::from_column_slice(row);
        (self.mean.dot(&row), self.factor.tr_mul(&row).norm())
    }

    /// The same belief with as many columns of the factor as rows, where it has more.
    #[must_use]
    pub fn compact(self) -> Self {
        if self.factor.ncols() <= self.factor.nrows() {
            return self;
        }
        match Cholesky::new(&self.factor * self.factor.transpose()) {
            Some(root) => Self { mean: self.mean, factor: root.unpack() },
            None => self,
        }
    }
}
