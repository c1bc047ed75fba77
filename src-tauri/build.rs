//! Reads the configuration and the icons into the program.

fn main() {
    tauri_build::build();
}
