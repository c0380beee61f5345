//! Tasks that end with the component that started them.

use std::future::Future;

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::on_cleanup;

/// Runs a future until it ends or the component that calls this is unmounted.
pub fn spawn_while_shown(future: impl Future<Output = ()> + 'static) {
    let (handle, registration) = AbortHandle::new_pair();
    on_cleanup(move || handle.abort());
    leptos::task::spawn_local(async move {
        // Unmounting aborts it, which is no error.
        let _ = Abortable::new(future, registration).await;
    });
}
