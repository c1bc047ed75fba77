//! Response styles: five dimensions with a few values each, and what may be chosen among them. A style is
//! what the assistant varies from answer to answer to learn how a person likes to be answered.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::role::{Detail, Format, Jargon, RoleTemplate};

/// One dimension of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StyleDimension {
    /// How it sounds.
    Tone,
    /// How long it is.
    Length,
    /// How it is laid out.
    Format,
    /// How deep it goes.
    Detail,
    /// Which words it uses.
    Jargon,
}

impl StyleDimension {
    /// All five, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Tone, Self::Length, Self::Format, Self::Detail, Self::Jargon];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tone => "tone",
            Self::Length => "length",
            Self::Format => "format",
            Self::Detail => "detail",
            Self::Jargon => "jargon",
        }
    }

    /// Its values. Those of tone, length, detail and jargon go from less to more; formats have no order.
    #[must_use]
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Tone => &["direct", "warm"],
            Self::Length => &["short", "medium", "long"],
            Self::Format => &["bullets", "steps", "prose"],
            Self::Detail => &["essential", "thorough"],
            Self::Jargon => &["plain", "expert"],
        }
    }

    /// The place of a value in [`values`](Self::values).
    #[must_use]
    pub fn level_of(self, value: &str) -> Option<u8> {
        let at = self.values().iter().position(|known| *known == value)?;
        u8::try_from(at).ok()
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// A value for each dimension. It is written as `{"tone":"direct","length":"short",…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Style {
    levels: [u8; 5],
}

impl Style {
    /// How many styles there are.
    pub const COUNT: usize = 72;

    /// Every style, in a fixed order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(|index| {
            let mut rest = index;
            let levels = StyleDimension::ALL.map(|dimension| {
                let count = dimension.values().len();
                let level = rest % count;
                rest /= count;
                u8::try_from(level).unwrap_or_default()
            });
            Self { levels }
        })
    }

    /// The style of a role before anything is learned: what its template asks for.
    #[must_use]
    pub fn of_role(role: &RoleTemplate) -> Self {
        let length = match role.length.max_words {
            0..=170 => 0,
            171..=320 => 1,
            _ => 2,
        };
        let format = match role.format {
            Format::Brief => 0,
            Format::Steps => 1,
            Format::Prose => 2,
        };
        let detail = match role.detail {
            Detail::Headline | Detail::Balanced => 0,
            Detail::Deep => 1,
        };
        let jargon = match role.jargon {
            Jargon::Plain | Jargon::Business => 0,
            Jargon::Field => 1,
        };
        let warm = ["warm", "friendly", "patient", "kind", "encouraging"];
        let tone = u8::from(warm.iter().any(|word| role.tone.to_lowercase().contains(word)));
        Self { levels: [tone, length, format, detail, jargon] }
    }

    /// The place of its value in the dimension's values.
    #[must_use]
    pub fn level(self, dimension: StyleDimension) -> u8 {
        self.levels[dimension.place()]
    }

    /// Its value in a dimension.
    #[must_use]
    pub fn value(self, dimension: StyleDimension) -> &'static str {
        dimension.values()[usize::from(self.level(dimension))]
    }

    /// The same style with another value in one dimension. A level that the dimension does not have becomes
    /// its last one.
    #[must_use]
    pub fn with(mut self, dimension: StyleDimension, level: u8) -> Self {
        let last = u8::try_from(dimension.values().len() - 1).unwrap_or_default();
        self.levels[dimension.place()] = level.min(last);
        self
    }

    /// The style that a wish asks for, seen from this one. Wishing for more than there is changes nothing.
    #[must_use]
    pub fn towards(self, wish: StyleWish) -> Self {
        let level = self.level(wish.dimension);
        self.with(
            wish.dimension,
            match wish.toward {
                Toward::Less => level.saturating_sub(1),
                Toward::More => level.saturating_add(1),
                Toward::Level(level) => level,
            },
        )
    }
}

impl fmt::Display for Style {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = StyleDimension::ALL.map(|dimension| self.value(dimension));
        out.write_str(&values.join(", "))
    }
}

#[derive(Serialize, Deserialize)]
struct Named {
    tone: String,
    length: String,
    format: String,
    detail: String,
    jargon: String,
}

