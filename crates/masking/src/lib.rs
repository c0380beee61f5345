//! What is secret in values, manifests, texts and the output of `helm`, and what is shown in its place.

mod context;
pub mod embedded;
mod error_output;
mod mask;
mod masking;
mod names;
mod reveal;
mod text;

pub use context::Zone;
pub use embedded::Format;
pub use mask::Mask;
pub use masking::{Fingerprint, Masking, Shown};
pub use reveal::{ClearText, Revealed, is_secret};
