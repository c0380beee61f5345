//! The contexts of the kubeconfig that a page may open, each as a cluster of its own.
//!
//! A context is named, never described: a request names one of the kubeconfig that was read when astern started. Opening one
//! gives it a listener, a launch token, a connection and a helm of its own, which no page of another context has. The mode
//! that serves them opens them, on a message ([`OpenContext`]).

mod open_context;
mod page_contexts;
mod refused;

pub use open_context::OpenContext;
pub use page_contexts::{Contexts, PageContexts};
