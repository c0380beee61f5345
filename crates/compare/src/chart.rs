//! Which chart each side was rendered from.

use astern_ledger::{Chart, Release};
use serde::Serialize;

use crate::Sides;

/// The chart of both sides. A release without chart metadata has no versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartChange {
    /// The chart's name, on the side to arrive at.
    pub name: Option<String>,
    /// The chart's name on the side to start from, when it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_name: Option<String>,
    /// The chart's versions.
    #[serde(flatten)]
    pub version: Sides<Option<String>>,
    /// The versions of what the chart installs.
    pub app_version: Sides<Option<String>>,
}

impl ChartChange {
    pub(crate) fn between(from: &Release, to: &Release) -> Self {
        let [old_name, name] =
            [from, to].map(|release| field(&release.chart, |chart| Some(&chart.name)));
        Self {
            previous_name: old_name.filter(|old| Some(old) != name.as_ref()),
            name,
            version: sides(from, to, |chart| Some(&chart.version)),
            app_version: sides(from, to, |chart| chart.app_version.as_ref()),
        }
    }

    /// Whether the chart's name or version differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.previous_name.is_some() || !self.version.are_equal()
    }
}

fn sides(
    from: &Release,
    to: &Release,
    get: impl Fn(&astern_ledger::ChartMetadata) -> Option<&String>,
) -> Sides<Option<String>> {
    Sides {
        from: field(&from.chart, &get),
        to: field(&to.chart, &get),
    }
}

fn field(
    chart: &Chart,
    get: impl Fn(&astern_ledger::ChartMetadata) -> Option<&String>,
) -> Option<String> {
    chart
        .metadata
        .as_ref()
        .and_then(get)
        .filter(|text| !text.is_empty())
        .cloned()
}
