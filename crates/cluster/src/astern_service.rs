//! Finds the Services of an Astern that is installed in the cluster.

use astern_ledger::Namespace;

use crate::error::ask;
use crate::object_meta::PartialList;
use crate::request::segment;
use crate::{Accept, Request, Right, Transport, Verb};

/// The label that the chart gives its Service, and the place that its README installs it in.
const SELECTOR: &str = "app.kubernetes.io/name=astern";
const USUAL: (&str, &str) = ("astern", "astern");

/// A Service that may be Astern's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsternService {
    /// Where.
    pub namespace: Namespace,
    /// Its name.
    pub service: String,
}

impl AsternService {
    /// Its page below the API server, through the service proxy; with a slash at the end.
    pub fn path(&self) -> String {
        let (namespace, service) = (&self.namespace, segment(&self.service));
        format!("api/v1/namespaces/{namespace}/services/https:{service}:443/proxy/")
    }
}

/// Where Astern may be installed: the Services with its label, or the usual place where Services may not be listed.
/// Whether it answers there is another question.
pub async fn astern_services<T: Transport>(transport: &T) -> Vec<AsternService> {
    let right = Right {
        verb: Verb::List,
        resource: "services".into(),
        namespace: None,
    };
    let request = Request::get("api/v1/services", Accept::MetadataList)
        .needing(right)
        .query("labelSelector", SELECTOR);
    let found: Vec<(String, String)> = match ask::<_, PartialList>(transport, &request).await {
        Ok(list) => list
            .items
            .into_iter()
            .map(|item| (item.metadata.namespace, item.metadata.name))
            .collect(),
        Err(_) => vec![(USUAL.0.to_owned(), USUAL.1.to_owned())],
    };
    let there = |(namespace, service): (String, String)| {
        Some(AsternService {
            namespace: namespace.parse().ok()?,
            service,
        })
    };
    found.into_iter().filter_map(there).collect()
}
