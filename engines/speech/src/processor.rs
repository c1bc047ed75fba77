//! Whether this processor has what the engine was built with. Without this look, the first sum would end the
//! process with a signal that says nothing.

use attune_models::protocol::speech::SpeechFault;

use crate::fault::Fault;

/// Looks.
///
/// # Errors
/// [`SpeechFault::OldProcessor`], with what is missing.
pub(crate) fn check() -> Result<(), Fault> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("this processor has no {}", missing.join(", "));
    Err(Fault::new(SpeechFault::OldProcessor, message))
}

#[cfg(target_arch = "x86_64")]
fn missing() -> Vec<&'static str> {
    [
        ("AVX2", is_x86_feature_detected!("avx2")),
        ("BMI2", is_x86_feature_detected!("bmi2")),
        ("F16C", is_x86_feature_detected!("f16c")),
        ("FMA", is_x86_feature_detected!("fma")),
    ]
    .into_iter()
    .filter_map(|(name, is_there)| (!is_there).then_some(name))
    .collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn missing() -> Vec<&'static str> {
    Vec::new()
}
