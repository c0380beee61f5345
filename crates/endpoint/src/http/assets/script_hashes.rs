//! The hashes of the scripts in the page itself, for a content security policy that allows exactly those.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// Returns the CSP sources (`sha256-…`) of every script without a `src`.
pub(crate) fn script_hashes(page: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    let mut rest = page;
    while let Some((_, from_tag)) = rest.split_once("<script") {
        let Some((attributes, body)) = from_tag.split_once('>') else {
            break;
        };
        let Some((script, after)) = body.split_once("</script>") else {
            break;
        };
        rest = after;
        let is_file = attributes.split_whitespace().any(|a| a.starts_with("src="));
        if !is_file {
            let digest = STANDARD.encode(Sha256::digest(script));
            hashes.push(format!("sha256-{digest}"));
        }
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_hashed_and_files_are_not() {
        let page = r#"<script type="module">alert(1)</script><script src="a.js"></script>
            <SCRIPT>no</SCRIPT><script>"#;
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            script_hashes(page),
            ["sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="]
        );
    }
}
