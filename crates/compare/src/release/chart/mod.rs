//! Compares the charts' metadata.

mod change_log;
mod dependencies;
mod link;
mod mask;
mod rendered;

use astern_ledger::{ChartMetadata, Release};
use astern_masking::Masking;
use serde::Serialize;

pub use change_log::{ChangeLog, ChangeNote};
pub use dependencies::DependencyChange;
pub(crate) use dependencies::names as subchart_names;
pub use link::Link;
pub(super) use rendered::{RenderedSubcharts, rendered_subcharts};

use crate::Sides;
use mask::mask;

/// The chart metadata of both sides. A release without chart metadata has no versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChartChange {
    /// The chart's name, on the `to` side.
    pub name: Option<String>,
    /// The chart's name on the `from` side, when it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_name: Option<String>,
    /// The chart's versions.
    #[serde(flatten)]
    pub version: Sides<Option<String>>,
    /// The versions of the application.
    pub app_version: Sides<Option<String>>,
    /// The range of Kubernetes versions that the chart supports.
    pub kube_version: Sides<Option<String>>,
    /// `application` or `library`; without a type, a chart is an application.
    #[serde(rename = "type")]
    pub kind: Sides<Option<String>>,
    /// Whether the chart is deprecated.
    pub deprecated: Sides<bool>,
    /// The subcharts that were added, removed or changed to another version.
    pub dependencies: Vec<DependencyChange>,
    /// The number of subcharts that are the same on both sides.
    pub unchanged_dependencies: usize,
    /// The chart's own change log, where the versions differ and the newer one has one.
    pub changes: Option<ChangeLog>,
    /// The project's home page, on the `to` side.
    pub home: Option<Link>,
    /// The addresses of the chart's sources, on the `to` side.
    pub sources: Vec<Link>,
}

impl ChartChange {
    /// Compares two charts, given the subcharts of which each rendered objects. Secrets in their metadata are masked.
    pub(crate) fn between(
        (from, to): (&Release, &Release),
        rendered: &Sides<RenderedSubcharts<'_>>,
        masking: &Masking,
    ) -> Self {
        let releases = Sides { from, to };
        let charts = releases.map(|release| release.chart.metadata.as_ref());
        let text = |get: fn(&ChartMetadata) -> Option<&String>| {
            charts.map(|chart| chart.and_then(get).filter(|text| !text.is_empty()).cloned())
        };
        let Sides {
            from: old_name,
            to: name,
        } = text(|chart| Some(&chart.name));
        let previous_name = old_name.filter(|old| Some(old) != name.as_ref());
        let version = text(|chart| Some(&chart.version));
        let differs = previous_name.is_some() || !version.are_equal();
        let dependencies = dependencies::compare(&releases, rendered);
        let mut change = Self {
            changes: match differs {
                true => change_log::newer_change_log(&charts),
                false => None,
            },
            name,
            previous_name,
            version,
            app_version: text(|chart| chart.app_version.as_ref()),
            kube_version: text(|chart| chart.kube_version.as_ref()),
            kind: text(|chart| chart.chart_type.as_ref()),
            deprecated: charts.map(|chart| chart.and_then(|chart| chart.deprecated) == Some(true)),
            dependencies: dependencies.changes,
            unchanged_dependencies: dependencies.unchanged,
            home: charts
                .to
                .and_then(|chart| chart.home.as_deref())
                .and_then(Link::new),
            sources: charts
                .to
                .and_then(|chart| chart.sources.as_deref())
                .unwrap_or_default()
                .iter()
                .filter_map(|source| Link::new(source))
                .collect(),
        };
        change.mask(masking);
        change
    }

    fn mask(&mut self, masking: &Masking) {
        let versions = self.dependencies.iter_mut().flat_map(|dependency| {
            let name = std::iter::once(&mut dependency.name);
            name.chain(&mut dependency.version.from)
                .chain(&mut dependency.version.to)
        });
        let sides = [
            &mut self.version,
            &mut self.app_version,
            &mut self.kube_version,
            &mut self.kind,
        ];
        let sides = sides
            .into_iter()
            .flat_map(|sides| [&mut sides.from, &mut sides.to])
            .flatten();
        let names = [&mut self.name, &mut self.previous_name]
            .into_iter()
            .flatten();
        for text in versions.chain(sides).chain(names) {
            mask(text, masking);
        }
        self.home.iter_mut().for_each(|link| link.mask(masking));
        self.sources.iter_mut().for_each(|link| link.mask(masking));
        if let Some(changes) = &mut self.changes {
            changes.mask(masking);
        }
    }

    /// Whether the chart's name or version differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.previous_name.is_some() || !self.version.are_equal()
    }
}
