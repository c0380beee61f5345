//! The guards: middleware that a request has to pass before a handler runs, one guard in each file.
//!
//! Every web page in the user's browser and every other user of the machine can reach a loopback address. On a laptop and
//! in the demo, a request passes these guards, in this order:
//!
//! | guard | requires | protects against |
//! | --- | --- | --- |
//! | `require_host` | `Host` names the loopback address | DNS rebinding |
//! | `require_origin` | the `Origin` of this server, no `Sec-Fetch-Site` of another site except to open the page | pages of other origins |
//! | `require_same_origin_fetch` | `Sec-Fetch-Site: same-origin` | links to the API |
//! | `require_launch_token` | the launch token | other users of the machine |
//! | `require_json` | a JSON body, for a POST | HTML forms |
//!
//! `Origin` and `Sec-Fetch-Site` may be absent: browsers set them, other programs need not. The first two guards apply to
//! every request, the others only to the API.
//!
//! In the cluster, requests come through `kubectl proxy` and pass `require_kubectl_proxy_origin`,
//! `require_reviewed_token` and `require_json`. [`routers`](super::routers) sets up both sequences.

mod fetch_site;
mod host;
mod json_body;
mod kubectl_proxy_origin;
mod launch_token;
mod loopback_address;
mod method;
mod origin;
mod response_headers;
mod token_review;

pub use launch_token::LaunchToken;
pub use loopback_address::LoopbackAddress;

pub(crate) use fetch_site::require_same_origin_fetch;
pub(crate) use host::require_host;
pub(crate) use json_body::require_json;
pub(crate) use kubectl_proxy_origin::require_kubectl_proxy_origin;
pub(crate) use launch_token::{LaunchTokenGuard, require_launch_token};
pub(crate) use method::refuse_method;
pub(crate) use origin::require_origin;
pub(crate) use response_headers::add_response_headers;
pub(crate) use token_review::{TokenReviewer, require_reviewed_token};
