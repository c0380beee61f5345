//! Astern's endpoint: serves the app on the person's own machine, passes reads on to the cluster
//! through `kubectl proxy`, and runs the real `helm rollback`.
//!
//! [`app`] is the whole of what is served, as a router; [`serve`] puts it on a loopback address;
//! [`cli`] is the command line. What the app and the endpoint say to each other is defined in
//! `astern-protocol`.

pub mod app;
pub mod assets;
pub mod cli;
pub mod cluster;
pub mod demo;
mod forward;
pub mod guard;
pub mod kubectl;
pub mod laptop;
mod refusal;
pub mod rollback;
pub mod serve;
mod session;
mod shorten;
mod signals;
mod tell;
