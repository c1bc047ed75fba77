//! Refuses a build for the build machine's own processor.
//!
//! `.cargo/config.toml` tells whisper.cpp which instructions it may use. Cargo reads that file only from the
//! checkout, and whisper.cpp is not compiled anew when it changes; so its absence is an error here, and
//! `tests/portable.rs` looks at what was really built.

fn main() {
    const SWITCH: &str = "GGML_NATIVE";
    println!("cargo::rerun-if-env-changed={SWITCH}");
    let native = std::env::var(SWITCH).unwrap_or_default();
    if native != "OFF" {
        println!(
            "cargo::error={SWITCH} is {native:?} and not OFF, so that this engine would run on this machine only; \
             build inside the checkout, whose .cargo/config.toml sets it, and clean whisper-rs-sys first"
        );
    }
}
