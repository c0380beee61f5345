//! The filter of the list, and the order of search results.

use astern_ledger::{Namespace, Record};
use leptos::prelude::*;

use super::release_list::Group;
use crate::connection::Details;

/// The filter, kept while the app is open, so that the browser's Back button shows the list as it was.
#[derive(Clone, Copy)]
pub struct FleetFilter(pub RwSignal<Filter>);

/// The criteria that a release in the list has to meet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Words, separated by spaces or slashes, each of which has to be in the name, the namespace or the chart.
    pub search: String,
    /// Only this namespace.
    pub namespace: Option<Namespace>,
    /// Only this group.
    pub group: Option<Group>,
}

/// Where a release matches the search, the best match first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MatchRank {
    /// The search is `namespace/name`.
    NamespaceAndName,
    /// A word is the name.
    Name,
    /// A word is part of the name.
    PartOfName,
    /// The words are in the namespace or the chart.
    NamespaceOrChart,
}

impl Filter {
    /// Returns how well a release matches the search.
    pub fn rank(&self, record: &Record) -> MatchRank {
        let name = record.release.as_str();
        if self.search.to_ascii_lowercase() == format!("{}/{name}", record.namespace) {
            return MatchRank::NamespaceAndName;
        }
        let words = self.words().filter(|word| !word.is_empty());
        words
            .map(|word| match () {
                () if word == name => MatchRank::Name,
                () if name.contains(&word) => MatchRank::PartOfName,
                () => MatchRank::NamespaceOrChart,
            })
            .min()
            .unwrap_or(MatchRank::NamespaceOrChart)
    }

    /// Returns the words of the search in lower case, as names are.
    fn words(&self) -> impl Iterator<Item = String> {
        self.search
            .split([' ', '/'])
            .map(|word| word.to_ascii_lowercase())
    }

    /// Returns whether a release is shown. Its chart is searched once its payload is read.
    pub fn matches(&self, group: Group, record: &Record, details: &Details) -> bool {
        let chart = details.chart().unwrap_or_default();
        self.group.is_none_or(|wanted| wanted == group)
            && self
                .namespace
                .as_ref()
                .is_none_or(|wanted| *wanted == record.namespace)
            && self.words().all(|word| {
                [record.release.as_str(), record.namespace.as_str(), &chart]
                    .iter()
                    .any(|text| text.to_ascii_lowercase().contains(&word))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, ObjectVersion, PayloadSummary, Status};

    #[test]
    fn every_word_has_to_match() {
        let record = Record {
            driver: Driver::Secret,
            namespace: "prometheus-system".parse().unwrap(),
            release: "kps".parse().unwrap(),
            revision: 1.try_into().unwrap(),
            status: Status::Deployed,
            created: None,
            object: String::new(),
            version: ObjectVersion::default(),
        };
        let release = serde_json::json!({
            "name": "kps",
            "namespace": "prometheus-system",
            "version": 1,
            "info": { "status": "deployed" },
            "chart": { "metadata": { "name": "kube-prometheus-stack", "version": "58.2.0" } },
        });
        let loaded = Details::Loaded {
            summary: PayloadSummary::from(&serde_json::from_value(release).unwrap()),
            app_version: None,
        };
        let matches = |search: &str, details: &Details| {
            let filter = Filter {
                search: search.to_owned(),
                ..Filter::default()
            };
            filter.matches(Group::Earlier, &record, details)
        };
        assert!(matches("", &Details::Pending));
        assert!(matches("KPS system", &Details::Pending));
        assert!(matches("prometheus-system/kps", &Details::Pending));
        assert!(!matches("kps stack", &Details::Pending));
        assert!(matches("kps stack", &loaded));
        let rank = |search: &str| {
            let filter = Filter {
                search: search.to_owned(),
                ..Filter::default()
            };
            filter.rank(&record)
        };
        assert_eq!(rank("prometheus-system/KPS"), MatchRank::NamespaceAndName);
        assert_eq!(rank("KPS"), MatchRank::Name);
        assert_eq!(rank("kp"), MatchRank::PartOfName);
        assert_eq!(
            (rank("stack"), rank("")),
            (MatchRank::NamespaceOrChart, MatchRank::NamespaceOrChart)
        );
        let other_namespace = Filter {
            namespace: Some("shop".parse().unwrap()),
            ..Filter::default()
        };
        assert!(!other_namespace.matches(Group::Earlier, &record, &loaded));
    }
}
