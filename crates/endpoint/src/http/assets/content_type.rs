//! The content type and cacheability of a file, by its name.

/// The `Content-Type` of a file. A browser compiles WebAssembly while it arrives only with its own type.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether the name holds a hash of the content, as Trunk's names do: `app-1f2e3d4c5b6a7980.js`. Trunk writes a 64-bit
/// number without leading zeros.
pub(crate) fn has_hash_in_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '.', '_'])
        .any(|part| (12..=16).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_immutable() {
        assert!(has_hash_in_name("astern-app-1f2e3d4c5b6a7980_bg.wasm"));
        assert!(has_hash_in_name("astern-app-1f2e3d4c5b6a7980_pages.js"));
        assert!(has_hash_in_name("compare-1f2e3d4c5b6a7980.wasm"));
        assert!(has_hash_in_name("base-fcacf0235e2195c.css"));
        assert!(!has_hash_in_name("index.html"));
        assert!(!has_hash_in_name("favicon.svg"));
    }

    #[test]
    fn content_types_follow_the_extension() {
        assert_eq!(content_type("a_bg.wasm"), "application/wasm");
        assert_eq!(content_type("LICENSE"), "application/octet-stream");
    }
}