impl Serialize for Style {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [tone, length, format, detail, jargon] =
            StyleDimension::ALL.map(|dimension| self.value(dimension).to_owned());
        Named { tone, length, format, detail, jargon }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Style {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Named { tone, length, format, detail, jargon } = Named::deserialize(deserializer)?;
        let mut levels = [0; 5];
        for (dimension, value) in StyleDimension::ALL.into_iter().zip([tone, length, format, detail, jargon])
        {
            let level = dimension.level_of(&value);
            levels[dimension.place()] = level.ok_or_else(|| {
                serde::de::Error::custom(format!("there is no {} “{value}”", dimension.as_str()))
            })?;
        }
        Ok(Self { levels })
    }
}

/// What a person asks for in one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StyleWish {
    /// Which dimension.
    pub dimension: StyleDimension,
    /// Where to.
    pub toward: Toward,
}

/// Where a wish goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Toward {
    /// One value down.
    Less,
    /// One value up.
    More,
    /// Exactly this value, by its place.
    Level(u8),
}

/// Which values may be chosen: none of a dimension's values fixed leaves it free.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StyleBounds {
    fixed: [Option<u8>; 5],
}

impl StyleBounds {
    /// Everything but one value of a dimension is ruled out. What was fixed before stays: the first word,
    /// which is the role's, counts.
    pub fn fix(&mut self, dimension: StyleDimension, level: u8) {
        self.fixed[dimension.place()].get_or_insert(level);
    }

    /// The value that a dimension is fixed to.
    #[must_use]
    pub fn fixed(&self, dimension: StyleDimension) -> Option<u8> {
        self.fixed[dimension.place()]
    }

    /// Whether a style keeps to them.
    #[must_use]
    pub fn allow(&self, style: Style) -> bool {
        StyleDimension::ALL
            .into_iter()
            .all(|dimension| self.fixed(dimension).is_none_or(|level| style.level(dimension) == level))
    }

    /// A style moved to where it keeps to them.
    #[must_use]
    pub fn apply(&self, style: Style) -> Style {
        StyleDimension::ALL.into_iter().fold(style, |style, dimension| match self.fixed(dimension) {
            Some(level) => style.with(dimension, level),
            None => style,
        })
    }

    /// The styles that keep to them; at least one.
    pub fn arms(&self) -> impl Iterator<Item = Style> + '_ {
        Style::all().filter(|style| self.allow(*style))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::role::built_in;

    #[test]
    fn all_styles_are_different_and_every_value_occurs() {
        let all: BTreeSet<Style> = Style::all().collect();
        assert_eq!(all.len(), Style::COUNT);
        for dimension in StyleDimension::ALL {
            let values: BTreeSet<&str> = all.iter().map(|style| style.value(dimension)).collect();
            assert_eq!(values.len(), dimension.values().len(), "{dimension:?}");
        }
    }

    #[test]
    fn a_style_is_written_by_name_and_comes_back() {
        for style in Style::all() {
            let text = serde_json::to_string(&style).unwrap();
            assert_eq!(serde_json::from_str::<Style>(&text).unwrap(), style);
        }
        let text = serde_json::to_string(&Style::all().next().unwrap()).unwrap();
        assert!(text.starts_with(r#"{"tone":"direct","length":"short","format":"bullets""#), "{text}");
        assert!(serde_json::from_str::<Style>(&text.replace("short", "endless")).is_err());
    }

    #[test]
    fn each_built_in_role_begins_with_a_style_of_its_own() {
        let styles: BTreeSet<String> =
            built_in().iter().map(|role| Style::of_role(role).to_string()).collect();
        assert_eq!(styles.len(), 3, "{styles:?}");
    }

    #[test]
    fn a_wish_for_more_than_there_is_changes_nothing() {
        let style = Style::of_role(&built_in()[0]);
        let shorter = StyleWish { dimension: StyleDimension::Length, toward: Toward::Less };
        assert_eq!(style.towards(shorter), style);
        let longer = StyleWish { dimension: StyleDimension::Length, toward: Toward::More };
        assert_eq!(style.towards(longer).value(StyleDimension::Length), "medium");
    }

    #[test]
    fn the_first_bound_of_a_dimension_counts() {
        let mut bounds = StyleBounds::default();
        bounds.fix(StyleDimension::Length, 0);
        bounds.fix(StyleDimension::Length, 2);
        assert_eq!(bounds.arms().count(), Style::COUNT / 3);
        assert!(bounds.arms().all(|style| style.value(StyleDimension::Length) == "short"));
        let long = Style::all().last().unwrap();
        assert!(bounds.allow(bounds.apply(long)));
    }
}
