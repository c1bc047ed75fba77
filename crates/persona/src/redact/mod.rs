//! Covering what should not leave a machine: finding it in a text, and putting placeholders in its place.
//!
//! Numbers are found by their form and, where they have one, their check digit. Names and addresses have none; a
//! model finds those, and its finds are merged with these.

mod contact;
mod corrected;
mod image;
mod national;
mod placeholder;
mod restore;

use std::ops::Range;

use attune_domain::{Sensitive, SensitiveKind};

pub use corrected::without_covered;
pub use image::{FoundInImage, ImageText, find_in_codes};
pub use placeholder::Placeholders;
pub use restore::Restorer;

use crate::memory::secrets::{self, SecretKind};

/// Everything sensitive in a text that can be told by its form, in order and without overlaps.
#[must_use]
pub fn find_sensitive(text: &str) -> Vec<Sensitive> {
    let of_kind = |(range, kind): (Range<usize>, SecretKind)| {
        let kind = match kind {
            SecretKind::Password => SensitiveKind::Password,
            SecretKind::Token => SensitiveKind::Token,
            SecretKind::PrivateKey => SensitiveKind::PrivateKey,
            SecretKind::Card => SensitiveKind::Card,
            SecretKind::Iban => SensitiveKind::Iban,
            SecretKind::NationalId => SensitiveKind::NationalId,
        };
        Sensitive { range, kind }
    };
    let mut found: Vec<Sensitive> = secrets::find_secrets(text).into_iter().map(of_kind).collect();
    let national = national::find(text);
    // A number of a country may pass the weaker check of cards by chance.
    found.retain(|one| one.kind != SensitiveKind::Card || !national.contains(&one.range));
    let mut add = |ranges: Vec<Range<usize>>, kind: SensitiveKind| {
        found.extend(ranges.into_iter().map(|range| Sensitive { range, kind }));
    };
    add(national, SensitiveKind::NationalId);
    add(contact::emails(text), SensitiveKind::Email);
    add(contact::phones(text), SensitiveKind::Phone);
    merged(text, found)
}

/// Finds of several origins in order: those that overlap become one of the kind that takes precedence, and so do
/// the parts of a name or an address that only spaces, commas and dots part. Ranges that lie outside the text are
/// left out.
#[must_use]
pub fn merged(text: &str, mut found: Vec<Sensitive>) -> Vec<Sensitive> {
    found.retain(|one| !one.range.is_empty() && text.get(one.range.clone()).is_some());
    found.sort_by_key(|one| (one.range.start, one.kind));
    let mut merged: Vec<Sensitive> = Vec::new();
    for one in found {
        let joins = merged.last().is_some_and(|last| {
            one.range.start < last.range.end
                || (one.kind == last.kind
                    && matches!(one.kind, SensitiveKind::Name | SensitiveKind::Address)
                    && is_little(&text[last.range.end..one.range.start]))
        });
        match merged.last_mut() {
            Some(last) if joins => {
                last.range.end = last.range.end.max(one.range.end);
                last.kind = last.kind.min(one.kind);
            }
            _ => merged.push(one),
        }
    }
    merged
}

/// Whether nothing but what stands between the parts of a name or an address stands here.
fn is_little(between: &str) -> bool {
    between.chars().count() <= 3 && between.chars().all(|sign| sign.is_whitespace() || ",.-".contains(sign))
}

#[cfg(test)]
mod tests;
