//! How well an answer keeps to its role: length, opening, sections, format, forbidden phrases. Every check
//! can fail on a good model and names what it found, so that the figure can be argued with.

use attune_domain::conversation::{Adherence, AdherenceCheck};
use attune_domain::role::{Format, RoleTemplate};

use crate::markdown::{
    count_bullets, count_numbered_items, count_words, has_code_block, opens_a_line, opens_the_text,
};

/// Measures an answer against a template. The score is the share of the checks that were met.
#[must_use]
pub fn measure_adherence(template: &RoleTemplate, answer: &str) -> Adherence {
    let mut checks = vec![length(template, answer)];
    if !template.shape.opening.is_empty() {
        let label = &template.shape.opening;
        let met = opens_the_text(answer, label);
        checks.push(check(
            "opening",
            met,
            if met {
                format!("opens with “{label}”")
            } else {
                format!("does not open with “{label}”")
            },
        ));
    }
    for section in template.shape.sections.iter().filter(|section| section.required) {
        let met = opens_a_line(answer, &section.label);
        let detail = if met { "is there" } else { "is missing" };
        checks.push(check(
            &format!("section:{}", section.label),
            met,
            format!("“{}” {detail}", section.label),
        ));
    }
    checks.push(format_check(template.format, answer));
    checks.push(forbidden(template, answer));
    let met = checks.iter().filter(|check| check.met).count();
    Adherence { score: met as f32 / checks.len() as f32, checks }
}

fn check(name: &str, met: bool, detail: String) -> AdherenceCheck {
    AdherenceCheck { name: name.to_owned(), met, detail }
}

fn length(template: &RoleTemplate, answer: &str) -> AdherenceCheck {
    let words = count_words(answer);
    let limit = template.length.max_words as usize;
    check("length", words > 0 && words <= limit, format!("{words} of at most {limit} words"))
}

fn format_check(format: Format, answer: &str) -> AdherenceCheck {
    let numbered = count_numbered_items(answer);
    let bullets = count_bullets(answer);
    match format {
        Format::Brief => {
            let code = has_code_block(answer);
            let detail =
                if code { "holds a code block".to_owned() } else { format!("{bullets} bullets, no code") };
            check("format", !code && bullets + numbered <= 9, detail)
        }
        Format::Steps => check("format", numbered >= 2, format!("{numbered} numbered steps")),
        Format::Prose => {
            let lines = answer.lines().filter(|line| !line.trim().is_empty()).count();
            let listed = numbered + bullets;
            check("format", listed * 3 <= lines * 2, format!("{listed} list items in {lines} lines"))
        }
    }
}

fn forbidden(template: &RoleTemplate, answer: &str) -> AdherenceCheck {
    let lower = answer.to_lowercase();
    let found: Vec<&str> = template
        .forbidden
        .iter()
        .map(String::as_str)
        .filter(|phrase| lower.contains(&phrase.to_lowercase()))
        .collect();
    let detail = if found.is_empty() {
        "no forbidden phrase".to_owned()
    } else {
        format!("says “{}”", found.join("”, “"))
    };
    check("forbidden", found.is_empty(), detail)
}

#[cfg(test)]
mod tests {
    use attune_domain::role::built_in;

    use super::*;

    fn unmet(role: usize, answer: &str) -> Vec<String> {
        measure_adherence(&built_in()[role], answer)
            .checks
            .into_iter()
            .filter(|check| !check.met)
            .map(|check| check.name)
            .collect()
    }

    #[test]
    fn worked_examples_meet_every_check_of_their_role() {
        for (role, template) in built_in().iter().enumerate() {
            for example in &template.examples {
                assert_eq!(unmet(role, &example.answer), Vec::<String>::new(), "{}", template.id);
            }
        }
    }

    #[test]
    fn each_fault_is_found_by_its_own_check() {
        let good = built_in()[0].examples[0].answer.clone();
        assert_eq!(unmet(0, &good.replace("**Bottom line:**", "**Well:**")), ["opening"]);
        assert_eq!(unmet(0, &good.replace("**Risk:**", "**Hope:**")), ["section:Risk"]);
        assert_eq!(unmet(0, &format!("{good}\n```sh\nls\n```")), ["format"]);
        assert_eq!(unmet(0, &format!("{good}\nGreat question!")), ["forbidden"]);
        assert_eq!(unmet(0, &format!("{good}{}", " word".repeat(150))), ["length"]);
    }

    #[test]
    fn an_empty_answer_meets_little() {
        assert!(measure_adherence(&built_in()[0], "").score < 0.5);
    }

    #[test]
    fn the_same_answer_scores_differently_for_different_roles() {
        let templates = built_in();
        let for_leader = templates[0].examples[0].answer.as_str();
        let own = measure_adherence(&templates[0], for_leader).score;
        assert!(measure_adherence(&templates[1], for_leader).score < own);
        assert!(measure_adherence(&templates[2], for_leader).score < own);
    }
}
