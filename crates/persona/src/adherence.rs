//! How well an answer keeps to its role: length, opening, sections, format, forbidden phrases. Every check
//! can fail on a good model and names what it found, so that the figure can be argued with.

use attune_domain::Language;
use attune_domain::conversation::{Adherence, AdherenceCheck, Finding};
use attune_domain::role::{Format, RoleTemplate};

use crate::markdown::{
    count_bullets, count_numbered_items, count_words, has_code_block, opens_a_line, opens_the_text,
};

/// Measures an answer against a template whose labels were asked for in `language`. The score is the share
/// of the checks that were met.
#[must_use]
pub fn measure_adherence(template: &RoleTemplate, language: Language, answer: &str) -> Adherence {
    let mut checks = vec![length(template, answer)];
    if !template.shape.opening.is_empty() {
        let label = template.shape.opening.text(language);
        let finding = Finding::Opening { label: label.to_owned() };
        checks.push(AdherenceCheck { met: opens_the_text(answer, label), finding });
    }
    for section in template.shape.sections.iter().filter(|section| section.required) {
        let label = section.label.text(language);
        let finding = Finding::Section { label: label.to_owned() };
        checks.push(AdherenceCheck { met: opens_a_line(answer, label), finding });
    }
    checks.push(layout(template.format, answer));
    checks.push(forbidden(template, answer));
    let met = checks.iter().filter(|check| check.met).count();
    Adherence { score: met as f32 / checks.len() as f32, checks }
}

fn length(template: &RoleTemplate, answer: &str) -> AdherenceCheck {
    let words = count(count_words(answer));
    let limit = template.length.max_words;
    AdherenceCheck { met: words > 0 && words <= limit, finding: Finding::Length { words, limit } }
}

fn layout(format: Format, answer: &str) -> AdherenceCheck {
    let steps = count(count_numbered_items(answer));
    let listed = steps + count(count_bullets(answer));
    match format {
        Format::Brief => {
            let code = has_code_block(answer);
            AdherenceCheck { met: !code && listed <= 9, finding: Finding::Brief { points: listed, code } }
        }
        Format::Steps => AdherenceCheck { met: steps >= 2, finding: Finding::Steps { steps } },
        Format::Prose => {
            let lines = count(answer.lines().filter(|line| !line.trim().is_empty()).count());
            AdherenceCheck { met: listed * 3 <= lines * 2, finding: Finding::Prose { listed, lines } }
        }
    }
}

fn forbidden(template: &RoleTemplate, answer: &str) -> AdherenceCheck {
    let lower = answer.to_lowercase();
    let occurs = |phrase: &&String| lower.contains(&phrase.to_lowercase());
    let phrases: Vec<String> = template.forbidden.iter().filter(occurs).cloned().collect();
    AdherenceCheck { met: phrases.is_empty(), finding: Finding::Forbidden { phrases } }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use attune_domain::role::built_in;

    use super::*;

    fn unmet(role: usize, language: Language, answer: &str) -> Vec<Finding> {
        let checks = measure_adherence(&built_in()[role], language, answer).checks;
        checks.into_iter().filter(|check| !check.met).map(|check| check.finding).collect()
    }

    #[test]
    fn worked_examples_meet_every_check_of_their_role() {
        for (role, template) in built_in().iter().enumerate() {
            for example in &template.examples {
                let unmet = unmet(role, example.language, &example.answer);
                assert_eq!(unmet, [], "{} in {:?}", template.id, example.language);
            }
        }
    }

    #[test]
    fn each_fault_is_found_by_its_own_check() {
        let good = built_in()[0].examples[0].answer.clone();
        let label = |label: &str| label.to_owned();
        for (answer, finding) in [
            (good.replace("**Bottom line:**", "**Well:**"), Finding::Opening { label: label("Bottom line") }),
            (good.replace("**Risk:**", "**Hope:**"), Finding::Section { label: label("Risk") }),
            (format!("{good}\n```sh\nls\n```"), Finding::Brief { points: 2, code: true }),
            (
                format!("{good}\nGreat question!"),
                Finding::Forbidden { phrases: vec!["great question".to_owned()] },
            ),
        ] {
            assert_eq!(unmet(0, Language::English, &answer), [finding]);
        }
        let long = format!("{good}{}", " word".repeat(150));
        let found = unmet(0, Language::English, &long);
        assert!(matches!(found[..], [Finding::Length { words: 200.., limit: 150 }]), "{found:?}");
    }

    #[test]
    fn labels_count_in_the_language_they_were_asked_for_in() {
        let role = &built_in()[0];
        let german = &role.examples_in(Language::German).next().unwrap().answer;
        assert!(measure_adherence(role, Language::German, german).score > 0.99);
        assert!(measure_adherence(role, Language::English, german).score < 0.7);
    }

    #[test]
    fn an_empty_answer_meets_little() {
        assert!(measure_adherence(&built_in()[0], Language::English, "").score < 0.5);
    }

    #[test]
    fn the_same_answer_scores_differently_for_different_roles() {
        let templates = built_in();
        let for_leader = templates[0].examples[0].answer.as_str();
        let own = measure_adherence(&templates[0], Language::English, for_leader).score;
        assert!(measure_adherence(&templates[1], Language::English, for_leader).score < own);
        assert!(measure_adherence(&templates[2], Language::English, for_leader).score < own);
    }
}
