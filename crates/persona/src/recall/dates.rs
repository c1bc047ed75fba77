//! Day, month and year of a time as words, so that "on 8 May" finds what was said then.

use super::words::plain;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day without a leading zero, the month's English name in small letters and shortened as stems are, and
/// the year, as far as they are there.
pub(super) fn words(time: &str) -> Vec<String> {
    // An ISO date is three numbers of which the first has four digits.
    let date = time.split(['T', ' ']).next().unwrap_or_default();
    let mut parts = date.split('-');
    if let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
        && let (4, Ok(month), Ok(day)) = (year.len(), month.parse::<usize>(), day.parse::<u8>())
        && let Some(name) = MONTHS.get(month.wrapping_sub(1))
    {
        return vec![day.to_string(), stem(name), year.to_owned()];
    }
    let words = plain(time);
    let month = words.iter().position(|word| MONTHS.contains(&word.as_str()));
    let is_year = |word: &&String| word.len() == 4 && word.parse::<u16>().is_ok();
    let is_day = |word: &&String| word.len() <= 2 && word.parse::<u8>().is_ok();
    let beside = |at: usize| [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let day = month.and_then(|at| beside(at).filter_map(|at| words.get(at)).find(is_day).cloned());
    let year = words.iter().find(is_year).cloned();
    day.into_iter().chain(month.map(|at| stem(&words[at]))).chain(year).collect()
}

fn stem(month: &str) -> String {
    super::words::Words::new().stems(month).pop().unwrap_or_else(|| month.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_both_forms() {
        let check = |time: &str, expect: &[&str]| assert_eq!(words(time), expect, "{time:?}");
        check("1:56 pm on 8 May, 2023", &["8", "may", "2023"]);
        check("May 3, 2021", &["3", "may", "2021"]);
        check("2024-11-05T10:00:00Z", &["5", "novemb", "2024"]);
        check("yesterday", &[]);
    }
}
