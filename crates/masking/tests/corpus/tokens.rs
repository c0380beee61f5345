//! Tokens of services, by their own form under names that say nothing, and hashes of passwords.

use crate::places::{configuration, sentences};

/// How tokens begin, the length of what follows, and its characters: letters and digits, hexadecimal, or with other marks.
/// They are put together here, so that no scanner takes this file for a leak.
const TOKENS: &str = "
    ghp_ 36 a|gho_ 36 a|ghu_ 36 a|ghs_ 36 a|ghr_ 36 a|github_pat_ 82 a|glpat- 20 a|glptt- 40 h|gldt- 20 a|glrt- 20 a|glcbt- 20 a|glsoat- 20 a
    GR1348941 20 a|xoxb-123456789012-123456789012- 24 a|xoxp-123456789012- 40 a|xapp-1-A012- 40 a|xoxe.xoxp-1- 60 a|sk_live_ 24 a|sk_test_ 24 a
    rk_live_ 24 a|whsec_ 32 a|sk-proj- 48 a|sk-ant-api03- 95 a|sk-svcacct- 48 a|sk- 48 a|hf_ 34 a|gsk_ 52 a|r8_ 37 a|AIza 35 a|GOCSPX- 28 a|ya29. 60 a
    npm_ 36 a|pypi-AgEIcHlwaS5vcmc 60 a|rubygems_ 48 h|dckr_pat_ 27 a|dckr_oat_ 32 a|dop_v1_ 64 h|doo_v1_ 64 h|HRKU- 36 a|SG. 66 d|key- 32 h
    shpat_ 32 h|shpca_ 32 h|shppa_ 32 h|shpss_ 32 h|sq0atp- 22 a|sq0csp- 43 a|EAAA 60 a|NRAK- 27 a|glsa_ 32 a|glc_ 60 a|sntrys_ 60 a|sntryu_ 64 h
    hvs. 95 a|hvb. 138 a|s. 24 a|lin_api_ 40 a|lin_oauth_ 64 h|ntn_ 46 a|secret_ 43 a|dp.pt. 43 a|dp.st.prd. 43 a|ops_eyJ 250 a|AGE-SECRET-KEY-1 58 A|tskey-auth- 40 a
    dt0c01. 90 a|PMAK- 59 a|figd_ 40 a|ATATT3 180 a|ATCTT3 180 a|dapi 32 h|nfp_ 36 a|sbp_ 40 h|pscale_tkn_ 43 a|pul- 40 h|CCIPAT_ 60 a|xkeysib- 81 a
    AKIA 16 A|ASIA 16 A|SK 32 h|sha256~ 43 a|rdme_ 70 a|phc_ 43 a|lsv2_pt_ 50 a|nvapi- 60 a|pplx- 48 a|squ_ 40 h|sqp_ 40 h|LTAI 20 a|tfp_ 59 a
    eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0. 43 a|abcdefghij1234.atlasv1. 60 a|123456789:AA 33 a|MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde. 38 a|abc8Q~ 34 a";

/// Returns a text of a length, which looks random.
fn random(length: usize, characters: &str) -> String {
    let alphabet: &[u8] = match characters {
        "h" => b"0a1b2c3d4e5f6789",
        "A" => b"Q0W1E2R3T4Y5U6P7A8S9",
        _ => b"q7Zm2XwR8tYp1Kd9LsV3nB5cG6hJ4f",
    };
    let mut text: String = (0..length)
        .map(|at| char::from(alphabet[(at * 7 + at / 3) % alphabet.len()]))
        .collect();
    if characters == "d" {
        text.replace_range(22..23, ".");
    }
    text
}

#[test]
fn tokens_of_services() {
    let mut shown = Vec::new();
    let table = TOKENS.replace('\n', "|");
    let tokens = table
        .split('|')
        .map(str::trim)
        .filter(|token| !token.is_empty());
    for token in tokens {
        let mut parts = token.split(' ');
        let (prefix, length, characters) = (
            parts.next().unwrap(),
            parts.next().unwrap(),
            parts.next().unwrap(),
        );
        let body = random(length.parse().unwrap(), characters);
        let token = format!("{prefix}{body}");
        let mut outputs = configuration(&format!("value: {token}\n"));
        outputs.extend(configuration(&token));
        outputs.extend(configuration(&format!("run a \"{token}\" b")));
        outputs.extend(configuration(&format!("{{\"x\": [\"{token}\"]}}")));
        outputs.extend(sentences(&format!("Use {token} for it.")));
        shown.extend(
            outputs
                .into_iter()
                .filter(|(_, output)| output.contains(&body))
                .map(|(place, output)| format!("{place}: {output}")),
        );
    }
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn the_secret_beside_the_id_of_an_aws_key() {
    let id = format!("AKIA{}", random(16, "A"));
    let secret = random(40, "a");
    for text in [
        format!("{id}:{secret}"),
        format!("user,{id},{secret}"),
        format!("a: [{id}, {secret}]"),
    ] {
        for (place, output) in configuration(&text) {
            assert!(!output.contains(&secret), "{place}: {output}");
        }
    }
}

#[test]
fn service_accounts_of_google() {
    let key = random(60, "a");
    let text = format!(
        "{{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key_id\": \"{}\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n{key}\\n-----END PRIVATE KEY-----\\n\", \"client_email\": \"a@p.iam.gserviceaccount.com\"}}",
        random(40, "h")
    );
    for (place, output) in configuration(&text) {
        assert!(
            !output.contains(&key) && output.contains("client_email"),
            "{place}: {output}"
        );
    }
}

#[test]
fn hashes_of_passwords() {
    for hash in [
        "$apr1$abcdefgh$0123456789abcdefghijkl",
        "$2y$10$0123456789abcdefghijkl",
        "$2a$12$0123456789abcdefghijkl./",
        "$6$abc$0123456789abcdefghij/.",
        "$5$abc$0123456789abcdefghij",
        "$1$abc$0123456789abcdefghij",
        "$y$j9T$abc$0123456789abcdefghij",
        "$argon2id$v=19$m=65536,t=3,p=4$abc$0123456789",
        "$pbkdf2-sha512$25000$abc$0123456789",
        "SCRAM-SHA-256$4096:abc==$def=:0123456789=",
        "pbkdf2_sha256$260000$abc$0123456789=",
    ] {
        for text in [
            format!("admin:{hash}"),
            format!("admin:{hash}:19000:0:99999:7:::\n"),
            format!("users: ['admin:{hash}']"),
            format!("x: {hash}\n"),
            format!("\"admin\" \"{hash}\""),
        ] {
            for (place, output) in configuration(&text) {
                assert!(!output.contains("0123456789"), "{place}: {output}");
            }
        }
    }
    for text in [
        "admin:{SSHA}0123456789abcdef",
        "app {PLAIN}0123456789",
        "{noop}0123456789",
        "admin:{SHA}0123456789abcdef=",
    ] {
        for (place, output) in configuration(text) {
            assert!(!output.contains("0123456789"), "{place}: {output}");
        }
    }
}
