//! The order in which a person reads lines that stand somewhere on a page: columns one after the other, rows
//! from top to bottom, tables row by row (after the recursive cuts of Nagy and Seth, "Hierarchical representation
//! of optically scanned documents", 1984).

mod table;

use attune_domain::reading::Gap;
use attune_domain::{ReadLine, ReadTable};

use table::Grid;

/// Free space of so many line heights, from top to bottom, parts columns.
const COLUMN_GAP: f32 = 1.0;

/// Free space of so many line heights parts paragraphs.
const PARAGRAPH_GAP: f32 = 0.7;

/// Two lines share a row when they share this much of the lower one's height.
const SAME_ROW: f32 = 0.5;

/// A line with the rectangle that it takes up on the page when that is turned upright.
#[derive(Debug, Clone, Copy)]
struct Placed {
    line: usize,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Placed {
    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    fn shares_row(&self, other: &Self) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared >= SAME_ROW * self.height().min(other.height())
    }
}

/// What is read one after the other.
enum Piece {
    Lines(Vec<Placed>),
    Table(Grid),
}

/// Brings lines into reading order and finds the tables among them.
pub(super) fn arrange(lines: Vec<ReadLine>) -> (Vec<ReadLine>, Vec<ReadTable>) {
    let placed = placed(&lines);
    let height = median(placed.iter().map(Placed::height));
    let mut pieces = Vec::new();
    let page = Page { lines: &lines, height };
    page.cut(placed, &mut pieces);

    let mut order: Vec<(usize, Gap)> = Vec::with_capacity(lines.len());
    let mut tables = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Lines(lines) => page.read_rows(lines, &mut order),
            Piece::Table(grid) => {
                let first = order.len();
                order.extend(grid.lines.iter().map(|line| (*line, Gap::Line)));
                if let Some((_, gap)) = order.get_mut(first) {
                    *gap = Gap::Block;
                }
                tables.push(ReadTable { first, columns: grid.columns, cells: grid.cells });
            }
        }
    }
    let mut lines: Vec<Option<ReadLine>> = lines.into_iter().map(Some).collect();
    let take = |(at, gap): (usize, Gap)| Some(ReadLine { gap, ..lines.get_mut(at)?.take()? });
    (order.into_iter().filter_map(take).collect(), tables)
}

struct Page<'a> {
    lines: &'a [ReadLine],
    /// How high its lines are, in the middle.
    height: f32,
}

impl Page<'_> {
    /// Cuts where there is free space: into columns where it goes from top to bottom, otherwise at the widest
    /// place between rows.
    fn cut(&self, lines: Vec<Placed>, pieces: &mut Vec<Piece>) {
        let columns = parted(lines.clone(), |line| (line.left, line.right), COLUMN_GAP * self.height);
        if columns.len() > 1 {
            if let Some(grid) = table::grid(self.lines, &columns) {
                return pieces.push(Piece::Table(grid));
            }
            let has_rows = |column: &Vec<Placed>| column.iter().any(|line| !line.shares_row(&column[0]));
            if columns.iter().filter(|column| has_rows(column)).count() > 1 {
                return columns.into_iter().for_each(|column| self.cut(column, pieces));
            }
        }
        let rows = parted(lines.clone(), |line| (line.top, line.bottom), 0.0);
        let bottom_of =
            |row: &Vec<Placed>| row.iter().map(|line| line.bottom).fold(f32::NEG_INFINITY, f32::max);
        let top_of = |row: &Vec<Placed>| row.iter().map(|line| line.top).fold(f32::INFINITY, f32::min);
        let widest = (1..rows.len())
            .map(|at| (at, top_of(&rows[at]) - bottom_of(&rows[at - 1])))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        // Without columns there is nothing to gain from cutting on.
        match widest {
            Some((at, _)) if self.may_have_columns(&lines) => {
                let (above, below) = rows.split_at(at);
                self.cut(above.concat(), pieces);
                self.cut(below.concat(), pieces);
            }
            _ => pieces.push(Piece::Lines(lines)),
        }
    }

    /// Whether any two lines stand beside each other with a column's gap between them.
    fn may_have_columns(&self, lines: &[Placed]) -> bool {
        let gap = COLUMN_GAP * self.height;
        let mut by_top = lines.to_vec();
        by_top.sort_by(|one, other| one.top.total_cmp(&other.top));
        by_top.iter().enumerate().any(|(at, one)| {
            let beside = by_top[at + 1..].iter().take_while(|other| other.top < one.bottom);
            beside
                .filter(|other| other.shares_row(one))
                .any(|other| other.left - one.right >= gap || one.left - other.right >= gap)
        })
    }

    /// Row by row, each from left to right.
    fn read_rows(&self, mut lines: Vec<Placed>, order: &mut Vec<(usize, Gap)>) {
        lines.sort_by(|one, other| (one.top + one.bottom).total_cmp(&(other.top + other.bottom)));
        let mut rows: Vec<Vec<Placed>> = Vec::new();
        for line in lines {
            match rows.last_mut() {
                Some(row) if row.iter().all(|other| line.shares_row(other)) => row.push(line),
                _ => rows.push(vec![line]),
            }
        }
        let mut bottom = f32::NEG_INFINITY;
        for mut row in rows {
            row.sort_by(|one, other| one.left.total_cmp(&other.left));
            let top = row.iter().map(|line| line.top).fold(f32::INFINITY, f32::min);
            let is_block = top - bottom > PARAGRAPH_GAP * self.height;
            bottom = row.iter().map(|line| line.bottom).fold(bottom, f32::max);
            order.extend(row.iter().enumerate().map(|(at, line)| {
                let gap = match at {
                    0 if is_block => Gap::Block,
                    0 => Gap::Line,
                    _ => Gap::Space,
                };
                (line.line, gap)
            }));
        }
    }
}

