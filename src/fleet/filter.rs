//! Which of the releases are shown.

use astern_ledger::{Namespace, Record};
use leptos::prelude::*;

use super::release_list::Group;
use crate::connection::Details;

/// The filter, kept while the app is open: Back leads to the list as it was.
#[derive(Clone, Copy)]
pub struct FleetFilter(pub RwSignal<Filter>);

/// What a person narrowed the list down to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Words, between spaces or slashes, that all have to be found in name, namespace or chart.
    pub search: String,
    /// Only this namespace.
    pub namespace: Option<Namespace>,
    /// Only those under this heading.
    pub group: Option<Group>,
}

/// Where a release holds what is searched for, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hit {
    /// Its namespace and name are just that.
    Whole,
    /// It is called so.
    Name,
    /// Its name has it.
    WithinName,
    /// Its namespace or chart does.
    Elsewhere,
}

impl Filter {
    /// How well a release that is shown fits what is searched for.
    pub fn hit(&self, record: &Record) -> Hit {
        let name = record.release.as_str();
        if self.search.to_ascii_lowercase() == format!("{}/{name}", record.namespace) {
            return Hit::Whole;
        }
        let words = self.words().filter(|word| !word.is_empty());
        words
            .map(|word| match () {
                () if word == name => Hit::Name,
                () if name.contains(&word) => Hit::WithinName,
                () => Hit::Elsewhere,
            })
            .min()
            .unwrap_or(Hit::Elsewhere)
    }

    /// The words that are searched for, in lower case as names are.
    fn words(&self) -> impl Iterator<Item = String> {
        self.search
            .split([' ', '/'])
            .map(|word| word.to_ascii_lowercase())
    }

    /// Whether a release is shown. Its chart counts as soon as it is known.
    pub fn admits(&self, group: Group, record: &Record, details: &Details) -> bool {
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
    fn every_word_has_to_be_found_somewhere() {
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
        let known = Details::Loaded {
            told: PayloadSummary::from(&serde_json::from_value(release).unwrap()),
            app_version: None,
        };
        let admits = |search: &str, details: &Details| {
            let filter = Filter {
                search: search.to_owned(),
                ..Filter::default()
            };
            filter.admits(Group::Earlier, &record, details)
        };
        assert!(admits("", &Details::Pending));
        assert!(admits("KPS system", &Details::Pending));
        assert!(admits("prometheus-system/kps", &Details::Pending));
        assert!(!admits("kps stack", &Details::Pending));
        assert!(admits("kps stack", &known));
        let hit = |search: &str| {
            let filter = Filter {
                search: search.to_owned(),
                ..Filter::default()
            };
            filter.hit(&record)
        };
        assert_eq!(hit("prometheus-system/KPS"), Hit::Whole);
        assert_eq!(hit("KPS"), Hit::Name);
        assert_eq!(hit("kp"), Hit::WithinName);
        assert_eq!((hit("stack"), hit("")), (Hit::Elsewhere, Hit::Elsewhere));
        let elsewhere = Filter {
            namespace: Some("shop".parse().unwrap()),
            ..Filter::default()
        };
        assert!(!elsewhere.admits(Group::Earlier, &record, &known));
    }
}
