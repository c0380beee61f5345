//! Names of fields, variables and flags, and which of them mean that the value beside them is secret.
//!
//! A name is read without regard to case and to `camelCase`, `snake_case` or `kebab-case`. The lists are in [`secret`],
//! [`keys`], [`reference`], [`beside`], [`auth`] and [`headers`].

mod auth;
mod beside;
mod headers;
mod keys;
mod reference;
mod secret;
mod words;

pub(crate) use auth::{is_auth_method, is_auth_name};
pub(crate) use beside::{is_part_of_reference, is_reference_beside, is_token_count};
pub(crate) use headers::is_credential_header;
pub(crate) use reference::{is_locator_name, names_an_entry};
pub(crate) use secret::{is_distinct_secret_name, is_secret_name};
pub(crate) use words::has_stem;

#[cfg(test)]
mod tests;
