//! What is secret in values, manifests, texts and the output of `helm`, and what is shown in its place.

mod context;
mod error_output;
mod mask;
mod masking;
mod names;
mod reveal;
mod text;

pub use context::ValueContext;
pub use mask::Mask;
pub use masking::{Fingerprint, MaskedValue, Masking};
pub use reveal::{ClearText, Revealed, is_secret};
