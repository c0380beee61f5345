//! The HTTP server: its routers and handlers, and what a request has to pass before a handler runs.
//!
//! | module | contents |
//! | --- | --- |
//! | [`routers`] | which path leads through which guards to which handler |
//! | `api` | the handlers of Astern's own API |
//! | [`contexts`] | the contexts of the kubeconfig that a page may open |
//! | `forwarding` | reads that are forwarded to the cluster |
//! | `assets` | the app's files |
//! | [`guards`] | the middleware that a request has to pass |
//! | `limits` | the limit on open connections, and where other limits are |

mod api;
mod assets;
mod connection;
pub mod contexts;
mod forwarding;
pub mod guards;
mod limits;
mod listener;
pub mod routers;
mod state;
mod transport;

pub use assets::Assets;
pub use listener::{ListenError, listen, listen_on_loopback, serve};
pub use state::AppState;
pub use transport::{Certificate, CertificateError, ServerTransport};
