//! Every setting has a name, a default that it takes itself, and refuses what it is not.

use super::*;

#[test]
fn every_default_is_allowed_and_every_key_is_found() {
    for key in SettingKey::ALL {
        key.check(&key.default_value()).unwrap();
        assert_eq!(SettingKey::from_text(key.as_str()), Some(key));
        assert_eq!(serde_json::to_value(key).unwrap(), key.as_str());
    }
}

#[test]
fn each_dimension_of_style_has_a_setting_with_its_values() {
    for dimension in StyleDimension::ALL {
        let SettingKind::Choice(words) = SettingKey::of_style(dimension).kind() else { panic!() };
        assert_eq!(words[0], "auto");
        assert_eq!(&words[1..], dimension.values());
    }
}

#[test]
fn a_wrong_value_is_refused_with_what_fits() {
    let error = SettingKey::Theme.check(&"pink".into()).unwrap_err().to_string();
    assert!(error.contains("light, dark, system"), "{error}");
    assert!(SettingKey::ContextTokens.check(&512.into()).is_err());
    assert!(SettingKey::CloseToTray.check(&"yes".into()).is_err());
    for (time, fits) in [("", true), ("07:30", true), ("24:00", false), ("7:30", false), ("07:3x", false)] {
        assert_eq!(SettingKey::QuietFrom.check(&time.into()).is_ok(), fits, "{time}");
    }
    assert_eq!(minute_of_day("19:05"), Some(1145));
}
