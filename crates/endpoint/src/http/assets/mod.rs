//! The app's files, which are built into this binary.

mod content_type;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use astern_protocol::ErrorCode;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{EmbeddedFile, RustEmbed};

use self::content_type::{content_type, has_hash_in_name};
use crate::refusal::Refusal;

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// The app's files.
#[derive(Default)]
pub struct Assets {
    /// The gzipped files, by the SHA-256 of the original.
    gzipped: Mutex<HashMap<[u8; 32], Bytes>>,
}

impl Assets {
    /// Returns the gzipped file, which is compressed once and kept.
    fn gzipped(&self, file: &EmbeddedFile) -> io::Result<Bytes> {
        let mut gzipped = self.gzipped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = gzipped.get(&file.metadata.sha256_hash()) {
            return Ok(bytes.clone());
        }
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&file.data)?;
        let bytes = Bytes::from(gzip.finish()?);
        gzipped.insert(file.metadata.sha256_hash(), bytes.clone());
        Ok(bytes)
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Assets")
    }
}

/// `GET /` and every file of the app.
pub(crate) async fn serve_asset(
    State(assets): State<Arc<Assets>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let Some(file) = Dist::get(path) else {
        return Err(not_found(path));
    };
    let content_type = content_type(path);
    let cache = if has_hash_in_name(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let head = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, cache),
        (header::VARY, "accept-encoding"),
    ];
    let accepts_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.trim() == "gzip"));
    if accepts_gzip && let Ok(bytes) = assets.gzipped(&file) {
        let gzip = [(header::CONTENT_ENCODING, "gzip")];
        return Ok((head, gzip, Body::from(bytes)).into_response());
    }
    let bytes = match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    };
    Ok((head, Body::from(bytes)).into_response())
}

fn not_found(path: &str) -> Refusal {
    if path == "index.html" {
        return Refusal::new(
            ErrorCode::NotFound,
            "This astern was built without the app.",
            "Run `trunk build --release`, then build astern again.",
        );
    }
    Refusal::new(
        ErrorCode::NotFound,
        format!("There is no {path} here."),
        "Open the address that astern printed in the terminal.",
    )
}
