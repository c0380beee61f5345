//! Serving a router on a loopback address until somebody ends it.

mod announce;
mod browser;
mod end;
mod listen;

pub use announce::announce;
pub(crate) use browser::is_there as browser_is_there;
pub use listen::{ListenError, bind};

use axum::Router;
use tokio::net::TcpListener;

use crate::rollback::Rollbacks;

/// Serves until a signal ends it, and until the rollbacks that must not be cut off are over.
/// `false`: a second signal cut one off.
pub async fn until_ended(
    listener: TcpListener,
    router: Router,
    rollbacks: Option<&Rollbacks>,
) -> bool {
    tokio::select! {
        () = listen::serve(listener, router) => true,
        all_over = end::end(rollbacks) => all_over,
    }
}
