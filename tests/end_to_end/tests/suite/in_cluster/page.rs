//! Tests of the page behind the API server's service proxy, for users with access to it.

use end_to_end::{
    Chart, EndpointClient, Failure, HelmVersion, InClusterEndpoint, TestEnvironment, User,
};

#[test]
fn the_page_is_served_behind_the_service_proxy() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let chart = Chart::install(&environment, HelmVersion::V4, "in-page", &[])?;
    chart.grant_page_access(User::OnCall)?;
    let _endpoint = InClusterEndpoint::start(&chart, HelmVersion::V4)?;
    let client = EndpointClient::connect(&chart, User::OnCall)?;
    let page = client.get("", None)?;
    assert_eq!(page.status, 200, "{}", page.text);
    let page = page.body()?;
    let file_name = |ending: &str| {
        let end = page.find(ending).map(|at| at + ending.len());
        let end = end.ok_or_else(|| Failure::new(format!("the page names no {ending}")))?;
        let start = page[..end].rfind(['"', '\'', '/']).map_or(0, |at| at + 1);
        Ok::<_, Failure>(page[start..end].to_owned())
    };
    for (ending, kind) in [
        (".wasm", "application/wasm"),
        (".js", "javascript"),
        (".css", "text/css"),
    ] {
        let name = file_name(ending)?;
        let asset = client.get(&name, None)?;
        assert_eq!(asset.status, 200, "{name}");
        assert!(
            asset.text.to_ascii_lowercase().contains(kind),
            "{name} is no {kind}"
        );
    }
    let session = client.get("astern/v1/session", None)?.json()?;
    assert_eq!(session["mode"]["kind"], "in-cluster");
    assert_eq!(session["mode"]["account"], "astern-rollback");
    assert_eq!(session["mode"]["audience"], "astern");
    assert_eq!(session["cluster"], "test-cluster");
    assert_eq!(session["helm"]["version"], "v4.3.1");
    // The endpoint does not forward to the API server.
    for path in [
        "version",
        "api/v1/secrets",
        "api/v1/namespaces/default/secrets",
    ] {
        let answer = client.get(path, None)?;
        assert!(
            answer.status == 404 || !answer.text.contains("\"kind\""),
            "{path}: {}",
            answer.text
        );
    }
    // Users without access to the service proxy get nothing.
    let unauthorized = EndpointClient::connect(&chart, User::Nobody)?;
    for path in ["", "astern/v1/session"] {
        assert_eq!(unauthorized.get(path, None)?.status, 403, "{path}");
    }
    Ok(())
}
