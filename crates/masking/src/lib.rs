//! What is secret in values, manifests, texts and the output of `helm`, and what is shown in its place.
//!
//! A [`Masking`] replaces each secret by `(masked 1f2e3d4c5b6a)`, where the digits are a keyed [`Fingerprint`]: equal secrets
//! get equal digits, and without the key nobody can guess a secret from them. What it returns is [`Masked`] or a
//! [`MaskedValue`]. The way back leads through a deliberate call such as [`Masking::reveal_in_object`], which returns one
//! secret as [`Revealed`].
//!
//! Secrets are found by their place in values and objects ([`ValueContext`]), by the names and forms in a text, and, once a
//! [`SecretCollector`] has read the releases, wherever a secret of theirs stands.
//!
//! ```
//! # use astern_masking::Masking;
//! let masking = Masking::new([7; 16]);
//! let masked = masking.mask_text("postgres://app:hunter2@db");
//! assert!(masked.starts_with("postgres://app:(masked ") && masked.ends_with(")@db"));
//! ```

mod clear_text;
mod context;
mod encoding;
mod error_output;
mod fingerprint;
pub mod helm_output;
mod kinds;
mod known;
mod mask;
mod masked;
mod masked_value;
mod masking;
mod names;
mod quoted;
mod ranges;
mod reveal;
mod structure;
mod text;

pub use clear_text::{ClearText, Revealed};
pub use context::{ValueContext, is_secret_object};
pub use encoding::decode_data;
pub use fingerprint::Fingerprint;
pub use known::{KnownSecrets, SecretCollector};
pub use mask::Mask;
pub use masked::Masked;
pub use masked_value::MaskedValue;
pub use masking::Masking;
pub use text::CommandProgram;
