//! Where the address leads: to a page here, or to another cluster.

use astern_protocol::{Address, InvalidRoute, LinkedCluster, Place, Route, Spot};
use leptos::prelude::Memo;

use crate::connection::Cluster;

/// Where the address leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// To a page of this cluster. A spot on it is no part of the destination: another spot is the same page.
    Page(Route),
    /// To a page of another cluster, of which nothing may be shown here.
    Elsewhere(LinkedCluster),
    /// This cluster does not say which one it is, so that the link cannot be held against it.
    Unsure {
        /// The link's cluster.
        linked: LinkedCluster,
        /// The link's page.
        page: Route,
    },
    /// To no page.
    Nowhere,
}

/// Where on the comparison's page the address points, as it changes.
#[derive(Clone, Copy)]
pub struct LinkedSpot(pub Memo<Option<Spot>>);

impl Destination {
    /// Where an address leads, given the cluster once it is known. The UID decides, never the name.
    pub fn of(address: Result<Address, InvalidRoute>, cluster: Option<&Cluster>) -> Self {
        let Ok(Address {
            route,
            cluster: linked,
        }) = address
        else {
            return Self::Nowhere;
        };
        match (linked, cluster.map(|cluster| &cluster.id)) {
            (Some(linked), Some(Ok(id))) if id.as_str() != linked.uid => Self::Elsewhere(linked),
            (Some(linked), Some(Err(_))) => Self::Unsure {
                linked,
                page: route,
            },
            _ => Self::Page(without_spot(route)),
        }
    }
}

fn without_spot(route: Route) -> Route {
    match route {
        Route::Release {
            namespace,
            release,
            place: Place::Compare { from, to, .. },
        } => Route::Release {
            namespace,
            release,
            place: Place::Compare { from, to, at: None },
        },
        other => other,
    }
}
