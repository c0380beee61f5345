//! The format of links: the fragment of the URL names a page of the app.
//!
//! ```text
//! #/                                               all releases
//! #/NAMESPACE/RELEASE                              one release
//! #/NAMESPACE/RELEASE/9..10                        a comparison; either side may be `live`
//! #/NAMESPACE/RELEASE/9..10/Deployment.apps/shop/web:R38   … at a line of an object
//! #/NAMESPACE/RELEASE/rollback/9                   the confirmation before a rollback
//! #/NAMESPACE/RELEASE/rollback/9/REQUEST           the progress of a rollback
//! …?cluster=UID&name=NAME                          the cluster that the link refers to
//! ```
//!
//! A link never contains a secret.

mod address;
mod invalid_route;
mod object_anchor;
mod percent_encoding;
mod revision_or_live;
mod route;

pub use address::{Address, LinkedCluster};
pub use invalid_route::InvalidRoute;
pub use object_anchor::{Line, ObjectAnchor};
pub use revision_or_live::RevisionOrLive;
pub use route::{ReleasePage, Route};
