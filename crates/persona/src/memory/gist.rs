//! What a text is about and what it says of it, apart: `the 7:40 train` is about a train and says 7:40. By this
//! two texts are known to speak of the same thing where no rule knows a name for it.

use std::collections::BTreeSet;

use super::words::{all_words, stem};

/// Kinds of values of which a thing mostly has one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Numbers, amounts, times, versions and dates: `7:40`, `v16`, `three`, `KD-2281`.
    Number,
    /// Days of the week, with and without an ending.
    Weekday,
    /// Months.
    Month,
    /// Parts of a day: `noon`, `abends`.
    DayTime,
}

/// A text taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Gist {
    /// Stems of the words that carry it, without values and without words of change.
    pub topic: BTreeSet<String>,
    /// The first and the last of them: mostly what is spoken of, and what is said to be one.
    ends: Option<(String, String)>,
    /// Its values, folded.
    pub values: BTreeSet<(Measure, String)>,
}

const NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty \
    hundred once twice half quarter first second third fourth fifth null eins zwei drei vier funf sechs sieben acht \
    neun zehn elf zwolf zwanzig dreissig vierzig funfzig hundert einmal zweimal dreimal halb halbtags ganztags erste \
    ersten zweiten dritten vierten funften";
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays \
    fridays saturdays sundays weekend weekends montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag \
    montags dienstags mittwochs donnerstags freitags samstags sonntags wochenende wochenenden";
const MONTHS: &str = "january february march april may june july august september october november december januar \
    februar marz mai juni juli oktober dezember";
const DAY_TIMES: &str = "noon midnight morning mornings afternoon afternoons evening evenings night nights lunchtime \
    early late morgens mittags abends nachts vormittags nachmittags fruh spat";

/// Words that say that or when something changed, or how often it is, and nothing of what it is about.
const CHANGING: &str = "now new newly currently nowadays anymore longer instead again since became become becomes gone \
    went up down back changed change changes moved move moving switched switch switching updated upgraded renamed replaced \
    rescheduled postponed slipped pushed extended transferred raised cut got get gets put correction actually make \
    scrap turns out after these days at moment month week year last next usually always still never not no sorry \
    fyi btw tbh yeah ok mind runs run goes go going planned due day days time takes take took finally \
    starting until till open opens close closes start starts begin begins end ends finish finishes last lasts \
    jetzt nun neu neue neuer neues neuen inzwischen mittlerweile neuerdings kunftig seit ab sofort mehr nicht kein keine \
    keinen sondern statt anstatt doch lieber wieder geandert verschoben verlegt verlangert gewechselt umgezogen gezogen \
    umgestellt aufgestockt erhoht gesenkt ersetzt korrektur geht gehen lauft immer meist erst noch \
    uber about frau herr herrn mr mrs ms dr prof heute gestern nachsten monat woche jahr zum uhr";

impl Gist {
    /// Takes a text apart.
    pub(super) fn of(text: &str) -> Self {
        let mut gist = Self::default();
        for word in
            text.split(|letter: char| letter.is_whitespace() || matches!(letter, '“' | '”' | '(' | ')'))
        {
            let word =
                word.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '+' | '#'));
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                gist.values.insert((Measure::Number, word.to_lowercase()));
                continue;
            }
            for part in all_words(word) {
                if let Some(measure) = measure_of(&part) {
                    gist.values.insert((measure, part));
                } else if !is_in(CHANGING, &part) && super::content_words(&part).len() == 1 {
                    let part = root(&part);
                    gist.ends = Some(match gist.ends.take() {
                        Some((first, _)) => (first, part.clone()),
                        None => (part.clone(), part.clone()),
                    });
                    gist.topic.insert(part);
                }
            }
        }
        gist
    }

    /// The share of the shorter topic that both have, 0 to 1, and how many words that are.
    pub(super) fn shares(&self, other: &Self) -> (f32, usize) {
        let common = self.topic.intersection(&other.topic).count();
        let least = self.topic.len().min(other.topic.len()).max(1);
        (common as f32 / least as f32, common)
    }

    /// Whether what one speaks of is named by the other too, or both say what sort of one thing it is: `American
    /// spelling`, `British spelling`.
    pub(super) fn speaks_of(&self, other: &Self) -> bool {
        let (Some((first, last)), Some((of_other, last_of_other))) = (&self.ends, &other.ends) else {
            return false;
        };
        other.topic.contains(first) || self.topic.contains(of_other) || last == last_of_other
    }

    /// How much of both topics together is common, 0 to 1 (Dice).
    pub(super) fn alike(&self, other: &Self) -> f32 {
        let both = self.topic.len() + other.topic.len();
        if both == 0 {
            return 0.0;
        }
        2.0 * self.topic.intersection(&other.topic).count() as f32 / both as f32
    }

    /// Whether both give a value of the same kind, and not the same one.
    pub(super) fn measures_otherwise(&self, other: &Self) -> bool {
        let kinds = |gist: &Self| gist.values.iter().map(|(kind, _)| *kind).collect::<BTreeSet<_>>();
        !kinds(self).is_disjoint(&kinds(other)) && self.values != other.values
    }
}

fn measure_of(word: &str) -> Option<Measure> {
    [
        (NUMBERS, Measure::Number),
        (WEEKDAYS, Measure::Weekday),
        (MONTHS, Measure::Month),
        (DAY_TIMES, Measure::DayTime),
    ]
    .into_iter()
    .find(|(words, _)| is_in(words, word))
    .map(|(_, measure)| measure)
}

fn is_in(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|other| other == word)
}

/// A stem that men and women of a trade have in common: `Geschäftsführer` and `Geschäftsführerin`.
fn root(word: &str) -> String {
    let word = word
        .strip_suffix("innen")
        .or_else(|| word.strip_suffix("in"))
        .filter(|rest| rest.len() > 5)
        .unwrap_or(word);
    stem(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_into_topic_and_values() {
        let early = Gist::of("I take the 7:40 train to the office");
        let late = Gist::of("“I take the 8:10 train now”");
        assert_eq!(late.topic, ["train".to_owned()].into());
        assert!(early.measures_otherwise(&late) && early.shares(&late) == (1.0, 1));
        assert!(!early.measures_otherwise(&early));
        assert!(!Gist::of("A team of six").measures_otherwise(&Gist::of("The team meets on Mondays")));
        assert_eq!(Gist::of("Geschäftsführerin").topic, Gist::of("Geschäftsführer").topic);
        assert!(Gist::of("").alike(&Gist::of("")).abs() < f32::EPSILON);
    }
}
