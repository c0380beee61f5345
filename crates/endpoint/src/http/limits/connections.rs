//! How many connections there are at a time, and which one goes when there are too many.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use tokio::task::AbortHandle;

/// How many connections are served at a time. A browser opens six.
const LIMIT: usize = 256;

/// How many of them one identity may keep when there are no more.
const SHARE: usize = LIMIT / 4;

/// Says that whoever is at the other end of a connection has shown a good token, and of which identity.
#[derive(Clone, Default, Debug)]
pub(crate) struct Vouched(Arc<OnceLock<String>>);

/// Marks the connection of a request as one of that identity, which may ask.
pub(crate) fn vouch(request: &Request, identity: &str) {
    if let Some(Vouched(vouched)) = request.extensions().get() {
        // A connection stays whose it was first.
        let _ = vouched.set(identity.to_owned());
    }
}

/// The connections, oldest first.
#[derive(Default)]
pub(crate) struct Crowd(VecDeque<(Vouched, AbortHandle)>);

impl Crowd {
    /// Makes room for one more: the oldest of those that have shown no token goes, so that a thousand silent
    /// connections keep nobody out; without one the oldest of the identity that has most, so that it keeps no other out.
    /// `false`: nobody has more than their share.
    pub(crate) fn make_room(&mut self) -> bool {
        self.0.retain(|(_, task)| !task.is_finished());
        if self.0.len() < LIMIT {
            return true;
        }
        let whose = |(Vouched(vouched), _): &(Vouched, AbortHandle)| vouched.get().cloned();
        let stranger = self.0.iter().position(|one| whose(one).is_none());
        let greedy = || {
            let mut held = BTreeMap::<String, usize>::new();
            for identity in self.0.iter().filter_map(whose) {
                *held.entry(identity).or_default() += 1;
            }
            let (most, _) = held
                .into_iter()
                .filter(|(_, held)| *held > SHARE)
                .max_by_key(|(_, held)| *held)?;
            self.0
                .iter()
                .position(|one| whose(one).as_ref() == Some(&most))
        };
        match stranger.or_else(greedy).and_then(|at| self.0.remove(at)) {
            Some((_, task)) => {
                task.abort();
                true
            }
            None => false,
        }
    }

    /// One more.
    pub(crate) fn add(&mut self, vouched: Vouched, task: AbortHandle) {
        self.0.push_back((vouched, task));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    fn connection(identity: Option<usize>) -> (Vouched, tokio::task::JoinHandle<()>) {
        let vouched = Vouched::default();
        if let Some(identity) = identity {
            vouched.0.set(identity.to_string()).unwrap();
        }
        (vouched, tokio::spawn(pending::<()>()))
    }

    /// A full house; whose each connection is.
    fn full(whose: impl Fn(usize) -> Option<usize>) -> (Crowd, Vec<tokio::task::JoinHandle<()>>) {
        let mut crowd = Crowd::default();
        let tasks = (0..LIMIT).map(|number| {
            assert!(crowd.make_room());
            let (vouched, task) = connection(whose(number));
            crowd.add(vouched, task.abort_handle());
            task
        });
        let tasks = tasks.collect();
        (crowd, tasks)
    }

    async fn went(task: tokio::task::JoinHandle<()>) -> bool {
        task.await.is_err_and(|error| error.is_cancelled())
    }

    #[tokio::test]
    async fn the_oldest_stranger_goes_and_nobody_who_showed_a_token() {
        // Nobody has more than a quarter.
        let (mut crowd, mut tasks) = full(|number| (number != 7).then_some(number % 4));
        assert!(crowd.make_room());
        assert!(went(tasks.remove(7)).await);
        let (vouched, task) = connection(Some(3));
        crowd.add(vouched, task.abort_handle());
        assert!(!crowd.make_room(), "all have shown a token");
        let gone = tasks.remove(0);
        gone.abort();
        assert!(gone.await.is_err());
        assert!(crowd.make_room(), "one has ended");
    }

    #[tokio::test]
    async fn whoever_has_most_gives_way_to_others() {
        let (mut crowd, mut tasks) = full(|number| Some(usize::from(number < 9)));
        assert!(crowd.make_room());
        assert!(went(tasks.remove(9)).await, "the oldest of the many");
    }
}
