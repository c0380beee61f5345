//! Releases of any size, made up for tests and measurements: the same every time.

mod objects;

use astern_ledger::Release;
use serde_json::json;

/// How much a release holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Objects in each revision.
    pub objects: usize,
}

impl Size {
    /// 2,000 objects of 50 lines each on average: 100,000 lines.
    pub const LARGE: Self = Self { objects: 2_000 };
}

/// Two revisions of the release `shop` in the namespace `shop`: 1 and 2. In the second every object has another chart
/// version in its labels, one in twenty another image or setting, and one in a hundred is another object.
#[must_use]
pub fn pair(size: Size) -> [Release; 2] {
    [1, 2].map(|revision| release(size, revision))
}

/// One revision of [`pair`].
///
/// # Panics
/// Never: what it makes is a release.
#[must_use]
pub fn release(size: Size, revision: u32) -> Release {
    let manifest: String = (0..size.objects)
        .map(|number| objects::document(number, revision))
        .collect();
    let version = format!("{revision}.0.0");
    let time = format!("2026-01-0{}T03:00:00Z", revision.clamp(1, 9));
    let release = json!({
        "name": "shop",
        "namespace": "shop",
        "version": revision,
        "info": {
            "first_deployed": "2026-01-01T03:00:00Z",
            "last_deployed": time,
            "status": if revision == 1 { "superseded" } else { "deployed" },
            "description": "Upgrade complete",
            "notes": format!("Open http://shop-{revision}.example."),
        },
        "chart": {
            "metadata": {"name": "shop", "version": version, "appVersion": version, "apiVersion": "v2"},
            "values": {"replicas": 2, "image": {"tag": version}},
        },
        "config": {"replicas": revision + 1},
        "manifest": manifest,
        "hooks": [],
    });
    #[expect(clippy::expect_used, reason = "it is written a few lines above")]
    serde_json::from_value(release).expect("a release")
}
