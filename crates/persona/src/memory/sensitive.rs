//! What is of a special category (Article 9 of the GDPR): health, belief, union, politics, origin, sexuality,
//! and convictions. It is remembered only when the person asks for it in so many words.

use std::sync::LazyLock;

use super::pattern;

/// A special category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensitive {
    /// Illness, disability, medicine, pregnancy, allergies.
    Health,
    /// Religion and world view.
    Belief,
    /// Membership of a trade union.
    Union,
    /// Parties and political opinions.
    Politics,
    /// Ethnic origin.
    Origin,
    /// Sexual orientation and gender identity.
    Sexuality,
    /// Convictions and criminal proceedings.
    Convictions,
}

static WORDS: LazyLock<Vec<(Sensitive, regex::Regex)>> = LazyLock::new(|| {
    [
        (
            Sensitive::Health,
            r"allerg\w*|intoleran\w*|unverträglich\w*|diabet\w*|asthma\w*|migraine\w*|migräne\w*|cancer|krebs|tumou?r\w*|depress\w*|burn-?out\w*|anxiety|angststörung\w*|adhd|adhs|autis\w*|bipolar\w*|epilep\w*|hiv|aids|hepatit\w*|pregnan\w*|schwanger\w*|fertility|miscarriage|fehlgeburt|disab(led|ility|ilities)|schwerbehinder\w*|behinderung\w*|wheelchair|rollstuhl|therap(y|ist|ie|eut\w*)|psychiat\w*|medication|medikament\w*|insulin|antidepress\w*|surgery|operation am|diagnos\w*|chronic(ally)?|chronisch\w*|illness|disease|krankheit\w*|krank(geschrieben)?|sick leave|suffer(s|ing)? from|leide[tn]? (an|unter)|blood pressure|blutdruck|celiac|coeliac|zöliakie|dyslex\w*|legasthen\w*|rehab\w*|addict\w*|sucht|alkoholi\w*|alcoholic|my (doctor|gp)|mein(e|em)? (arzt|ärztin)|heart (attack|condition)|herzinfarkt|stroke|schlaganfall|arthrit\w*|rheuma\w*",
        ),
        (
            Sensitive::Belief,
            r"catholic\w*|katholi\w*|protestant\w*|evangelisch\w*|christian|christlich\w*|muslim\w*|moslem\w*|islam\w*|jewish|jüdisch\w*|jude|jüdin|hindu\w*|buddhis\w*|sikh\w*|atheis\w*|agnosti\w*|religi\w*|my faith|mein glaube|baptis\w*|orthodox\w*|mosque|moschee|synagog\w*|ramadan|halal|kosher|koscher|kirchenmitglied\w*",
        ),
        (
            Sensitive::Union,
            r"(trade|labou?r) union\w*|the union|union (member\w*|rep\w*)|member of (a|the|my) union|gewerkschaft\w*|ver\.?di|ig metall|shop steward",
        ),
        (
            Sensitive::Politics,
            r"vote[ds]? for|voting for|wähle (die|den)|republican|democrat\b|socialist|communist|sozialdemokrat\w*|kommunist\w*|party member\w*|parteimitglied\w*|cdu|csu|spd|afd|fdp|die grünen|labour party|conservative party|political(ly)? (view|opinion|left|right)\w*|politische (meinung|haltung)",
        ),
        (
            Sensitive::Origin,
            r"ethnic\w*|ethni\w*|my race|hautfarbe|skin colou?r|migrationshintergrund|asylum|asyl\w*|refugee|flüchtling|romani|sinti",
        ),
        (
            Sensitive::Sexuality,
            r"gay|lesbian|lesbisch|schwul|bisexual\w*|bisexuell\w*|homosexu\w*|heterosexu\w*|asexual\w*|transgender|trans (man|woman|mann|frau)|transsexu\w*|queer|non-?binary|nichtbinär\w*|sexual orientation|sexuelle orientierung",
        ),
        (
            Sensitive::Convictions,
            r"convicted|criminal record|vorbestraft|vorstrafe\w*|on probation for|bewährungsstrafe|in prison|im gefängnis|arrested|verhaftet",
        ),
    ]
    .into_iter()
    .map(|(kind, words)| (kind, pattern(&format!(r"(?i)\b({words})\b"))))
    .collect()
});

/// The special category that a text belongs to.
#[must_use]
pub fn find_sensitive(text: &str) -> Option<Sensitive> {
    WORDS.iter().find(|(_, words)| words.is_match(text)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: Option<Sensitive>) {
        assert_eq!(find_sensitive(text), kind, "{text}");
    }

    #[test]
    fn special_categories_are_found() {
        check("Is allergic to peanuts", Some(Sensitive::Health));
        check("leidet an Migräne", Some(Sensitive::Health));
        check("I am catholic", Some(Sensitive::Belief));
        check("member of the union", Some(Sensitive::Union));
        check("ist in der Gewerkschaft", Some(Sensitive::Union));
        check("I vote for the greens", Some(Sensitive::Politics));
        check("is gay", Some(Sensitive::Sexuality));
        check("is on probation for theft", Some(Sensitive::Convictions));
    }

    #[test]
    fn everyday_facts_are_not() {
        for text in [
            "Is vegetarian",
            "Works in the European Union team",
            "Lives in Leeds",
            "Prefers short answers",
            "Uses the diagram editor",
            "Mag kurze Antworten",
            "Is on probation until May",
        ] {
            check(text, None);
        }
    }
}
