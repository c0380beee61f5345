//! Work that ends with the page it is for.

use std::future::Future;

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::on_cleanup;

/// Runs a future until it ends or what asked for it is no longer shown.
pub fn spawn_while_shown(future: impl Future<Output = ()> + 'static) {
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    leptos::task::spawn_local(async move {
        // An abort is how a page that was left ends its work.
        let _ = Abortable::new(future, registration).await;
    });
}
