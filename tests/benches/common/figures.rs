//! How figures are printed, for `make bench` to find.

use serde_json::json;

/// Prints a figure; with a mark that it should not exceed, where something was promised.
pub(crate) fn figure(name: &str, value: f64, unit: &str, mark: Option<f64>) {
    let mut line = json!({"name": name, "value": (value * 1000.0).round() / 1000.0, "unit": unit});
    if let Some(mark) = mark {
        line["mark"] = mark.into();
        line["better"] = "lower".into();
    }
    println!("{line}");
}
