//! The variables of helm that Astern reads from its own environment.
//!
//! The helm that a rollback starts gets none of them: what they say is passed to it explicitly.

use astern_ledger::{Driver, HistoryLimit};
use astern_protocol::HelmSettings;

use crate::stderr;

/// Returns what the environment of this process sets for helm. Prints a line where its storage driver cannot be read, because
/// then a helm in the same terminal sees other releases than Astern.
pub(crate) fn helm_settings() -> HelmSettings {
    let (driver, history) = (variable("HELM_DRIVER"), variable("HELM_MAX_HISTORY"));
    let driver = Driver::from_variable(driver.as_deref()).unwrap_or_else(|error| {
        stderr::write_line(format_args!(
            "{error}: Astern shows the releases in Secrets and ConfigMaps instead."
        ));
        Driver::default()
    });
    HelmSettings {
        driver,
        max_history: HistoryLimit::from_variable(history.as_deref()),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