/// Where lines lie when the page is turned so that most of them are level.
fn placed(lines: &[ReadLine]) -> Vec<Placed> {
    let direction = |line: &ReadLine| {
        let [from, to, ..] = line.corners;
        [to[0] - from[0], to[1] - from[1]]
    };
    // The long lines decide. Angles are within half a turn of that of the longest, so that they can be compared.
    let length = |[x, y]: [f32; 2]| x.hypot(y);
    let longest = lines.iter().map(direction).max_by(|one, other| length(*one).total_cmp(&length(*other)));
    let base = longest.map_or(0.0, |[x, y]| y.atan2(x));
    let mut angles: Vec<(f32, f32)> = lines
        .iter()
        .map(|line| {
            let [x, y] = direction(line);
            let turn = (y.atan2(x) - base + std::f32::consts::PI).rem_euclid(std::f32::consts::TAU);
            (turn - std::f32::consts::PI, length([x, y]))
        })
        .collect();
    angles.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = angles.iter().map(|(_, length)| length).sum::<f32>() / 2.0;
    let mut passed = 0.0;
    let middle = angles.iter().find(|(_, length)| {
        passed += length;
        passed >= half
    });
    let angle = base + middle.map_or(0.0, |(turn, _)| *turn);
    let (sine, cosine) = angle.sin_cos();
    let place = |(line, read): (usize, &ReadLine)| {
        let turned = read.corners.map(|[x, y]| [x * cosine + y * sine, y * cosine - x * sine]);
        let bound = |axis: usize, of: fn(f32, f32) -> f32| {
            turned.iter().map(|corner| corner[axis]).reduce(of).unwrap_or_default()
        };
        Placed {
            line,
            left: bound(0, f32::min),
            right: bound(0, f32::max),
            top: bound(1, f32::min),
            bottom: bound(1, f32::max),
        }
    };
    lines.iter().enumerate().map(place).collect()
}

/// Groups of lines with a gap wider than `least` between them, in order.
fn parted(mut lines: Vec<Placed>, range: impl Fn(&Placed) -> (f32, f32), least: f32) -> Vec<Vec<Placed>> {
    lines.sort_by(|one, other| range(one).0.total_cmp(&range(other).0));
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for line in lines {
        let (from, to) = range(&line);
        match groups.last_mut() {
            Some(group) if from - end <= least => group.push(line),
            _ => groups.push(vec![line]),
        }
        end = end.max(to);
    }
    groups
}

/// The middle one; 0 of none.
fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
