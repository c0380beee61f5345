//! Links: what stands in the address after `#`.
//!
//! ```text
//! #/                                               all releases
//! #/NAMESPACE/RELEASE                              one release
//! #/NAMESPACE/RELEASE/9..10                        two revisions; either side may be `live`
//! #/NAMESPACE/RELEASE/9..10/Deployment.apps/shop/web:R38   … at an object, at a line
//! #/NAMESPACE/RELEASE/rollback/9                   before the press
//! #/NAMESPACE/RELEASE/rollback/9/REQUEST           after it
//! …?cluster=UID&name=NAME                          which cluster it is about
//! ```
//!
//! No secret is ever part of one.

mod address;
mod object_anchor;
mod revision_or_live;
mod route;

pub use address::{Address, LinkedCluster};
pub use object_anchor::{Line, ObjectAnchor};
pub use revision_or_live::RevisionOrLive;
pub use route::{InvalidRoute, ReleasePage, Route};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Text as one segment or one query value.
fn escape(text: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// The text of a segment or query value.
fn unescape(text: &str) -> Result<String, InvalidRoute> {
    percent_decode_str(text)
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| InvalidRoute)
}
