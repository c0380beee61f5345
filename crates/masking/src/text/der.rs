//! Whether bytes are a private key or a store of keys in a binary format.

/// The magic numbers of Java's stores of keys, and of a key of OpenSSH and of GnuPG.
const MAGIC: [&[u8]; 3] = [
    &[0xfe, 0xed, 0xfe, 0xed],
    &[0xce, 0xce, 0xce, 0xce],
    b"openssh-key-v1\0",
];

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// The number of bytes at the start that decide.
pub(super) const DECIDING_BYTES: usize = 48;

/// Returns whether bytes begin a private key in DER (RFC 5208, RFC 5915, RFC 8017), a PKCS #12 store (RFC 7292), or a store of
/// Java.
pub(super) fn is_private(bytes: &[u8]) -> bool {
    MAGIC.iter().any(|magic| bytes.starts_with(magic)) || is_private_der(bytes).unwrap_or(false)
}

fn is_private_der(bytes: &[u8]) -> Option<bool> {
    let whole = contents(bytes, SEQUENCE)?;
    if let Some(inner) = contents(whole, SEQUENCE) {
        // An encrypted key: its algorithm, of PKCS #5 or #12, then the octets. A public key is followed by a bit string.
        let algorithm = contents(inner, OBJECT_IDENTIFIER)?;
        let is_encryption = algorithm
            .starts_with(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05])
            || algorithm.starts_with(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c]);
        return Some(is_encryption);
    }
    let version = *contents(whole, INTEGER)?.first()?;
    let next = whole.get(3..)?;
    let tag = *next.first()?;
    Some(match (version, tag) {
        // PKCS #8, where the algorithm follows, and PKCS #1, where the modulus does.
        (0 | 1, SEQUENCE) => contents(contents(next, SEQUENCE)?, OBJECT_IDENTIFIER).is_some(),
        (0, INTEGER) => true,
        // A key of an elliptic curve.
        (1, OCTET_STRING) => true,
        // PKCS #12.
        (3, SEQUENCE) => contents(contents(next, SEQUENCE)?, OBJECT_IDENTIFIER).is_some(),
        _ => false,
    })
}

/// Returns the contents of a value with a tag, as far as the bytes go.
fn contents(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let (first, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    // A long length is in the bytes that follow.
    let length_bytes = match length {
        0..=0x80 => 0,
        0x81..=0x84 => usize::from(length & 0x7f),
        _ => return None,
    };
    let contents = rest.get(length_bytes..)?;
    let is_indefinite = length_bytes > 0 || *length == 0x80;
    let end = if is_indefinite {
        contents.len()
    } else {
        usize::from(*length).min(contents.len())
    };
    (*first == tag).then(|| &contents[..end])
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::is_private;

    #[test]
    fn private_keys_differ_from_public_ones_and_certificates() {
        for start in [
            // `openssl genpkey` (RSA, Ed25519, EC), `openssl rsa -traditional`, `openssl ecparam -genkey`, `-aes256`, `pkcs12`.
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
            "MC4CAQAwBQYDK2VwBCIEIGF1dGgtc2VydmljZS1zaWduaW5nLWtl",
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1Nmc",
            "MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeL",
            "MHcCAQEEIHV0aWwtc2lnbmluZy1rZXktMDAwMDAwMDAwMDAxoAoG",
            "MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQIq2Xm",
            "MIIKXAIBAzCCCiIGCSqGSIb3DQEHAaCCChMEggoPMIIKCzCCBJcG",
            "/u3+7QAAAAIAAAABAAAAAQAFYWxpYXMAAAGKAAAAAAAAAAAAAAAA",
        ] {
            assert!(is_private(&STANDARD.decode(start).unwrap()), "{start}");
        }
        for start in [
            "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw",
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfV",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3ch",
            "aGVsbG8sIHdvcmxkIGFuZCBvdGhlciB0aGluZ3MgdGhhdCBzaG93",
        ] {
            assert!(!is_private(&STANDARD.decode(start).unwrap()), "{start}");
        }
        assert!(!is_private(&[]) && !is_private(&[0x30]) && !is_private(&[0x30, 0x84, 1]));
    }
}
