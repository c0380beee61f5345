//! What the address points to: a page of this cluster, or of another one.

use astern_protocol::{Address, InvalidRoute, LinkedCluster, ObjectAnchor, ReleasePage, Route};
use leptos::prelude::Memo;

use crate::connection::Cluster;

/// What the address points to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// A page of this cluster. The anchor of an object is not part of it: the same page with another anchor is no new page.
    Page(Route),
    /// A page of another cluster, which this one must not show.
    OtherCluster(LinkedCluster),
    /// A page of a cluster that cannot be compared with this one, because this one's UID cannot be read.
    UnverifiedCluster {
        /// The cluster in the link.
        linked: LinkedCluster,
        /// The page in the link.
        page: Route,
    },
    /// No page.
    NotFound,
}

/// The anchor on the compare page that the address points to, as it changes.
#[derive(Clone, Copy)]
pub struct LinkedAnchor(pub Memo<Option<ObjectAnchor>>);

impl Destination {
    /// Resolves an address, given the cluster once it is known. Clusters are compared by UID, never by name.
    pub fn of(address: Result<Address, InvalidRoute>, cluster: Option<&Cluster>) -> Self {
        let Ok(Address {
            route,
            cluster: linked,
        }) = address
        else {
            return Self::NotFound;
        };
        match (linked, cluster.map(|cluster| &cluster.id)) {
            (Some(linked), Some(Ok(id))) if id.as_str() != linked.uid => Self::OtherCluster(linked),
            (Some(linked), Some(Err(_))) => Self::UnverifiedCluster {
                linked,
                page: route,
            },
            _ => Self::Page(without_anchor(route)),
        }
    }
}

fn without_anchor(route: Route) -> Route {
    match route {
        Route::Release {
            namespace,
            release,
            page: ReleasePage::Compare { from, to, .. },
        } => Route::Release {
            namespace,
            release,
            page: ReleasePage::Compare { from, to, at: None },
        },
        other => other,
    }
}
