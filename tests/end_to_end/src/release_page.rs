//! Opens the pages of a release in a browser.

use crate::{Browser, Failure, LaptopEndpoint, Scenario, TestEnvironment};

impl Browser {
    /// Opens the page of a scenario's release at a laptop endpoint.
    ///
    /// # Errors
    /// When the browser does not start, or the release is not listed in time.
    pub async fn open_release_page(
        environment: &TestEnvironment,
        astern: &LaptopEndpoint,
        scenario: &Scenario,
    ) -> Result<Self, Failure> {
        Self::open_page_of(environment, astern, scenario, "").await
    }

    /// Opens the list of releases, and then the page below the release's address.
    pub(crate) async fn open_page_of(
        environment: &TestEnvironment,
        astern: &LaptopEndpoint,
        scenario: &Scenario,
        page: &str,
    ) -> Result<Self, Failure> {
        let browser = Self::open(environment, astern.address()).await?;
        browser.wait_for_text("main td", scenario.namespace).await?;
        let (namespace, release) = (scenario.namespace, scenario.release);
        let navigate = format!("location.hash = '#/{namespace}/{release}{page}'; return true");
        browser.execute(&navigate, Vec::new()).await?;
        Ok(browser)
    }
}
