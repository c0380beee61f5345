//! The parts of the end-to-end tests: a browser, `kubectl proxy`, the endpoint, and the test cluster that `cargo xtask
//! test` started.

mod browser;
mod chart;
mod chromium;
mod counting_proxy;
mod endpoint_client;
mod failure;
mod history;
mod in_cluster_endpoint;
mod interruptible_proxy;
mod journal;
mod laptop;
mod own_cluster;
mod pausable_helm;
mod plain_http;
mod program;
mod proxy;
mod release_record;
mod revocable_token;
mod rights;
mod rollback_page;
mod test_environment;
mod unresponsive_server;

pub use browser::Browser;
pub use chart::{Chart, make_namespace};
pub use counting_proxy::CountingProxy;
pub use endpoint_client::{EndpointClient, RollbackRequest};
pub use failure::Failure;
pub use history::{HistoryEntry, helm_history, statuses};
pub use in_cluster_endpoint::{InClusterEndpoint, api_server};
pub use interruptible_proxy::InterruptibleProxy;
pub use journal::{events, journal_entry};
pub use laptop::LaptopEndpoint;
pub use own_cluster::{SlowEtcd, own_cluster};
pub use pausable_helm::{PausableHelm, PausePoint};
pub use plain_http::{Response, plain_request};
pub use program::{Program, eventually, process_runs};
pub use proxy::Proxy;
pub use release_record::ReleaseRecord;
pub use revocable_token::RevocableToken;
pub use rights::{can_i, grant_read, rights};
pub use test_environment::TestEnvironment;
pub use unresponsive_server::{HangingWebhook, UnresponsiveServer};
pub use xtask::test_cluster::scenario::{Action, FLEET, INCIDENT, Scenario};
pub use xtask::test_cluster::{Access, Audit, HelmVersion, Output, Request, User};
