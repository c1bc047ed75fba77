//! The interests on a sheet of paper: the two directions along which the points differ most.

use attune_domain::Embedding;

use super::embedding::UserEmbedding;
use super::space::{DIMS, Direction, dot, normalised, project};

/// Rounds of the power iteration; it has long converged for a few dozen points.
const ROUNDS: usize = 60;

/// A place on the map, each number from -1 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapPoint {
    /// To the right.
    pub x: f32,
    /// Upwards.
    pub y: f32,
}

/// Where the prototypes lie, in the order of [`UserEmbedding::prototypes`], and then the recent questions: by
/// their first two principal components, so that near points are near interests. The same points always give
/// the same map: each axis points to where its heaviest part is positive.
#[must_use]
pub fn project_2d(user: &UserEmbedding, questions: &[&Embedding]) -> (Vec<MapPoint>, Vec<MapPoint>) {
    let mut points: Vec<Direction> =
        user.prototypes().iter().map(|prototype| prototype.direction()).collect();
    let prototypes = points.len();
    points.extend(questions.iter().map(|question| project(question)));
    let mean = std::array::from_fn(|at| {
        points.iter().map(|point| point[at]).sum::<f32>() / points.len().max(1) as f32
    });
    let mean: Direction = mean;
    for point in &mut points {
        point.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
    }
    let first = axis(&points, None);
    let second = axis(&points, Some(&first));
    let mut placed: Vec<MapPoint> =
        points.iter().map(|point| MapPoint { x: dot(point, &first), y: dot(point, &second) }).collect();
    let widest = placed.iter().fold(1e-6_f32, |widest, point| widest.max(point.x.abs()).max(point.y.abs()));
    for point in &mut placed {
        point.x = (point.x / widest).clamp(-1.0, 1.0);
        point.y = (point.y / widest).clamp(-1.0, 1.0);
    }
    let questions = placed.split_off(prototypes);
    (placed, questions)
}

/// The direction along which `points` differ most, at a right angle to `other`.
fn axis(points: &[Direction], other: Option<&Direction>) -> Direction {
    // Every start that is not at a right angle to the answer leads to it; this one has something of each.
    let mut axis: Direction = std::array::from_fn(|at| 1.0 + at as f32 / 7.0 % 1.0);
    for _ in 0..ROUNDS {
        let mut next = [0.0; DIMS];
        for point in points {
            let along = dot(point, &axis);
            next.iter_mut().zip(point).for_each(|(sum, value)| *sum += along * value);
        }
        if let Some(other) = other {
            let along = dot(&next, other);
            next.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
        }
        axis = normalised(next);
    }
    let heaviest = axis.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(1.0);
    if heaviest < 0.0 { axis.map(|value| -value) } else { axis }
}

#[cfg(test)]
mod tests {
    use super::super::{Modality, Observation};
    use super::*;

    fn vector(topic: usize, own: usize) -> Embedding {
        let value = |at: usize| {
            let common = ((at * (topic + 3) * 7919) % 101) as f32 / 101.0 - 0.49;
            common + (((at + 5) * (own + 11) * 104_729) % 97) as f32 / 970.0
        };
        let values: Vec<f32> = (0..384).map(value).collect();
        Embedding::normalised(values).unwrap()
    }

    #[test]
    fn a_question_lies_near_its_interest_and_the_map_is_always_the_same() {
        let mut user = UserEmbedding::empty();
        for (source, topic) in [0, 1, 2].into_iter().enumerate() {
            let vector = vector(topic, source);
            let text = "harbour sailing boats";
            let source = u32::try_from(source).unwrap();
            user.observe(&Observation {
                vector: &vector,
                text,
                modality: Modality::Text,
                weight: 1.0,
                at_days: 1,
                source,
            });
        }
        let question = vector(1, 9);
        let (places, asked) = project_2d(&user, &[&question]);
        assert_eq!((places.len(), asked.len()), (3, 1));
        assert_eq!(project_2d(&user, &[&question]), (places.clone(), asked.clone()));
        let far = |a: MapPoint, b: MapPoint| (a.x - b.x).hypot(a.y - b.y);
        let nearest = (0..3).min_by(|a, b| far(places[*a], asked[0]).total_cmp(&far(places[*b], asked[0])));
        assert_eq!(nearest.map(|at| user.prototypes()[at].source()), Some(1));
        let (none, nothing) = project_2d(&UserEmbedding::empty(), &[]);
        assert!(none.is_empty() && nothing.is_empty());
    }
}
