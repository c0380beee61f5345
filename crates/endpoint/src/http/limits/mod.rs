//! The limit on open connections, which `listener.rs` applies.
//!
//! Other limits are next to the code that they apply to:
//!
//! | limit | file |
//! | --- | --- |
//! | size of a request's head, time to receive it, idle time, TLS handshake | `connection.rs` |
//! | size of a request's body, time to receive it | `guards/json_body.rs` |
//! | concurrent token reviews, size of a token | `guards/token_review.rs` |
//! | concurrent rollbacks | `rollback/service.rs`, `rollback/registry.rs` |

mod connections;

pub(super) use connections::{AuthenticatedIdentity, ConnectionLimiter, mark_authenticated};
