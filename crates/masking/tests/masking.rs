//! Masks values, objects and texts, and reveals single secrets again.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use astern_manifest::Object;
use astern_masking::{Mask, Masking, Revealed};
use serde_json::{Value, json};

/// Parses the value as an object of a manifest.
fn parsed_object(value: &Value) -> Object {
    let text = astern_manifest::to_yaml(value);
    astern_manifest::parse(&text).objects.remove(0)
}

/// A Secret with text and binary data.
fn secret_value() -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"},
           "data": {"a": "aHVudGVyMg==", "b": "AAEC"}, "stringData": {"c": "hunter3"}})
}

/// Returns what each mask in a text reveals, in order.
fn revealed_texts(masked: &str, reveal: impl Fn(Mask) -> Option<Revealed>) -> Vec<String> {
    let masks = Mask::all_in(masked).into_iter();
    let text = |revealed| match revealed {
        None => "nothing".to_owned(),
        Some(Revealed::Text(text)) => text.expose_secret().to_owned(),
        Some(Revealed::Bytes(length)) => format!("{length} bytes"),
    };
    masks.map(|(_, mask)| text(reveal(mask))).collect()
}

#[test]
fn values_objects_and_texts_are_masked() {
    let masking = Masking::new([7; 16]);
    let values = json!({"auth": {"password": "hunter2", "existingSecret": "shown"}});
    for masked in [
        masking.mask_values(&values).to_string(),
        masking
            .mask_object(&parsed_object(&secret_value()))
            .to_string(),
        masking
            .mask_text("Log in with password: hunter2")
            .to_string(),
        masking
            .mask_error_output("cannot reach postgres://app:hunter2@db")
            .to_string(),
    ] {
        assert!(
            masked.contains("(masked ") && !masked.contains("hunter"),
            "{masked}"
        );
    }
}

#[test]
fn values_in_error_output_are_removed_and_long_output_is_truncated() {
    let masking = Masking::new([7; 16]);
    let message = "got &value.valueUnstructured{Value:81734655} at https://u:hunter2@h";
    let masked = masking.mask_error_output(message).to_string();
    assert!(masked.starts_with("got … at https://u:(masked "));
    let long = "é".repeat(20_000);
    assert_eq!(masking.mask_error_output(&long).len(), 16 * 1024);
}

#[test]
fn equal_secrets_have_equal_masks_under_one_key_only() {
    let mask = |secret: &str, key| {
        let masking = Masking::new([key; 16]);
        let values = json!({ "password": secret });
        masking.mask_values(&values).to_string()
    };
    assert_eq!(mask("hunter2", 7), mask("hunter2", 7));
    assert_ne!(mask("hunter2", 7), mask("hunter3", 7));
    assert_ne!(mask("hunter2", 7), mask("hunter2", 8));
    let number = Masking::new([7; 16]).mask_values(&json!({"password": 7}));
    assert_ne!(number.to_string(), mask("7", 7));
}

#[test]
fn every_mask_reveals_its_secret() {
    let masking = Masking::new([7; 16]);
    let values =
        json!({"auth": {"user": "x", "password": "hunter2"}, "url": "redis://:hunter3@cache"});
    let masked = masking.mask_values(&values).to_string();
    let values = values.as_object().unwrap();
    assert_eq!(
        revealed_texts(&masked, |mask| masking.reveal_in_values(mask, values)),
        ["hunter2", "hunter3"]
    );
    let notes = "Log in as admin.\npassword: hunter2\n";
    assert_eq!(
        revealed_texts(&masking.mask_text(notes), |mask| masking
            .reveal_in_text(mask, notes)),
        ["hunter2"]
    );
    let secret = parsed_object(&secret_value());
    assert_eq!(
        revealed_texts(&masking.mask_object(&secret).to_string(), |mask| masking
            .reveal_in_object(mask, &secret)),
        ["hunter2", "3 bytes", "hunter3"]
    );
}

#[test]
fn text_that_resembles_a_mask_reveals_nothing() {
    let masking = Masking::new([7; 16]);
    let text = "(masked 1f2e3d4c5b6a)";
    let reveal = |mask| masking.reveal_in_text(mask, text);
    assert_eq!(revealed_texts(text, reveal), ["nothing"]);
}

#[test]
fn disabled_masking_masks_nothing_and_debug_output_omits_the_key() {
    let values = json!({"password": "hunter2"});
    assert_eq!(*Masking::off().mask_values(&values), values);
    let debug = format!("{:?} {:?}", Masking::off(), Masking::new([7; 16]));
    assert_eq!(debug, "Masking(off) Masking(on)");
}

#[test]
fn a_text_that_no_object_can_hold_is_one_secret() {
    let masking = Masking::new([7; 16]);
    let short = "a line\n".repeat(1_000);
    let long = "a line\n".repeat(300_000);
    assert_eq!(*masking.mask_text(&short), short);
    let masked = masking.mask_text(&long).into_owned().into_inner();
    assert_eq!(Mask::all_in(&masked).len(), 1);
    assert!(masked.len() < 100);
    let object = parsed_object(
        &json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},
        "data": {"short": short, "long": long}}),
    );
    let masked = masking.mask_object(&object);
    assert_eq!(masked["data"]["short"], short.as_str());
    assert_eq!(
        revealed_texts(masked["data"]["long"].as_str().unwrap(), |mask| {
            masking.reveal_in_object(mask, &object)
        }),
        [long]
    );
}
