//! How many connections there are at a time, and which one goes when there are too many.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use tokio::task::AbortHandle;

/// How many connections are served at a time. A browser opens six.
const LIMIT: usize = 256;

/// Says that whoever is at the other end of a connection has shown a good token.
#[derive(Clone, Default, Debug)]
pub(super) struct Vouched(Arc<AtomicBool>);

/// Marks the connection of a request as one of somebody who may ask.
pub(crate) fn vouch(request: &Request) {
    if let Some(Vouched(vouched)) = request.extensions().get() {
        vouched.store(true, Ordering::Relaxed);
    }
}

/// The connections, oldest first.
#[derive(Default)]
pub(super) struct Crowd(VecDeque<(Vouched, AbortHandle)>);

impl Crowd {
    /// Makes room for one more: the oldest of those that have shown no token goes, so that a thousand
    /// silent connections keep nobody out. `false`: all have shown one.
    pub(super) fn make_room(&mut self) -> bool {
        self.0.retain(|(_, task)| !task.is_finished());
        if self.0.len() < LIMIT {
            return true;
        }
        let stranger = self
            .0
            .iter()
            .position(|(Vouched(vouched), _)| !vouched.load(Ordering::Relaxed));
        match stranger.and_then(|at| self.0.remove(at)) {
            Some((_, task)) => {
                task.abort();
                true
            }
            None => false,
        }
    }

    /// One more.
    pub(super) fn add(&mut self, vouched: Vouched, task: AbortHandle) {
        self.0.push_back((vouched, task));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    #[tokio::test]
    async fn the_oldest_stranger_goes_and_nobody_who_showed_a_token() {
        let mut crowd = Crowd::default();
        let mut tasks = Vec::new();
        for number in 0..LIMIT {
            assert!(crowd.make_room());
            let vouched = Vouched::default();
            vouched.0.store(number != 7, Ordering::Relaxed);
            let task = tokio::spawn(pending::<()>());
            crowd.add(vouched, task.abort_handle());
            tasks.push(task);
        }
        assert!(crowd.make_room());
        assert!(
            tasks
                .remove(7)
                .await
                .is_err_and(|error| error.is_cancelled())
        );
        let vouched = Vouched::default();
        vouched.0.store(true, Ordering::Relaxed);
        crowd.add(vouched, tokio::spawn(pending::<()>()).abort_handle());
        assert!(!crowd.make_room(), "all have shown a token");
        let gone = tasks.remove(0);
        gone.abort();
        assert!(gone.await.is_err());
        assert!(crowd.make_room(), "one has ended");
    }
}
