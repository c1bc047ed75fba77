//! That the engine was built for other machines too, and not for the processor that built it.
#![cfg(target_arch = "x86_64")]

#[test]
fn native_code_uses_the_instructions_that_were_named_and_no_others() {
    let built = whisper_rs::print_system_info();
    let has = |name: &str| {
        // The list is written as `AVX = 1 | AVX2 = 1`, and what is off is left out.
        built.split('|').any(|part| part.trim().ends_with(&format!("{name} = 1")))
    };
    for name in ["AVX", "AVX2", "F16C", "FMA", "BMI2"] {
        assert!(has(name), "{name} is off: {built}");
    }
    for name in ["AVX512", "AVX512_VNNI", "AVX512_BF16", "AVX512_VBMI", "AVX_VNNI", "AMX_INT8"] {
        assert!(!has(name), "{name} is on: {built}");
    }
}
