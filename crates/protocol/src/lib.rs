//! The protocol between the app and the endpoint, and the format of links.
//!
//! Requests and responses are JSON. Paths are relative to the address that serves the app. `docs/protocol.md` describes
//! every path, header, field and code.
//!
//! | | | |
//! | --- | --- | --- |
//! | `GET` | [`SESSION_PATH`] | [`Session`]: the mode of the endpoint, the cluster and helm |
//! | `POST` | [`ROLLBACKS_PATH`] | [`StartRollback`] → [`Accepted`], or an [`ApiError`] |
//! | `GET` | [`follow_path`] | the [`Event`]s from a sequence number on, one per line |
//! | `GET` | [`journal_path`] | [`Journal`]: the recorded rollbacks of a namespace or release |
//! | `GET` | [`CONTEXTS_PATH`] | [`ContextList`]: the contexts of a laptop's kubeconfig |
//! | `POST` | [`CONTEXTS_PATH`] | [`ChosenContext`] → [`ContextPage`]: opens one |
//! | `POST` | [`CONTEXT_IDENTITY_PATH`] | [`ChosenContext`] → [`ContextIdentity`]: asks one which cluster it is |
//!
//! The header [`TOKEN_HEADER`] carries the credential: the launch token on a laptop, a service account token in the
//! cluster.

mod api_error;
mod contexts;
mod event;
mod journal;
mod link;
mod person_text;
mod request_id;
mod seen_records;
mod session;
mod start_rollback;

use astern_ledger::{Namespace, ReleaseName};

pub use api_error::{ApiError, ErrorCode};
pub use contexts::{
    ChosenContext, ContextDestination, ContextIdentity, ContextList, ContextPage, ContextPageState,
    ListedContext,
};
pub use event::{Accepted, Event, EventKind, Outcome, Recorded, Stage, Stream};
pub use journal::{Entry, Journal, ReviewedIdentity, RollbackEnd, RunBy, RunLocation};
pub use link::{
    Address, InvalidRoute, Line, LinkedCluster, ObjectAnchor, ReleasePage, RevisionOrLive, Route,
};
pub use person_text::{Claimant, InvalidText, Reason, is_bidi_or_line_break, is_misleading};
pub use request_id::{InvalidRequestId, RequestId};
pub use seen_records::{RecordChange, SeenRecord, SeenRecords};
pub use session::{Helm, HelmSettings, Mode, Session, TokenParameters};
pub use start_rollback::{Options, StartRollback};

/// The header that carries the launch token or the service account token.
pub const TOKEN_HEADER: &str = "x-astern-token";

/// The service account that rollbacks run as, in each namespace that allows them.
pub const ACCOUNT: &str = "astern-rollback";

/// The audience of the service account token.
pub const AUDIENCE: &str = "astern";

/// The name of the journal ConfigMap, in the namespace of the release.
pub const JOURNAL_NAME: &str = "astern-journal";

/// The path of the session.
pub const SESSION_PATH: &str = "astern/v1/session";

/// The path that starts a rollback.
pub const ROLLBACKS_PATH: &str = "astern/v1/rollbacks";

/// The path of the contexts of a laptop's kubeconfig.
pub const CONTEXTS_PATH: &str = "astern/v1/contexts";

/// The path that asks a context which cluster it leads to.
pub const CONTEXT_IDENTITY_PATH: &str = "astern/v1/contexts/identity";

/// The path of the journal.
pub const JOURNAL_PATH: &str = "astern/v1/journal";

/// Returns the path of the events of a rollback whose sequence number is at least `from`.
pub fn follow_path(namespace: &Namespace, id: &RequestId, from: u64) -> String {
    format!("{ROLLBACKS_PATH}/{id}?namespace={namespace}&from={from}")
}

/// Returns the path of the journal of a namespace, with a query for one release if it is given.
pub fn journal_path(namespace: &Namespace, release: Option<&ReleaseName>) -> String {
    match release {
        Some(release) => format!("{JOURNAL_PATH}?namespace={namespace}&release={release}"),
        None => format!("{JOURNAL_PATH}?namespace={namespace}"),
    }
}
