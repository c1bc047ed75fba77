//! Columns that belong together row by row.

use attune_domain::ReadLine;

use super::{Placed, median};

/// How many of the rows must have more than one cell.
const ROWS_WITH_CELLS: f32 = 0.6;

/// The column with the shortest texts has this many characters at most: columns of running text are wider.
const SHORT: f32 = 18.0;

/// A table that was found.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) columns: usize,
    /// Row after row.
    pub(super) lines: Vec<usize>,
    /// The cell of each of `lines`: row × columns + column.
    pub(super) cells: Vec<usize>,
}

/// The table that columns form, if they are one rather than text in columns.
pub(super) fn grid(lines: &[ReadLine], columns: &[Vec<Placed>]) -> Option<Grid> {
    let mut all: Vec<(usize, Placed)> = columns
        .iter()
        .enumerate()
        .flat_map(|(at, column)| column.iter().map(move |line| (at, *line)))
        .collect();
    all.sort_by(|(_, one), (_, other)| (one.top + one.bottom).total_cmp(&(other.top + other.bottom)));
    let mut rows: Vec<Vec<(usize, Placed)>> = Vec::new();
    for cell in all {
        match rows.last_mut() {
            Some(row) if row.iter().any(|(_, other)| cell.1.shares_row(other)) => row.push(cell),
            _ => rows.push(vec![cell]),
        }
    }
    let has_cells = |row: &&Vec<(usize, Placed)>| row.iter().any(|(column, _)| *column != row[0].0);
    let full = rows.iter().filter(has_cells).count();
    let characters =
        |column: &Vec<Placed>| median(column.iter().map(|line| lines[line.line].text.chars().count() as f32));
    let shortest = columns.iter().map(characters).fold(f32::INFINITY, f32::min);
    if rows.len() < 2 || full < 2 || (full as f32) < ROWS_WITH_CELLS * rows.len() as f32 || shortest > SHORT {
        return None;
    }
    let mut grid = Grid { columns: columns.len(), lines: Vec::new(), cells: Vec::new() };
    for (at, mut row) in rows.into_iter().enumerate() {
        row.sort_by(|(one, left), (other, right)| one.cmp(other).then(left.left.total_cmp(&right.left)));
        for (column, line) in row {
            grid.lines.push(line.line);
            grid.cells.push(at * columns.len() + column);
        }
    }
    Some(grid)
}
