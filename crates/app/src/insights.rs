//! What Attune knows of a person, for that person to look at.

use attune_domain::{StyleBounds, StyleDimension};
use attune_persona::style::{Assumptions, DimensionBelief, Estimate, beliefs, bounds_of_role, evaluate};
use attune_wire::{
    DimensionBeliefView, EarnedView, EstimateView, GetStyleInsights, RoleStyleView, StyleInsightsView,
    ValueBeliefView,
};

use crate::{App, Error};

/// What was learned of styles.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_style_insights(app: &App, _request: GetStyleInsights) -> Result<StyleInsightsView, Error> {
    let learned = app.learned_style().await?;
    let settings = app.style_settings();
    // The comparison with plain answers solves the model anew for every answer.
    let look = tokio::task::spawn_blocking(move || {
        let assumptions = Assumptions::for_one_person();
        let compared = evaluate(&learned.history, &learned.roles, assumptions);
        let roles = learned.roles.iter().map(|role| {
            let mut bounds = bounds_of_role(role);
            for (dimension, level) in &settings {
                bounds.fix(*dimension, *level);
            }
            let answers = learned.history.answers.iter().filter(|answer| answer.role == role.id);
            let rewards = answers.filter(|answer| answer.reward().is_some()).count();
            let dimensions = beliefs(&learned.learner, &role.id, &bounds);
            RoleStyleView {
                role: role.id.clone(),
                rewards: count(rewards),
                dimensions: dimensions.into_iter().map(|belief| dimension(belief, &bounds)).collect(),
            }
        });
        StyleInsightsView {
            roles: roles.collect(),
            answers: count(compared.answers),
            earned: estimate(compared.earned),
            plain: estimate(compared.plain_doubly_robust),
            plain_by_propensity: estimate(compared.plain_by_propensity),
            series: compared
                .series
                .into_iter()
                .map(|point| EarnedView { at: point.at.0, earned: point.earned, plain: point.plain })
                .collect(),
        }
    });
    look.await.map_err(|error| Error::Invalid(error.to_string()))
}

fn dimension(belief: DimensionBelief, bounds: &StyleBounds) -> DimensionBeliefView {
    let name = |dimension: StyleDimension, at: usize| dimension.values()[at].to_owned();
    let values = belief.values.into_iter().enumerate().map(|(at, value)| ValueBeliefView {
        value: name(belief.dimension, at),
        probability: value.probability,
        worth: value.worth,
        error: value.error,
    });
    DimensionBeliefView {
        dimension: belief.dimension,
        fixed: bounds.fixed(belief.dimension).is_some(),
        values: values.collect(),
    }
}

fn estimate(estimate: Estimate) -> EstimateView {
    EstimateView { mean: estimate.mean, error: estimate.error }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
