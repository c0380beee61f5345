//! The expected state of the cluster, parsed from the manifests of a revision.

use astern_ledger::{ApplyMethod, Namespace, Release, ReleaseName, Revision};
use astern_manifest::{InvalidDocument, Object};
use astern_masking::SecretCollector;

use super::hooks::{ExpectedHook, ReadHook, expected_hooks};
use crate::{
    ReleasePart, Side, Sides, Step,
    objects::{ObjectPair, pair_objects},
    release::{Document, Source, add_document, add_release, release_documents},
};

/// Parses the manifest and the hooks of a revision, one document per step.
///
/// ```
/// # fn show(revision: &astern_ledger::Release, responses: Vec<astern_compare::LiveResponse>, masking: &astern_masking::Masking) {
/// use astern_compare::{ExpectedStateBuilder, Side, Step};
///
/// let mut builder = ExpectedStateBuilder::new(revision, None);
/// while builder.step() == Step::More {}
/// let expected = builder.finish();
/// // request each of `expected.objects()` from the cluster, then:
/// let drift = expected.compare(responses, Side::To, masking).finish();
/// # }
/// ```
pub struct ExpectedStateBuilder<'a> {
    release: &'a Release,
    deployed: Option<&'a Release>,
    documents: Box<dyn Iterator<Item = Document<'a>> + 'a>,
    objects: Sides<Vec<Object>>,
    hooks: Sides<Vec<ReadHook<'a>>>,
    invalid: Vec<(ReleasePart, InvalidDocument)>,
    secrets: SecretCollector,
}

impl<'a> ExpectedStateBuilder<'a> {
    /// Creates a builder. `deployed` is the revision that Helm deployed last, when it is another one: without it, the
    /// fields that it added cannot be distinguished from the defaults of the API server.
    #[must_use]
    pub fn new(release: &'a Release, deployed: Option<&'a Release>) -> Self {
        let other = deployed.map(|deployed| release_documents(Side::From, deployed));
        let own = release_documents(Side::To, release);
        let mut secrets = SecretCollector::default();
        for release in deployed.into_iter().chain([release]) {
            add_release(&mut secrets, release);
        }
        Self {
            release,
            deployed,
            documents: Box::new(other.into_iter().flatten().chain(own)),
            objects: Sides::default(),
            hooks: Sides::default(),
            invalid: Vec::new(),
            secrets,
        }
    }

    /// Parses one document.
    pub fn step(&mut self) -> Step {
        let Some(Document { side, source, read }) = self.documents.next() else {
            return Step::Done;
        };
        let release = match side {
            Side::From => self.deployed.unwrap_or(self.release),
            Side::To => self.release,
        };
        add_document(&mut self.secrets, release, source, &read);
        match (read, source) {
            (Ok(object), Source::Manifest) => self.objects.get_mut(side).push(object),
            (Ok(object), Source::Hook(hook)) => {
                self.hooks.get_mut(side).push(ReadHook::new(hook, object));
            }
            // Documents of the deployed revision that cannot be parsed are not part of this revision.
            (Err(invalid), source) if side == Side::To => {
                self.invalid.push((source.part(), invalid));
            }
            (Err(_), _) => {}
        }
        Step::More
    }

    /// Parses the remaining documents and returns the expected state.
    #[must_use]
    pub fn finish(mut self) -> ExpectedState {
        while self.step() == Step::More {}
        let namespace = self.release.namespace.as_str();
        let namespaces = Sides {
            from: namespace,
            to: namespace,
        };
        let deployed = self.deployed.map(|deployed| (deployed, self.hooks.from));
        ExpectedState {
            release: self.release.name.clone(),
            namespace: self.release.namespace.clone(),
            revision: self.release.revision,
            apply_method: self.release.apply_method.clone(),
            deployed: self.deployed.map(|deployed| deployed.revision),
            pairs: pair_objects(self.objects, &namespaces).collect(),
            hooks: expected_hooks((self.release, self.hooks.to), deployed),
            invalid: self.invalid,
            secrets: self.secrets,
        }
    }
}

/// The expected state of the cluster.
#[derive(Debug)]
pub struct ExpectedState {
    pub(super) release: ReleaseName,
    pub(super) namespace: Namespace,
    pub(super) revision: Revision,
    pub(super) apply_method: Option<ApplyMethod>,
    pub(super) deployed: Option<Revision>,
    /// Each object in the deployed revision (`from`) and in the revision to compare with (`to`).
    pub(super) pairs: Vec<ObjectPair>,
    pub(super) hooks: Vec<ExpectedHook>,
    pub(super) invalid: Vec<(ReleasePart, InvalidDocument)>,
    /// The secrets of the revision and of the one that Helm deployed last.
    pub(super) secrets: SecretCollector,
}

impl ExpectedState {
    /// Returns the namespace of objects without `metadata.namespace`.
    #[must_use]
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// Returns the objects to request from the cluster, those of hooks last. [`Self::compare`] takes the responses in this
    /// order.
    #[must_use]
    pub fn objects(&self) -> Vec<&Object> {
        let pairs = self.pairs.iter();
        let objects = pairs.filter_map(|pair| pair.to.as_deref().or(pair.from.as_deref()));
        let hooks = self.hooks.iter().map(|hook| hook.object.as_ref());
        objects.chain(hooks).collect()
    }
}
