//! What a style means for a role's answers: a length in words, a layout, and a few words for the model where the
//! style is not the role's own.

use attune_domain::role::{Detail, Format, Jargon, RoleTemplate};
use attune_domain::{Style, StyleBounds, StyleDimension};

/// How many words the three lengths have, beside each other.
const WORDS: [f64; 3] = [1.0, 1.6, 2.4];

/// The bounds that a role sets: what its limits name stays as its template has it.
#[must_use]
pub fn bounds_of_role(role: &RoleTemplate) -> StyleBounds {
    let home = Style::of_role(role);
    let mut bounds = StyleBounds::default();
    for dimension in &role.limits.fixed_style {
        bounds.fix(*dimension, home.level(*dimension));
    }
    if role.limits.fixed_length {
        bounds.fix(StyleDimension::Length, home.level(StyleDimension::Length));
    }
    bounds
}

/// The role's template with the style's length, layout, depth and words: what an answer is measured against.
#[must_use]
pub fn restyle(role: &RoleTemplate, style: Style) -> RoleTemplate {
    let home = Style::of_role(role);
    let mut styled = role.clone();
    if style.level(StyleDimension::Length) != home.level(StyleDimension::Length) {
        let [wanted, own] =
            [style, home].map(|style| WORDS[usize::from(style.level(StyleDimension::Length))]);
        styled.length.max_words = scale(role.length.max_words, wanted / own);
        styled.length.max_tokens = scale(role.length.max_tokens, wanted / own);
    }
    if style.level(StyleDimension::Format) != home.level(StyleDimension::Format) {
        styled.format =
            [Format::Brief, Format::Steps, Format::Prose][usize::from(style.level(StyleDimension::Format))];
    }
    if style.level(StyleDimension::Detail) != home.level(StyleDimension::Detail) {
        styled.detail = [Detail::Headline, Detail::Deep][usize::from(style.level(StyleDimension::Detail))];
    }
    if style.level(StyleDimension::Jargon) != home.level(StyleDimension::Jargon) {
        styled.jargon = [Jargon::Plain, Jargon::Field][usize::from(style.level(StyleDimension::Jargon))];
    }
    styled
}

/// What to tell a model of a style, one sentence a dimension in which it is not the role's own. Lengths are told
/// in words, by the limit.
#[must_use]
pub fn describe_style(role: &RoleTemplate, style: Style) -> Vec<&'static str> {
    let home = Style::of_role(role);
    StyleDimension::ALL
        .into_iter()
        .filter(|dimension| style.level(*dimension) != home.level(*dimension))
        .filter_map(|dimension| describe_value(dimension, style.level(dimension)))
        .collect()
}

fn describe_value(dimension: StyleDimension, level: u8) -> Option<&'static str> {
    let words: &[&str] = match dimension {
        StyleDimension::Tone => &["Be matter-of-fact.", "Be warm and encouraging."],
        StyleDimension::Length => return None,
        StyleDimension::Format => {
            &["Use short bullet points.", "Use numbered steps.", "Write short paragraphs without lists."]
        }
        StyleDimension::Detail => &["Say only what decides.", "Go into detail: reasons, checks, exceptions."],
        StyleDimension::Jargon => &[
            "Use everyday words and explain every term.",
            "Use the field's own terms without explaining them.",
        ],
    };
    words.get(usize::from(level)).copied()
}

fn scale(count: u32, factor: f64) -> u32 {
    (f64::from(count) * factor).round() as u32
}

#[cfg(test)]
mod tests {
    use attune_domain::role::built_in;

    use super::*;

    #[test]
    fn a_roles_own_style_changes_nothing() {
        for role in built_in() {
            let home = Style::of_role(&role);
            assert_eq!(restyle(&role, home), role);
            assert_eq!(describe_style(&role, home), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_longer_style_allows_more_words() {
        let role = &built_in()[0];
        let longer = Style::of_role(role).with(StyleDimension::Length, 2);
        assert_eq!(restyle(role, longer).length.max_words, 360);
        assert_eq!(describe_style(role, longer), Vec::<&str>::new(), "the limit says it");
    }

    #[test]
    fn what_a_role_fixes_stays() {
        let mut role = built_in().remove(0);
        role.limits.fixed_length = true;
        role.limits.fixed_style = vec![StyleDimension::Tone];
        let home = Style::of_role(&role);
        for style in bounds_of_role(&role).arms() {
            assert_eq!(style.level(StyleDimension::Length), home.level(StyleDimension::Length));
            assert_eq!(style.level(StyleDimension::Tone), home.level(StyleDimension::Tone));
        }
    }
}
