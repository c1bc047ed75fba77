//! Rectangles that stand at an angle.

use attune_domain::reading::Corners;

/// A point, as (x, y) with y downwards.
pub(in crate::vision) type Point = [f32; 2];

/// How much larger than the smallest rectangle an upright one may be to be preferred. Screenshots and scans are
/// nearly always upright, and what stands out of a short word tilts its smallest rectangle.
const UPRIGHT_MAY_BE_LARGER: f32 = 1.1;

/// A rectangle at an angle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::vision) struct Rectangle {
    pub(in crate::vision) centre: Point,
    /// The direction of its first side, of length 1, within 45 degrees of rightwards.
    pub(in crate::vision) along: Point,
    /// The length of the first side.
    pub(in crate::vision) width: f32,
    /// The length of the other side, which lies a quarter turn clockwise.
    pub(in crate::vision) height: f32,
}

impl Rectangle {
    /// The smallest rectangle around points; none around none. An upright one where that is hardly larger.
    pub(in crate::vision) fn around(points: &[Point]) -> Option<Self> {
        let hull = convex_hull(points);
        let upright = Self::spanning(&hull, [1.0, 0.0])?;
        let edges = (0..hull.len()).map(|at| (hull[at], hull[(at + 1) % hull.len()]));
        let tilted = edges.filter_map(|(from, to)| {
            let (x, y) = (to[0] - from[0], to[1] - from[1]);
            let length = x.hypot(y);
            (length > f32::EPSILON).then(|| Self::spanning(&hull, rightwards([x / length, y / length])))?
        });
        let smallest = tilted.min_by(|one, other| one.area().total_cmp(&other.area())).unwrap_or(upright);
        let is_near = upright.area() <= smallest.area() * UPRIGHT_MAY_BE_LARGER;
        Some(if is_near { upright } else { smallest })
    }

    /// The rectangle in a direction around points.
    pub(in crate::vision) fn spanning(points: &[Point], along: Point) -> Option<Self> {
        let down = quarter_turn(along);
        let extent = |axis: Point| {
            let places = points.iter().map(|point| dot(*point, axis));
            places.fold(None, |range: Option<(f32, f32)>, at| {
                Some(range.map_or((at, at), |(least, most)| (least.min(at), most.max(at))))
            })
        };
        let ((left, right), (top, bottom)) = (extent(along)?, extent(down)?);
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        let centre = [along[0] * x + down[0] * y, along[1] * x + down[1] * y];
        Some(Self { centre, along, width: right - left, height: bottom - top })
    }

    pub(in crate::vision) fn area(&self) -> f32 {
        self.width * self.height
    }

    pub(in crate::vision) fn shorter_side(&self) -> f32 {
        self.width.min(self.height)
    }

    /// The rectangle with each side moved outwards.
    pub(in crate::vision) fn grown(self, by: f32) -> Self {
        Self { width: self.width + 2.0 * by, height: self.height + 2.0 * by, ..self }
    }

    /// The rectangle after the image was stretched.
    pub(in crate::vision) fn stretched(self, horizontally: f32, vertically: f32) -> Option<Self> {
        let stretched = self.corners().map(|[x, y]| [x * horizontally, y * vertically]);
        let (x, y) = (stretched[1][0] - stretched[0][0], stretched[1][1] - stretched[0][1]);
        let length = x.hypot(y);
        let along = if length > f32::EPSILON { [x / length, y / length] } else { [1.0, 0.0] };
        Self::spanning(&stretched, along)
    }

    /// Clockwise from the corner at the beginning of the first side.
    pub(in crate::vision) fn corners(&self) -> Corners {
        let down = quarter_turn(self.along);
        [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(right, below)| {
            let (x, y) = (right * self.width, below * self.height);
            [
                self.centre[0] + self.along[0] * x + down[0] * y,
                self.centre[1] + self.along[1] * x + down[1] * y,
            ]
        })
    }

