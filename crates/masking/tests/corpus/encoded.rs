//! Private keys, and secrets in base64 under any name.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::places::{configuration, masked_values};

/// Returns a text in PEM: a private key, or for other labels the start of a certificate.
fn pem(label: &str) -> String {
    if label == "CERTIFICATE" || label == "PUBLIC KEY" {
        let body = "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAG\nA1UEChMJQmFsdGltb3JlMRMwEQYDVQQLEwpDeWJlclRydXN0MSIwIAYDVQQDExlCYWx0\n";
        return format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    }
    let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\n";
    format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n")
}

fn wrapped(text: &str, width: usize) -> String {
    let encoded = STANDARD.encode(text);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(width)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join("\n")
}

/// Asserts that no part of a secret is shown.
#[track_caller]
fn assert_hidden(text: &str, secret: &str) {
    for (place, output) in configuration(text) {
        assert!(
            !output.contains(&secret[..secret.len().min(40)]),
            "{place}: {output}"
        );
    }
}

#[test]
fn private_keys_in_pem() {
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "DSA PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
        "ANY PRIVATE KEY",
        "OpenVPN Static key V1",
    ] {
        let secret = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        for text in [
            format!("a\n{}b\n", pem(label)),
            format!("x: |\n  {}", pem(label).replace('\n', "\n  ")),
            json!({ "x": pem(label) }).to_string(),
            STANDARD.encode(pem(label)),
        ] {
            assert_hidden(&text, secret);
            assert_hidden(&text, &STANDARD.encode(pem(label))[44..]);
        }
    }
}

#[test]
fn secrets_in_base64() {
    let inner = "spring:\n  datasource:\n    username: app\n    password: harvest-moon-41\n";
    let der = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu";
    for text in [
        STANDARD.encode(inner),
        STANDARD.encode(STANDARD.encode(inner)),
        STANDARD.encode(STANDARD.encode(STANDARD.encode(inner))),
        STANDARD.encode(STANDARD.encode(pem("PRIVATE KEY"))),
        STANDARD.encode(json!({"auths": {"r": {"auth": "YXBwOmh1bnRlcjI="}}}).to_string()),
        STANDARD.encode("machine h login a password harvest-moon-41\n"),
        STANDARD.encode("postgres://app:harvest-moon-41@db/app"),
        der.to_owned(),
        "MHcCAQEEIHV0aWwtc2lnbmluZy1rZXktMDAwMDAwMDAwMDAxoAoGCCqGSM49AwEHoUQDQgAE".to_owned(),
        "/u3+7QAAAAIAAAABAAAAAQAFYWxpYXMAAAGKAAAAAAAAAAAAAAAAAAAA".to_owned(),
        "MIIKXAIBAzCCCiIGCSqGSIb3DQEHAaCCChMEggoPMIIKCzCCBJcGCSqGSIb3DQEHBqCCBIgwggSEAgEA"
            .to_owned(),
    ] {
        assert_hidden(&text, &text);
        assert_hidden(&format!("other: {text}\n"), &text);
        let output = masked_values(&json!({"blob": text, "list": [text]})).to_string();
        assert!(!output.contains(&text), "{output}");
    }
    for width in [64, 76] {
        let text = wrapped(&format!("{}{inner}", pem("PRIVATE KEY")), width);
        for line in text.lines().filter(|line| line.len() > 8) {
            assert_hidden(&text, line);
            assert_hidden(
                &format!("blob: |\n  {}\nnext: 1\n", text.replace('\n', "\n  ")),
                line,
            );
        }
    }
}

#[test]
fn keys_of_other_formats() {
    for (text, secret) in [
        (
            r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4","e":"AQAB","d":"X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH"}"#,
            "X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH",
        ),
        (
            "{\n  \"keys\": [{\n    \"kty\": \"oct\",\n    \"k\": \"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ\"\n  }]\n}",
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ",
        ),
        (
            "# created: 2024\nAGE-SECRET-KEY-1QQPQZV5Q0V3QJ2J6K7P8X9Y0Z1A2B3C4D5E6F7G8H9J0K1L2M3N4P5\n",
            "1QQPQZV5Q0V3QJ2J6K7P8X9Y0Z1A2B3C4D5E6F7G8H9J0K1L2M3N4P5",
        ),
        (
            "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAAIHV0aWwtc2lnbmluZy1rZXktMDAwMDAwMDAwMDAx\nPrivate-MAC: 00\n",
            "AAAAIHV0aWwtc2lnbmluZy1rZXktMDAwMDAwMDAwMDAx",
        ),
        (
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAi4AAAA3aWYtbW9kbntzaWdue3JzYS1wa2NzMS1z\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n",
            "P2/56wAAAi4AAAA3aWYtbW9kbntzaWdue3JzYS1wa2NzMS1z",
        ),
    ] {
        assert_hidden(text, secret);
    }
    let jwk = json!({"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}]}});
    let output = masked_values(&jwk).to_string();
    assert!(
        !output.contains("jpsQnnGQ") && output.contains("f83OJ3D2"),
        "{output}"
    );
}

#[test]
fn public_material_is_shown() {
    for text in [
        pem("CERTIFICATE"),
        pem("PUBLIC KEY"),
        STANDARD.encode(pem("CERTIFICATE")),
        wrapped(&pem("CERTIFICATE"), 64),
        STANDARD.encode("hello, world, this is only a text of some length"),
    ] {
        let output = masked_values(&json!({ "ca.crt": text })).to_string();
        assert!(!output.contains("(masked "), "{output}");
    }
}
