//! Collects the secrets of a release, which are masked wherever they stand.

use astern_ledger::Release;
use astern_manifest::{InvalidDocument, Object};
use astern_masking::{Masked, Masking, SecretCollector};

use super::documents::Source;

/// The descriptions that Helm writes for a success.
const HELM_DESCRIPTIONS: [&str; 3] = [
    "Install complete",
    "Upgrade complete",
    "Uninstallation complete",
];

/// Returns the description of a release, masked: the values that it quotes are left out, and the secrets of the release are
/// masked. The manifest is searched as a text, because parsing it takes long.
#[must_use]
pub fn masked_description(release: &Release, masking: &Masking) -> Option<Masked<String>> {
    let description = release.info.description.as_deref()?;
    // Helm's own descriptions of a success have no place for a secret.
    if HELM_DESCRIPTIONS.contains(&description) {
        return Some(masking.mask_error_output(description).into_owned());
    }
    let mut secrets = SecretCollector::default();
    add_release(&mut secrets, release);
    let hooks = release.hooks.iter().map(|hook| &hook.manifest);
    for manifest in hooks.chain([&release.manifest]) {
        secrets.add_unreadable(manifest);
    }
    let masking = masking.knowing(secrets.known());
    Some(masking.mask_error_output(description).into_owned())
}

/// Adds what a release has beside its documents: the values, the defaults, the notes, and the names that are shown anyway.
pub(crate) fn add_release(secrets: &mut SecretCollector, release: &Release) {
    let chart = release.chart.metadata.as_ref();
    let identities = [release.name.as_str(), release.namespace.as_str()];
    let chart = chart.map(|chart| [chart.name.as_str(), chart.version.as_str()]);
    for identity in identities.into_iter().chain(chart.into_iter().flatten()) {
        secrets.add_identity(identity);
    }
    for values in [&release.config, &release.chart.values]
        .into_iter()
        .flatten()
    {
        secrets.add_values(values);
    }
    for text in [&release.info.notes, &release.info.description]
        .into_iter()
        .flatten()
    {
        secrets.add_text(text);
    }
}

/// Adds a document of a release. Of one that could not be read, the lines are searched.
pub(crate) fn add_document(
    secrets: &mut SecretCollector,
    release: &Release,
    source: Source<'_>,
    read: &Result<Object, InvalidDocument>,
) {
    match read {
        Ok(object) => secrets.add_object(object),
        Err(invalid) => {
            let text = match source {
                Source::Manifest => &release.manifest,
                Source::Hook(hook) => &hook.manifest,
            };
            let before = invalid.lines.start.saturating_sub(1);
            let lines: String = text
                .split_inclusive('\n')
                .skip(before)
                .take(invalid.lines.len())
                .collect();
            secrets.add_unreadable(&lines);
        }
    }
}
