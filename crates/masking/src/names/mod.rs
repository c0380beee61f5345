//! Names of fields, variables and flags, and which of them mean that the value beside them is secret.
//!
//! A name is read without regard to case and to `camelCase`, `snake_case` or `kebab-case`. The lists are in [`secret`],
//! [`reference`] and [`auth`].

mod auth;
mod reference;
mod secret;
mod words;

pub(crate) use auth::{is_auth_method, is_auth_name};
pub(crate) use reference::is_locator_name;
pub(crate) use secret::{is_secret_name, is_secret_name_in_text};
