//! The refusal of a request that needs a journal that cannot be read.

use astern_protocol::ErrorCode;

use super::NotKept;
use crate::refusal::{Refusal, impersonation};

/// The journal could not be read.
pub(crate) fn unread(error: &NotKept) -> Refusal {
    if let NotKept::Cluster(cluster) = error
        && let Some(refusal) = impersonation(cluster)
    {
        return refusal;
    }
    let code = match error.missing() {
        Some(_) => ErrorCode::Forbidden,
        None => ErrorCode::Journal,
    };
    Refusal::new(
        code,
        format!("The journal cannot be read: {error}."),
        "Look at the release's history: what Helm did is recorded there.",
    )
}
