//! What the end-to-end tests stand on: a browser, `kubectl proxy`, the endpoint, and the test cluster that `cargo xtask test`
//! started.

mod astern;
mod black_hole;
mod browser;
mod button;
mod chart;
mod chromium;
mod counting;
mod ending_token;
mod failure;
mod held_helm;
mod history;
mod in_cluster;
mod interruptible;
mod journal;
mod own_cluster;
mod person;
mod plain_http;
mod program;
mod proxy;
mod rights;
mod test_environment;

pub use astern::Astern;
pub use black_hole::{BlackHole, SilentWebhook};
pub use browser::Browser;
pub use chart::{Chart, make_namespace};
pub use counting::Counting;
pub use ending_token::EndingToken;
pub use failure::Failure;
pub use held_helm::{HeldHelm, Moment};
pub use history::{Told, helm_history, statuses};
pub use in_cluster::{InCluster, api_server};
pub use interruptible::Interruptible;
pub use journal::{events, journal_entry};
pub use own_cluster::{Slow, own_cluster};
pub use person::{Person, Press};
pub use plain_http::{Response, plain_request};
pub use program::{Program, eventually};
pub use proxy::Proxy;
pub use rights::{let_read, may, rights};
pub use test_environment::TestEnvironment;
pub use xtask::test_cluster::incident::{Act, FLEET, INCIDENT, Story};
pub use xtask::test_cluster::{Access, Audit, HelmVersion, Output, Request, User};
