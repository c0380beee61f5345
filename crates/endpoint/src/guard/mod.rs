//! What a request has to pass before anything is done for it, one guard in each file.
//!
//! A loopback address is within reach of every page in the person's browser and of every other
//! person on the machine. Hence, in this order: the request names this host (no DNS rebinding),
//! comes from this origin (no other site's page), carries the launch token (nobody else on the
//! machine), and, where it changes something, is JSON, which no HTML form can send.

mod address;
mod headers;
mod host;
mod json;
mod launch;
mod method;
mod origin;
mod token;

pub use address::Address;
pub use launch::Launch;
pub use token::Token;

pub(crate) use headers::headers;
pub(crate) use host::host;
pub(crate) use json::json;
pub(crate) use launch::open;
pub(crate) use method::wrong_method;
pub(crate) use origin::{is_from, origin, same_origin_only};
pub(crate) use token::token;
