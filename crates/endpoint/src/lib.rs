//! Astern's endpoint: serves the app on the user's machine or in the cluster, and runs the real `helm rollback`.
//!
//! Each module uses only the ones above it in this list:
//!
//! | module | contents |
//! | --- | --- |
//! | [`backend`] | the ways to reach a cluster |
//! | [`journal`] | the record of rollbacks in a ConfigMap |
//! | [`rollback`] | taking on and running rollbacks |
//! | [`http`] | the HTTP server: routers, guards, limits, assets |
//! | [`modes`] | `astern`, `astern demo` and `astern serve` |
//! | [`cli`] | the command line |
//!
//! The messages between app and endpoint are defined in `astern-protocol`.

pub mod backend;
pub mod cli;
mod color;
mod error;
mod helm_settings;
pub mod http;
pub mod journal;
pub mod launch_file;
pub mod modes;
mod principal;
pub mod private_dir;
mod random;
mod refusal;
pub mod rollback;
mod signals;
mod stderr;
mod stdout;
mod truncate;
