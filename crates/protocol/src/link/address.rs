//! A route with the cluster that it refers to.

use std::fmt;
use std::str::FromStr;

use super::percent_encoding::{escape, unescape};
use super::{InvalidRoute, Route};

/// The fragment of a link: a route, and the cluster in which the link was copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// The route.
    pub route: Route,
    /// The cluster that the link refers to; `None` if the link does not name one.
    pub cluster: Option<LinkedCluster>,
}

/// The cluster that a link refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkedCluster {
    /// The UID of the namespace `kube-system`, which identifies the cluster.
    pub uid: String,
    /// The display name of the cluster where the link was copied. It does not identify the cluster.
    pub name: String,
}

impl From<Route> for Address {
    fn from(route: Route) -> Self {
        Self {
            route,
            cluster: None,
        }
    }
}

/// `#/shop/shop/9..10?cluster=UID&name=NAME`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.route.fmt(f)?;
        match &self.cluster {
            None => Ok(()),
            Some(LinkedCluster { uid, name }) => {
                write!(f, "?cluster={}&name={}", escape(uid), escape(name))
            }
        }
    }
}

impl FromStr for Address {
    type Err = InvalidRoute;

    /// Parses a fragment, with or without its `#`. Unknown parameters are ignored, so that links of later versions can be
    /// opened.
    fn from_str(fragment: &str) -> Result<Self, InvalidRoute> {
        let (route, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let (mut uid, mut name) = (None, String::new());
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("cluster", value)) => uid = Some(unescape(value)?),
                Some(("name", value)) => name = unescape(value)?,
                _ => {}
            }
        }
        Ok(Self {
            route: route.parse()?,
            cluster: uid
                .filter(|uid| !uid.is_empty())
                .map(|uid| LinkedCluster { uid, name }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_cluster() {
        let text = "#/shop/shop/9..10?cluster=0f3c-11&name=kind-prod%40eu%2F1";
        let address: Address = text.parse().unwrap();
        let cluster = address.cluster.clone().unwrap();
        assert_eq!(
            (cluster.uid.as_str(), cluster.name.as_str()),
            ("0f3c-11", "kind-prod@eu/1")
        );
        assert_eq!(address.to_string(), text);
    }

    #[test]
    fn an_address_typed_by_hand_names_none() {
        for text in [
            "#/shop/shop",
            "#/shop/shop?",
            "#/shop/shop?cluster=&later=1",
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), "#/shop/shop", "{text}");
        }
    }
}
