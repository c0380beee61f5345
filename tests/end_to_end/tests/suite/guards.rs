//! Tests of the endpoint's guards: only the tab that astern opened gets a response.

use end_to_end::{Failure, HelmVersion, LaptopEndpoint, TestEnvironment, User, plain_request};

/// A header and the value that an attacker sends; an empty value omits the header.
type HeaderChange = (&'static str, String);

const BODY: &str = r#"{"request_id":"0123456789abcdef0123456789abcdef","namespace":"default",
    "release":"shop","target":1,"expected_current":2}"#;

#[test]
fn a_foreign_origin_a_wrong_token_and_a_wrong_host_are_refused() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let astern = LaptopEndpoint::start(&environment, User::Admin, HelmVersion::V3)?;
    let (port, token) = astern.port_and_token()?;
    let host = format!("127.0.0.1:{port}");
    let own_origin = format!("http://{host}");
    let audit = environment.access.audit().from_now();
    let wrong = token.chars().rev().collect::<String>();

    let valid: [(&str, &str); 3] = [
        ("Host", &host),
        ("X-Astern-Token", token),
        ("Content-Type", "application/json"),
    ];
    let headers_with = |changed: &[HeaderChange]| {
        let mut headers: Vec<(String, String)> = valid
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        for (name, value) in changed {
            headers.retain(|(existing, _)| existing != name);
            if !value.is_empty() {
                headers.push(((*name).to_owned(), value.clone()));
            }
        }
        headers
    };
    let send = |method: &str, path: &str, changed: &[HeaderChange], body: &str| {
        let headers = headers_with(changed);
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        plain_request(port, method, path, &headers, body).map(|response| response.status)
    };

    let attacks: [(&str, Vec<HeaderChange>, u16); 6] = [
        ("no token", vec![("X-Astern-Token", String::new())], 401),
        ("another token", vec![("X-Astern-Token", wrong)], 401),
        (
            "a foreign origin",
            vec![("Origin", "https://evil.example".to_owned())],
            403,
        ),
        ("the null origin", vec![("Origin", "null".to_owned())], 403),
        (
            "another site",
            vec![("Sec-Fetch-Site", "cross-site".to_owned())],
            403,
        ),
        (
            "another host",
            vec![("Host", format!("evil.example:{port}"))],
            403,
        ),
    ];
    for (name, changed, status) in attacks {
        for path in ["/version", "/api/v1/secrets", "/astern/v1/session"] {
            assert_eq!(
                send("GET", path, &changed, "")?,
                status,
                "{name}: GET {path}"
            );
        }
        let posted = send("POST", "/astern/v1/rollbacks", &changed, BODY)?;
        assert_eq!(posted, status, "{name}: POST");
    }
    // Browsers send a form across origins without a preflight request, but not JSON.
    let form = [("Content-Type", "text/plain".to_owned())];
    let posted = send("POST", "/astern/v1/rollbacks", &form, BODY)?;
    assert!((400..500).contains(&posted), "a form: {posted}");
    // The endpoint forwards no writes, whoever sends them.
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let path = "/api/v1/namespaces/default/configmaps";
        assert_eq!(send(method, path, &[], "{}")?, 405, "{method} {path}");
    }
    let refused = audit
        .requests()?
        .into_iter()
        .filter(|r| !r.uri.contains("/version"));
    let reached: Vec<_> = refused
        .filter(|r| r.uri.contains("/api/v1/secrets"))
        .collect();
    assert!(
        reached.is_empty(),
        "an attack reached the API server: {reached:?}"
    );

    // The same request with the right headers is accepted.
    assert_eq!(send("GET", "/version", &[("Origin", own_origin)], "")?, 200);
    Ok(())
}
