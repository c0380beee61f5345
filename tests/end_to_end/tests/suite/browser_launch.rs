//! Tests of the file with which astern opens the browser.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use end_to_end::{
    Browser, Failure, HelmVersion, LaptopEndpoint, Scenario, TestEnvironment, User, eventually,
};

/// Writes programs in place of those that open a browser. They write their arguments to a file, whose path is returned.
fn write_openers(environment: &TestEnvironment, name: &str) -> Result<(PathBuf, PathBuf), Failure> {
    let folder = environment.access.dir().join("openers").join(name);
    fs::create_dir_all(&folder)?;
    let arguments = folder.join("arguments");
    let file = arguments.display();
    for program in ["wslview", "xdg-open"] {
        let script =
            format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > '{file}.new'\nmv '{file}.new' '{file}'\n");
        fs::write(folder.join(program), script)?;
        fs::set_permissions(folder.join(program), fs::Permissions::from_mode(0o755))?;
    }
    Ok((folder, arguments))
}

#[tokio::test]
async fn the_file_leads_the_browser_to_the_app() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    let scenario = Scenario::sessions(HelmVersion::V4, "launched");
    scenario.run(&environment.access, &environment.charts)?;
    let (openers, arguments) = write_openers(&environment, "launched")?;
    let link = "#/launched/sessions/1..2";
    let astern =
        LaptopEndpoint::start_opening(&environment, User::Admin, scenario.helm, link, &openers)?;
    let url = eventually("the opener", || Ok(fs::read_to_string(&arguments).ok()))?;
    let url = url.trim_end();
    assert!(
        url.starts_with("file:///") && !url.contains("token"),
        "{url}"
    );
    let file = PathBuf::from(url.strip_prefix("file://").unwrap_or_default());
    assert!(file.exists());

    let browser = Browser::open(&environment, url).await?;
    browser.wait_for("#answer").await?;
    let address = browser.address().await?;
    let (origin, _) = astern.address().split_once("/#").unwrap_or_default();
    assert!(address.starts_with(origin), "{address}");
    assert!(
        address.contains(link) && !address.contains("token"),
        "{address}"
    );
    assert!(!file.exists(), "the file was used");
    Ok(())
}