    /// How far a point lies from the centre along both sides.
    pub(in crate::vision) fn place_of(&self, point: Point) -> Point {
        let from_centre = [point[0] - self.centre[0], point[1] - self.centre[1]];
        [dot(from_centre, self.along), dot(from_centre, quarter_turn(self.along))]
    }

    /// Left, top, right and bottom of the upright rectangle around it.
    pub(in crate::vision) fn bounds(&self) -> [f32; 4] {
        let corners = self.corners();
        let bound = |axis: usize, of: fn(f32, f32) -> f32| {
            corners.iter().map(|corner| corner[axis]).reduce(of).unwrap_or_default()
        };
        [bound(0, f32::min), bound(1, f32::min), bound(0, f32::max), bound(1, f32::max)]
    }
}

/// A quarter turn clockwise, as it looks with y downwards.
pub(in crate::vision) fn quarter_turn(direction: Point) -> Point {
    [-direction[1], direction[0]]
}

fn dot(one: Point, other: Point) -> f32 {
    one[0] * other[0] + one[1] * other[1]
}

/// The direction among the four at right angles that is nearest to rightwards.
fn rightwards(direction: Point) -> Point {
    let [x, y] = direction;
    if x.abs() >= y.abs() {
        if x >= 0.0 { [x, y] } else { [-x, -y] }
    } else if y >= 0.0 {
        [y, -x]
    } else {
        [-y, x]
    }
}

/// The corners of the smallest convex shape around points (Andrew's monotone chain).
fn convex_hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|one, other| one[0].total_cmp(&other[0]).then(one[1].total_cmp(&other[1])));
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let mut hull: Vec<Point> = Vec::with_capacity(16);
    let turn = |from: Point, over: Point, to: Point| {
        (over[0] - from[0]) * (to[1] - from[1]) - (over[1] - from[1]) * (to[0] - from[0])
    };
    let mut chain = |points: &mut dyn Iterator<Item = Point>| {
        let begins = hull.len();
        for point in points {
            while hull.len() >= begins + 2 && turn(hull[hull.len() - 2], hull[hull.len() - 1], point) <= 0.0 {
                hull.pop();
            }
            hull.push(point);
        }
        // The end of one chain is the beginning of the other.
        hull.pop();
    };
    chain(&mut sorted.iter().copied());
    chain(&mut sorted.iter().rev().copied());
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_rectangle_is_found_again() {
        for degrees in [-40.0_f32, -12.0, 0.0, 7.0, 30.0] {
            let along = [degrees.to_radians().cos(), degrees.to_radians().sin()];
            let placed = Rectangle { centre: [50.0, 60.0], along, width: 80.0, height: 20.0 };
            let mut points = placed.corners().to_vec();
            points.push([50.0, 60.0]);
            let found = Rectangle::around(&points).unwrap();
            for (at, expect) in found.corners().iter().zip(placed.corners()) {
                assert!((at[0] - expect[0]).abs() < 0.01 && (at[1] - expect[1]).abs() < 0.01, "{degrees}");
            }
        }
    }

    #[test]
    fn a_word_that_sticks_out_at_one_end_stays_upright() {
        let points = [[0.0, 2.0], [60.0, 2.0], [60.0, 0.0], [66.0, 0.0], [66.0, 14.0], [0.0, 14.0]];
        assert_eq!(Rectangle::around(&points).unwrap().along, [1.0, 0.0]);
    }

    #[test]
    fn few_points_have_a_rectangle_too() {
        assert_eq!(Rectangle::around(&[]), None);
        assert_eq!(Rectangle::around(&[[3.0, 4.0]]).unwrap().area(), 0.0);
        assert_eq!(Rectangle::around(&[[0.0, 0.0], [4.0, 4.0]]).unwrap().area(), 0.0);
    }

    #[test]
    fn stretching_keeps_what_is_inside() {
        let one = Rectangle { centre: [10.0, 10.0], along: [1.0, 0.0], width: 8.0, height: 2.0 };
        assert_eq!(one.stretched(2.0, 3.0).unwrap().bounds(), [12.0, 27.0, 28.0, 33.0]);
    }
}
