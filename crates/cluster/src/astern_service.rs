//! Finds the Services of an Astern that is installed in the cluster.

use astern_ledger::Namespace;

use crate::error::ask;
use crate::object_meta::PartialList;
use crate::request::segment;
use crate::{Accept, Request, Right, Transport, Verb};

/// The label of the chart's Service, and the namespace and name of the default installation.
const SELECTOR: &str = "app.kubernetes.io/name=astern";
const DEFAULT_SERVICE: (&str, &str) = ("astern", "astern");

/// A Service that may be Astern's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsternService {
    /// The namespace.
    pub namespace: Namespace,
    /// Its name.
    pub service: String,
}

impl AsternService {
    /// Returns the path of the page through the service proxy of the API server, with a trailing slash.
    pub fn path(&self) -> String {
        let (namespace, service) = (&self.namespace, segment(&self.service));
        format!("api/v1/namespaces/{namespace}/services/https:{service}:443/proxy/")
    }
}

/// Returns the Services that may be Astern's: those with its label, or the default one where Services may not be listed.
/// Whether they respond is not checked.
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
        Err(_) => vec![(DEFAULT_SERVICE.0.to_owned(), DEFAULT_SERVICE.1.to_owned())],
    };
    let to_service = |(namespace, service): (String, String)| {
        Some(AsternService {
            namespace: namespace.parse().ok()?,
            service,
        })
    };
    found.into_iter().filter_map(to_service).collect()
}
