//! Decodes payloads with code that is fetched on its own, because the list of releases is shown before any payload is read.
//! The chunk `records` also holds what masks descriptions, which come from payloads.

use std::sync::Arc;

use astern_cluster::{ClusterError, EncodedPayload, PayloadError, TransportError};
use astern_ledger::{ObjectVersion, Progress, Release};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::browser::{timed, yield_to_browser};

/// A payload that was decoded.
pub(super) struct Decoded {
    /// The state of the Secret or ConfigMap that was read.
    pub(super) version: ObjectVersion,
    /// About how many bytes the release takes up.
    pub(super) size: usize,
    /// The release.
    pub(super) release: Arc<Release>,
}

/// The decoding of one payload, or why the code for it could not be fetched.
type Decoding = Result<LocalBoxFuture<'static, Result<Decoded, PayloadError>>, SplitLoaderError>;

#[wasm_split(records, wasm_split_path = leptos::wasm_split, preload(fetch_records_code), fallible)]
fn start_decoding(packed: EncodedPayload) -> Decoding {
    Ok(decode_in_steps(packed).boxed_local())
}

/// Decoding a megabyte takes several frames, so the browser may draw in between.
async fn decode_in_steps(packed: EncodedPayload) -> Result<Decoded, PayloadError> {
    yield_to_browser().await;
    let mut inflated = timed("astern:decode", || packed.inflate())?;
    // A failed step fails again in `read`, which names the record.
    while timed("astern:decode", || inflated.step())
        .is_ok_and(|progress| progress == Progress::More)
    {
        yield_to_browser().await;
    }
    let version = inflated.version().clone();
    let size = inflated.memory();
    let release = Arc::new(timed("astern:decode", || packed.read(inflated))?);
    Ok(Decoded {
        version,
        size,
        release,
    })
}

/// Starts to fetch the code that decodes payloads and masks descriptions, in parallel with the first payload.
pub fn prefetch_records_code() {
    spawn_local(async {
        // The first payload fetches it again and reports the error.
        let _ = fetch_records_code().await;
    });
}

/// Decodes a payload.
///
/// # Errors
/// [`PayloadError`]. When the code could not be fetched, it is [`ClusterError::Unreachable`]: what serves the app also
/// forwards its reads.
pub(super) async fn decode(packed: EncodedPayload) -> Result<Decoded, PayloadError> {
    match start_decoding(packed).await {
        Ok(decoding) => decoding.await,
        Err(_) => {
            let cause = "the code that reads records could not be fetched";
            let cause = TransportError::NoResponse(cause.to_owned());
            Err(ClusterError::Unreachable(cause).into())
        }
    }
}
