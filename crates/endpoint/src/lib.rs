//! Astern's endpoint: serves the app on the person's own machine or in the cluster, and runs the real
//! `helm rollback`.
//!
//! [`loopback`] and [`in_cluster`] are the whole of what is served, as routers, on a person's machine
//! and in the cluster; [`serve`] puts one on a port; [`cli`] is the command line. What the app and the
//! endpoint say to each other is defined in `astern-protocol`.

pub mod app;
pub mod assets;
mod caller;
pub mod cli;
pub mod cluster;
pub mod demo;
mod forward;
pub mod guard;
mod hush;
pub mod in_cluster;
pub mod journal;
pub mod kubectl;
pub mod laptop;
pub mod loopback;
mod refusal;
pub mod rollback;
pub mod serve;
mod session;
mod shorten;
mod signals;
mod tell;
