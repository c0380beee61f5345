//! The HTTP server: its routers and handlers, and what a request has to pass before a handler runs.

pub(crate) mod api;
mod assets;
mod connection;
pub(crate) mod forwarding;
pub mod guards;
pub(crate) mod limits;
mod listener;
pub mod routers;
mod state;
mod transport;

pub use assets::Assets;
pub use listener::{ListenError, bind, listen, serve};
pub use routers::loopback::Loopback;
pub use state::App;
pub use transport::{Certificate, CertificateError, ServerTransport};
