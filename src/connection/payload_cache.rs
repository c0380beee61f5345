//! A cache of payloads, keyed by the object that holds a record and by its UID and resource version.

use std::collections::{HashMap, VecDeque};

use astern_ledger::{Driver, Namespace, ObjectVersion, Record};

/// The Secret or ConfigMap that holds a record, by name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RecordObject {
    driver: Driver,
    namespace: Namespace,
    name: String,
}

impl RecordObject {
    /// Returns the object that holds a record.
    pub fn of(record: &Record) -> Self {
        Self {
            driver: record.driver,
            namespace: record.namespace.clone(),
            name: record.object.clone(),
        }
    }
}

/// The most bytes of releases that are kept. One has up to 60 MiB; one of a large chart has 5. The history of ten revisions of
/// 12 MiB each holds four at a time, and fetches the others again where it compares them.
const LIMIT: usize = 48 << 20;

/// Payloads by the object that they were read from and the state that it was in. Beyond [`LIMIT`] the oldest are forgotten.
///
/// A name is not enough of a key: after `helm uninstall` and `helm install` the same name is another object. The status
/// is not either: a record can be written again with the same status.
#[derive(Debug)]
pub struct PayloadCache<T> {
    payloads: HashMap<RecordObject, Cached<T>>,
    /// The objects, the oldest payload first.
    order: VecDeque<RecordObject>,
    /// The bytes of all payloads.
    size: usize,
}

#[derive(Debug)]
struct Cached<T> {
    version: ObjectVersion,
    payload: T,
    size: usize,
}

impl<T> Default for PayloadCache<T> {
    fn default() -> Self {
        Self {
            payloads: HashMap::new(),
            order: VecDeque::new(),
            size: 0,
        }
    }
}

impl<T> PayloadCache<T> {
    /// Returns the payload of an object in exactly the state that a record was listed in.
    pub fn get(&self, object: &RecordObject, version: &ObjectVersion) -> Option<&T> {
        let cached = self.payloads.get(object)?;
        (cached.version == *version).then_some(&cached.payload)
    }

    /// Returns whether a payload of the object is cached, in whatever state.
    pub fn contains(&self, object: &RecordObject) -> bool {
        self.payloads.contains_key(object)
    }

    /// Stores a payload of `size` bytes under the state that its own object carried, in place of that of any other state.
    pub fn insert(
        &mut self,
        object: RecordObject,
        version: ObjectVersion,
        payload: T,
        size: usize,
    ) {
        self.remove(&object);
        while self.size.saturating_add(size) > LIMIT
            && let Some(oldest) = self.order.front().cloned()
        {
            self.remove(&oldest);
        }
        self.size += size;
        self.order.push_back(object.clone());
        let cached = Cached {
            version,
            payload,
            size,
        };
        self.payloads.insert(object, cached);
    }

    fn remove(&mut self, object: &RecordObject) {
        if let Some(removed) = self.payloads.remove(object) {
            self.size -= removed.size;
            self.order.retain(|other| other != object);
        }
    }
}

#[cfg(test)]
mod tests {
    use astern_ledger::{Status, Timestamp};

    use super::*;

    /// Revision 1 of a release as a list reports it.
    fn listed(uid: &str, resource_version: &str, status: Status) -> Record {
        let expected = Record::expected(
            "shop".parse().unwrap(),
            "storefront".parse().unwrap(),
            1.try_into().unwrap(),
        );
        Record {
            status,
            created: Some(Timestamp::from_second(1_000)),
            version: version(uid, resource_version),
            ..expected
        }
    }

    fn version(uid: &str, resource_version: &str) -> ObjectVersion {
        ObjectVersion {
            uid: uid.to_owned(),
            resource_version: resource_version.to_owned(),
        }
    }

    fn get(cache: &PayloadCache<&'static str>, record: &Record) -> Option<&'static str> {
        let object = RecordObject::of(record);
        cache.get(&object, &record.version).copied()
    }

    fn insert(cache: &mut PayloadCache<&'static str>, record: &Record, payload: &'static str) {
        cache.insert(RecordObject::of(record), record.version.clone(), payload, 1);
    }

    #[test]
    fn a_release_that_was_reinstalled_under_its_name_does_not_show_the_old_payload() {
        let mut cache = PayloadCache::default();
        let first = listed("uid-1", "10", Status::Deployed);
        insert(&mut cache, &first, "first install");
        let second = listed("uid-2", "30", Status::Deployed);
        assert_eq!(RecordObject::of(&first), RecordObject::of(&second));
        assert_eq!(get(&cache, &second), None);
        insert(&mut cache, &second, "second install");
        assert_eq!(get(&cache, &second), Some("second install"));
        assert_eq!(get(&cache, &first), None);
    }

    #[test]
    fn a_record_whose_status_alone_was_written_is_read_again() {
        let mut cache = PayloadCache::default();
        let pending: Status = "pending-upgrade".to_owned().into();
        insert(&mut cache, &listed("uid-1", "10", pending), "pending");
        let deployed = listed("uid-1", "11", Status::Deployed);
        assert_eq!(get(&cache, &deployed), None);
        // The same status, written once more.
        insert(&mut cache, &deployed, "deployed");
        assert_eq!(get(&cache, &listed("uid-1", "12", Status::Deployed)), None);
        assert_eq!(get(&cache, &deployed), Some("deployed"));
    }

    #[test]
    fn the_oldest_payloads_are_forgotten_beyond_the_limit() {
        let mut cache = PayloadCache::default();
        let objects = [1, 2, 3].map(|revision: u32| {
            let expected = Record::expected(
                "shop".parse().unwrap(),
                "storefront".parse().unwrap(),
                revision.try_into().unwrap(),
            );
            RecordObject::of(&expected)
        });
        for object in &objects {
            cache.insert(object.clone(), version("uid", "1"), "payload", LIMIT / 2);
        }
        assert_eq!(
            objects.clone().map(|object| cache.contains(&object)),
            [false, true, true]
        );
        // A payload that replaces another of the same object needs its space only.
        cache.insert(
            objects[1].clone(),
            version("uid", "2"),
            "payload",
            LIMIT / 2,
        );
        assert!(cache.contains(&objects[2]));
        // The newest is kept whatever its size.
        cache.insert(
            objects[0].clone(),
            version("uid", "1"),
            "payload",
            LIMIT + 1,
        );
        assert_eq!(
            objects.map(|object| cache.contains(&object)),
            [true, false, false]
        );
    }

    #[test]
    fn a_prefetched_payload_counts_only_for_the_state_that_is_listed_later() {
        // Before the list, neither status nor version of the record is known.
        let expected = listed("", "", Status::Unknown);
        let object = RecordObject::of(&expected);
        let mut cache = PayloadCache::default();
        cache.insert(object.clone(), version("uid-1", "10"), "prefetched", 1);
        assert!(cache.contains(&object));
        assert_eq!(
            get(&cache, &listed("uid-1", "10", Status::Deployed)),
            Some("prefetched")
        );
        for other in [("uid-1", "11"), ("uid-2", "10")] {
            let record = listed(other.0, other.1, Status::Deployed);
            assert_eq!(get(&cache, &record), None);
        }
    }
}
