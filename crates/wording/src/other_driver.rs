//! A release that both storage drivers have records of.

use astern_ledger::History;

/// Returns a sentence about the records of the other storage driver, which are not shown.
#[must_use]
pub fn other_driver_note(other: &History) -> String {
    let current = other.current();
    let (objects, driver) = (current.driver.objects(), current.driver.kind());
    format!(
        "{objects} hold records of a release with this name too: the newest is revision {}, {}. They are another history, which \
         only a helm with HELM_DRIVER={driver} sees, and are not shown here. To see them, start astern with HELM_DRIVER={driver}.",
        current.revision, current.status
    )
}

#[cfg(test)]
mod tests {
    use astern_ledger::{Driver, Record, Status};

    use super::*;

    #[test]
    fn the_other_history_is_named_with_its_driver() {
        let record = Record {
            driver: Driver::ConfigMap,
            status: Status::Failed,
            ..Record::expected(
                "shop".parse().unwrap(),
                "shop".parse().unwrap(),
                7.try_into().unwrap(),
            )
        };
        let note = other_driver_note(&History::new(vec![record]).unwrap());
        assert!(note.starts_with("ConfigMaps hold records"), "{note}");
        assert!(note.contains("revision 7, failed"), "{note}");
        assert!(
            note.ends_with("start astern with HELM_DRIVER=configmap."),
            "{note}"
        );
    }
}
