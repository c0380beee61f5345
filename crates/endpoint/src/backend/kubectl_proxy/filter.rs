//! What a `kubectl proxy` lets pass: the options that its own filter is started with.

/// Who sends requests to a `kubectl proxy`, which decides what it lets pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::backend) enum ProxyClient {
    /// Astern: reads, and writes of its journal and its Events.
    Astern,
    /// helm: reads and changes objects of every kind.
    Helm,
}

impl ProxyClient {
    /// Returns the options of `kubectl proxy`. Each takes regular expressions, which a comma would separate.
    pub(super) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Astern => &[
                r"--accept-paths=^/(version$|apis?(/|$))",
                "--reject-methods=^(PATCH|DELETE|CONNECT)$",
            ],
            // helm opens no connection into a pod or to a Service, and asks for no token.
            Self::Helm => &[
                r"--accept-paths=^/(version$|apis?(/|$)|openapi/)",
                r"--reject-paths=/pods/[^/]+/(exec|attach|portforward|proxy)(/|$)|/(services|nodes)/[^/]+/proxy(/|$)|/serviceaccounts/[^/]+/token$",
                "--reject-methods=^(CONNECT|OPTIONS|TRACE)$",
            ],
        }
    }
}
