//! The addresses that name this server on a loopback interface.

/// A port of the loopback interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoopbackAddress {
    port: u16,
}

impl LoopbackAddress {
    /// The address with that port.
    pub fn new(port: u16) -> Self {
        Self { port }
    }

    /// The address that is printed and opened.
    pub fn url(self) -> String {
        format!("http://{}", self.authority("127.0.0.1"))
    }

    /// Whether a `Host` header names this server.
    pub(crate) fn is_host(self, host: &[u8]) -> bool {
        ["127.0.0.1", "localhost"]
            .iter()
            .any(|name| self.authority(name).as_bytes() == host)
    }

    /// Whether an `Origin` header names a page that this server serves under that `Host`.
    pub(crate) fn is_origin(self, origin: &[u8], host: &[u8]) -> bool {
        self.is_host(host) && origin.strip_prefix(b"http://") == Some(host)
    }

    /// Host and port; browsers leave the default port of HTTP out.
    fn authority(self, name: &str) -> String {
        match self.port {
            80 => name.to_owned(),
            port => format!("{name}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_host_and_port() {
        let address = LoopbackAddress::new(8090);
        assert!(address.is_host(b"127.0.0.1:8090") && address.is_host(b"localhost:8090"));
        for other in [
            "localhost",
            "localhost:8091",
            "127.0.0.1",
            "evil.example:8090",
            "localhost:8090.evil.example",
            "LOCALHOST:8090",
            "[::1]:8090",
            "",
        ] {
            assert!(!address.is_host(other.as_bytes()), "{other}");
        }
        assert!(LoopbackAddress::new(80).is_host(b"localhost"));
    }

    #[test]
    fn the_origin_has_to_be_that_of_the_host() {
        let address = LoopbackAddress::new(8090);
        assert!(address.is_origin(b"http://localhost:8090", b"localhost:8090"));
        for (origin, host) in [
            ("http://127.0.0.1:8090", "localhost:8090"),
            ("https://localhost:8090", "localhost:8090"),
            ("http://evil.example", "evil.example"),
            ("null", "localhost:8090"),
        ] {
            assert!(
                !address.is_origin(origin.as_bytes(), host.as_bytes()),
                "{origin}"
            );
        }
    }
}
