//! What a request has to pass before a handler runs, one guard in each file.
//!
//! Every page in the user's browser and every other user of the machine can reach a loopback address. Hence, in this
//! order: the request names this host (no DNS rebinding), comes from this origin (no other site's page), carries the
//! launch token (no other user of the machine), and, where it changes something, is JSON, which no HTML form can send.
//!
//! In the cluster the request comes through a `kubectl proxy` and carries a token that the API server has reviewed.

mod browser_launch;
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

pub use browser_launch::BrowserLaunch;
pub use launch_token::LaunchToken;
pub use loopback_address::LoopbackAddress;

pub(crate) use browser_launch::{LaunchRedirect, redirect_to_page};
pub(crate) use fetch_site::require_same_origin_fetch;
pub(crate) use host::require_host;
pub(crate) use json_body::require_json;
pub(crate) use kubectl_proxy_origin::require_kubectl_proxy_origin;
pub(crate) use launch_token::{LaunchTokenGuard, require_launch_token};
pub(crate) use method::refuse_method;
pub(crate) use origin::require_origin;
pub(crate) use response_headers::add_response_headers;
pub(crate) use token_review::{TokenReviewer, require_reviewed_token};
