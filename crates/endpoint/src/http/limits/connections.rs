//! The limit on open connections, and which one is closed when it is reached.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use tokio::task::AbortHandle;

/// How many connections are open at a time. A browser opens six.
const LIMIT: usize = 256;

/// How many of them one identity may keep once the limit is reached.
const SHARE: usize = LIMIT / 4;

/// The identity that the client of a connection has proved with a valid token, if any. A request carries it as an
/// extension; guards set it with [`mark_authenticated`].
#[derive(Clone, Default, Debug)]
pub(crate) struct AuthenticatedIdentity(Arc<OnceLock<String>>);

/// Records that the connection of this request belongs to that identity. The first identity of a connection stays.
pub(crate) fn mark_authenticated(request: &Request, user: &str) {
    if let Some(AuthenticatedIdentity(identity)) = request.extensions().get() {
        let _ = identity.set(user.to_owned());
    }
}

/// The open connections, oldest first.
#[derive(Default)]
pub(crate) struct ConnectionLimiter(VecDeque<Connection>);

struct Connection {
    identity: AuthenticatedIdentity,
    task: AbortHandle,
}

impl Connection {
    fn user(&self) -> Option<&str> {
        self.identity.0.get().map(String::as_str)
    }
}

impl ConnectionLimiter {
    /// Makes room for one more connection, by closing another if need be. Returns `false` when none may be closed.
    ///
    /// The oldest unauthenticated connection is closed first, so that idle connections cannot lock out others.
    /// Without one, it is the oldest connection of the identity that has the most and more than its share.
    pub(crate) fn make_room(&mut self) -> bool {
        self.0.retain(|connection| !connection.task.is_finished());
        if self.0.len() < LIMIT {
            return true;
        }
        let unauthenticated = self.0.iter().position(|c| c.user().is_none());
        let closed = unauthenticated
            .or_else(|| self.oldest_of_largest_share())
            .and_then(|index| self.0.remove(index));
        match closed {
            Some(connection) => {
                connection.task.abort();
                true
            }
            None => false,
        }
    }

    /// Adds a connection, which `task` serves.
    pub(crate) fn add(&mut self, identity: AuthenticatedIdentity, task: AbortHandle) {
        self.0.push_back(Connection { identity, task });
    }

    fn oldest_of_largest_share(&self) -> Option<usize> {
        let mut counts = BTreeMap::<&str, usize>::new();
        for user in self.0.iter().filter_map(Connection::user) {
            *counts.entry(user).or_default() += 1;
        }
        let (largest, _) = counts
            .into_iter()
            .filter(|(_, count)| *count > SHARE)
            .max_by_key(|(_, count)| *count)?;
        self.0.iter().position(|c| c.user() == Some(largest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;
    use tokio::task::JoinHandle;

    fn connection(user: Option<usize>) -> (AuthenticatedIdentity, JoinHandle<()>) {
        let identity = AuthenticatedIdentity::default();
        if let Some(user) = user {
            identity.0.set(user.to_string()).unwrap();
        }
        (identity, tokio::spawn(pending::<()>()))
    }

    /// A limiter with as many connections as it takes. `user` gives the identity of each.
    fn full(user: impl Fn(usize) -> Option<usize>) -> (ConnectionLimiter, Vec<JoinHandle<()>>) {
        let mut limiter = ConnectionLimiter::default();
        let tasks = (0..LIMIT).map(|number| {
            assert!(limiter.make_room());
            let (identity, task) = connection(user(number));
            limiter.add(identity, task.abort_handle());
            task
        });
        let tasks = tasks.collect();
        (limiter, tasks)
    }

    async fn is_closed(task: JoinHandle<()>) -> bool {
        task.await.is_err_and(|error| error.is_cancelled())
    }

    #[tokio::test]
    async fn the_oldest_unauthenticated_connection_is_closed_and_no_authenticated_one() {
        // Nobody has more than a quarter.
        let (mut limiter, mut tasks) = full(|number| (number != 7).then_some(number % 4));
        assert!(limiter.make_room());
        assert!(is_closed(tasks.remove(7)).await);
        let (identity, task) = connection(Some(3));
        limiter.add(identity, task.abort_handle());
        assert!(!limiter.make_room(), "all are authenticated");
        let ended = tasks.remove(0);
        ended.abort();
        assert!(ended.await.is_err());
        assert!(limiter.make_room(), "one has ended");
    }

    #[tokio::test]
    async fn the_identity_with_most_connections_loses_its_oldest() {
        let (mut limiter, mut tasks) = full(|number| Some(usize::from(number < 9)));
        assert!(limiter.make_room());
        assert!(is_closed(tasks.remove(9)).await, "the oldest of the many");
    }
}
