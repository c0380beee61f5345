//! What a request has to pass before a handler runs, one guard in each file.
//!
//! Every page in the user's browser and every other user of the machine can reach a loopback address. Hence, in this
//! order: the request names this host (no DNS rebinding), comes from this origin (no other site's page), carries the
//! launch token (no other user of the machine), and, where it changes something, is JSON, which no HTML form can send.

mod browser_launch;
mod host;
mod json_body;
pub(crate) mod kubectl_proxy_origin;
mod launch_token;
mod loopback_address;
mod method;
mod origin;
mod response_headers;
pub(crate) mod token_review;

pub use browser_launch::Launch;
pub use launch_token::Token;
pub use loopback_address::Address;

pub(crate) use browser_launch::open;
pub(crate) use host::host;
pub(crate) use json_body::json;
pub(crate) use launch_token::token;
pub(crate) use method::wrong_method;
pub(crate) use origin::{is_from, origin, same_origin_only};
pub(crate) use response_headers::headers;
