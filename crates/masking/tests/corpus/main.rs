//! Corpora: secrets planted in realistic places, each of which must be masked, and fields of real charts, of which almost none
//! may be.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod command_lines;
mod encoded;
mod formats;
mod harmless;
mod headers_and_urls;
mod names;
mod places;
mod prose;
mod secrets_within;
mod tokens;
