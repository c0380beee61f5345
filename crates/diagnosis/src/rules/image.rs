//! Images that cannot be pulled.

use astern_compare::{Change, ConfigKind};

use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::{Place, steps};
use crate::scene::Scene;
use crate::{ImageFailure, ImageTrouble, Why};

/// Returns whether a change explains that an image cannot be pulled.
pub(super) fn judge(
    trouble: &ImageTrouble,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    match place {
        Place::Container { name, path } if scene.container.is_none_or(|own| own == *name) => {
            match path.as_slice() {
                ["image"] if change.change != Change::Removed => image(trouble, change),
                ["imagePullPolicy"] => policy(trouble, change),
                _ => None,
            }
        }
        Place::Pod(path) => match path.as_slice() {
            ["imagePullSecrets", ..] => access(trouble, 30, Why::DependsOnIt),
            ["serviceAccountName" | "serviceAccount"] => access(trouble, 10, Why::DependsOnIt)
                .map(|opinion| Opinion::possible(opinion.weight, opinion.why)),
            ["nodeSelector" | "affinity", ..] if trouble.failure == ImageFailure::Platform => {
                Some(Opinion::possible(10, Why::DependsOnIt))
            }
            _ => None,
        },
        _ => elsewhere(trouble, change, scene),
    }
}

fn image(trouble: &ImageTrouble, change: &Changed<'_>) -> Option<Opinion> {
    use ImageFailure as Failure;
    let (from, to) = (change.old_text(), change.new_text());
    let (old, new) = (
        from.as_deref().map(Reference::of),
        to.as_deref().map(Reference::of),
    );
    let other_host = old.as_ref().map(|old| old.host) != new.as_ref().map(|new| new.host);
    let other_repository =
        old.as_ref().map(|old| old.repository) != new.as_ref().map(|new| new.repository);
    let certain = |weight| Some(Opinion::certain(weight, Why::NamedInMessage));
    match trouble.failure {
        Failure::NotFound | Failure::InvalidName | Failure::Platform | Failure::NeverPulled => {
            certain(20)
        }
        Failure::Denied if other_host || other_repository => certain(20),
        Failure::Unreachable | Failure::Certificate | Failure::RateLimited => {
            other_host.then(|| Opinion::certain(20, Why::NamedInMessage))
        }
        Failure::Signature => certain(20),
        Failure::NotSaid => certain(15),
        // A registry answers so for an image that it does not have, and for one that it does not give.
        Failure::Denied => Some(Opinion::possible(15, Why::NamedInMessage)),
    }
}

fn policy(trouble: &ImageTrouble, change: &Changed<'_>) -> Option<Opinion> {
    match trouble.failure {
        ImageFailure::NeverPulled => change
            .is_now("Never")
            .then(|| Opinion::certain(30, Why::DependsOnIt)),
        // Now it is pulled at each start.
        _ => change
            .is_now("Always")
            .then(|| Opinion::possible(5, Why::DependsOnIt)),
    }
}

/// What decides whether the registry lets the node have the image.
fn access(trouble: &ImageTrouble, weight: u32, why: Why) -> Option<Opinion> {
    match trouble.failure {
        ImageFailure::Denied => Some(Opinion::certain(weight, why)),
        ImageFailure::NotSaid => Some(Opinion::possible(weight, why)),
        // Some registries answer so to whom they do not know.
        ImageFailure::NotFound | ImageFailure::RateLimited => Some(Opinion::possible(5, why)),
        _ => None,
    }
}

/// A pull secret that changed, and the service account that names pull secrets.
fn elsewhere(trouble: &ImageTrouble, change: &Changed<'_>, scene: &Scene<'_>) -> Option<Opinion> {
    let id = &change.object.id;
    let spec = scene.pod_spec();
    let names = |list: &str, name: &str| {
        let items = spec.and_then(|spec| spec.get(list)?.as_array());
        let mut items = items.into_iter().flatten();
        items.any(|item| item.get("name").and_then(|name| name.as_str()) == Some(name))
    };
    if ConfigKind::of(id) == Some(ConfigKind::Secret) {
        let holds_login = steps(&change.path)
            .iter()
            .any(|step| matches!(*step, ".dockerconfigjson" | ".dockercfg"));
        let is_removed = change.path.segments().is_empty() && change.change == Change::Removed;
        let is_named = names("imagePullSecrets", &id.name);
        return (holds_login || (is_removed && is_named))
            .then(|| access(trouble, 25, Why::DependsOnIt))?;
    }
    let is_account = id.kind == "ServiceAccount" && id.group.is_empty();
    let is_list = steps(&change.path).first() == Some(&"imagePullSecrets");
    (is_account && is_list).then(|| access(trouble, 25, Why::DependsOnIt))?
}

/// The parts of an image's name.
struct Reference<'a> {
    host: &'a str,
    repository: &'a str,
}

impl<'a> Reference<'a> {
    /// Splits an image's name, as `github.com/distribution/reference` does: the first part is a host when it has a dot or a
    /// port, or is `localhost`.
    fn of(image: &'a str) -> Self {
        let name = image.split('@').next().unwrap_or(image);
        let start = name.rfind('/').map_or(0, |slash| slash + 1);
        let end = name
            .get(start..)
            .and_then(|last| last.find(':'))
            .map_or(name.len(), |colon| start + colon);
        let repository = name.get(..end).unwrap_or(name);
        let host = match repository.split_once('/') {
            Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
            _ => "docker.io",
        };
        Self { host, repository }
    }
}
