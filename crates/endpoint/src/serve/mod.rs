//! Serving a router on a port until somebody ends it.

mod announce;
mod browser;
mod connection;
mod crowd;
mod end;
mod listen;
mod wire;

pub use announce::announce;
pub(crate) use browser::is_there as browser_is_there;
pub(crate) use crowd::vouch;
pub use listen::{ListenError, bind, listen, serve};
pub use wire::{Certificate, CertificateError, Wire};

use axum::Router;
use tokio::net::TcpListener;

use crate::rollback::Rollbacks;

/// Serves until a signal ends it, and until the rollbacks that must not be cut off are over.
/// `false`: a second signal cut one off.
pub async fn until_ended(
    listener: TcpListener,
    wire: Wire,
    router: Router,
    rollbacks: Option<&Rollbacks>,
) -> bool {
    tokio::select! {
        () = serve(listener, wire, router) => true,
        all_over = end::end(rollbacks) => all_over,
    }
}
