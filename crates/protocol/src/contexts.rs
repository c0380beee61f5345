//! The contexts of the kubeconfig, as the page of one of them lists and opens the others.
//!
//! Each context that is opened has an address, a launch token and a connection of its own. A page learns of another context
//! its name and where the kubeconfig leads it; the cluster is asked only when a person chooses it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The contexts of the kubeconfig that was read when the endpoint started.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContextList {
    /// The contexts, in the kubeconfig's order.
    pub contexts: Vec<ListedContext>,
}

/// One context.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListedContext {
    /// The name.
    pub name: String,
    /// Whether it has a page.
    pub page: ContextPageState,
    /// Where the kubeconfig leads it.
    pub leads_to: ContextDestination,
}

/// Whether a context has a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContextPageState {
    /// It is the context of the page that asks.
    This,
    /// It was opened, and has an address.
    Open,
    /// It was not opened: nothing has been asked of its cluster.
    Closed,
}

/// Where the kubeconfig leads a context.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ContextDestination {
    /// To an API server.
    Server {
        /// Its address.
        server: String,
        /// The name of the user in the kubeconfig.
        user: String,
    },
    /// To none.
    Nowhere {
        /// Why, in words.
        reason: String,
    },
}

/// The body of a request about one context.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenContext {
    /// The name of a context of the kubeconfig.
    pub context: String,
}

/// The page of a context. `Debug` does not print the address: whoever has it is let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextPage {
    /// The address, with the launch token in its fragment. `&` and the fragment of a link, without its `#`, may follow.
    pub address: String,
}

impl fmt::Debug for ContextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContextPage")
    }
}

/// Which cluster a context leads to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContextIdentity {
    /// The UID of the namespace `kube-system`.
    pub uid: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_words() {
        let list = ContextList {
            contexts: vec![
                ListedContext {
                    name: "prod".to_owned(),
                    page: ContextPageState::This,
                    leads_to: ContextDestination::Server {
                        server: "https://10.0.0.1".to_owned(),
                        user: "jo".to_owned(),
                    },
                },
                ListedContext {
                    name: "old".to_owned(),
                    page: ContextPageState::Closed,
                    leads_to: ContextDestination::Nowhere {
                        reason: "no cluster".to_owned(),
                    },
                },
            ],
        };
        assert_eq!(
            serde_json::to_string(&list).unwrap(),
            r#"{"contexts":[{"name":"prod","page":"this","leads_to":{"kind":"server","server":"https://10.0.0.1","user":"jo"}},{"name":"old","page":"closed","leads_to":{"kind":"nowhere","reason":"no cluster"}}]}"#
        );
    }

    #[test]
    fn debug_output_does_not_contain_the_address() {
        let page = ContextPage {
            address: "http://127.0.0.1:1/#token=00".to_owned(),
        };
        assert!(!format!("{page:?}").contains("token"));
    }
}
