//! The expected state of the cluster, parsed from the manifests of a revision.

use astern_ledger::{ApplyMethod, Namespace, RecordPart, Release, ReleaseName, Revision};
use astern_manifest::{InvalidDocument, Object};
use astern_masking::SecretCollector;

use super::deployed::Deployed;
use super::hooks::{ExpectedHook, ReadHook, expected_hooks};
use crate::{
    DocumentPlace, Side, Sides, Step, Unread, UnreadPiece, UnreadReason,
    objects::{ObjectPair, pair_objects},
    release::{Document, Source, add_document, add_release, release_documents},
};

/// A document that could not be parsed, its revision, and the piece that it is. Why is masked once all secrets are known.
pub(super) type InvalidPiece = (Revision, fn(DocumentPlace) -> UnreadPiece, InvalidDocument);

/// Parses the manifest and the hooks of a revision, one document per step.
///
/// ```
/// # fn show(revision: &astern_ledger::Release, responses: Vec<astern_compare::LiveResponse>, masking: &astern_masking::Masking) {
/// use astern_compare::{Deployed, ExpectedStateBuilder, Side, Step};
///
/// let mut builder = ExpectedStateBuilder::new(revision, Deployed::Same);
/// while builder.step() == Step::More {}
/// let expected = builder.finish();
/// // request each of `expected.objects()` from the cluster, then:
/// let drift = expected.compare(responses, Side::To, masking).finish();
/// # }
/// ```
pub struct ExpectedStateBuilder<'a> {
    release: &'a Release,
    deployed: Deployed<'a>,
    documents: Box<dyn Iterator<Item = Document<'a>> + 'a>,
    objects: Sides<Vec<Object>>,
    hooks: Sides<Vec<ReadHook<'a>>>,
    invalid: Vec<InvalidPiece>,
    unread: Vec<Unread>,
    secrets: SecretCollector,
}

impl<'a> ExpectedStateBuilder<'a> {
    /// Creates a builder.
    #[must_use]
    pub fn new(release: &'a Release, deployed: Deployed<'a>) -> Self {
        let other = deployed.release();
        let other = other.map(|deployed| release_documents(Side::From, deployed));
        let mut unread = match &deployed {
            Deployed::Unread { revision, reason } => vec![Unread {
                revision: Some(*revision),
                side: Side::From,
                piece: UnreadPiece::Record { object: None },
                reason: reason.clone(),
            }],
            Deployed::Same | Deployed::Other(_) => Vec::new(),
        };
        let other_sides = deployed.release().map(|deployed| (Side::From, deployed));
        let sides = other_sides.into_iter().chain([(Side::To, release)]);
        let lacks_hooks = sides.filter(|(_, side)| side.left_out.contains(&RecordPart::Hooks));
        unread.extend(
            lacks_hooks.map(|(side, of)| Unread::part(of.revision, side, RecordPart::Hooks)),
        );
        let own = release_documents(Side::To, release);
        let mut secrets = SecretCollector::default();
        for release in deployed.release().into_iter().chain([release]) {
            add_release(&mut secrets, release);
        }
        Self {
            release,
            deployed,
            documents: Box::new(other.into_iter().flatten().chain(own)),
            objects: Sides::default(),
            hooks: Sides::default(),
            invalid: Vec::new(),
            unread,
            secrets,
        }
    }

    /// Adds a record of the release that names no revision. Which revision Helm deployed last is not known then.
    pub fn add_unread_record(&mut self, object: String, reason: UnreadReason) {
        self.unread.push(Unread {
            revision: None,
            side: Side::From,
            piece: UnreadPiece::Record {
                object: Some(object),
            },
            reason,
        });
    }

    /// Parses one document.
    pub fn step(&mut self) -> Step {
        let Some(Document {
            side,
            source,
            unread_piece,
            read,
        }) = self.documents.next()
        else {
            return Step::Done;
        };
        let release = match side {
            Side::From => self.deployed.release().unwrap_or(self.release),
            Side::To => self.release,
        };
        add_document(&mut self.secrets, release, source, &read);
        match (read, source) {
            (Ok(object), Source::Manifest) => self.objects.get_mut(side).push(object),
            (Ok(object), Source::Hook(hook)) => {
                self.hooks.get_mut(side).push(ReadHook::new(hook, object));
            }
            // An object of the deployed revision that is not known cannot be found in the cluster.
            (Err(invalid), _) => {
                let own = self.release.revision;
                let revision = match side {
                    Side::From => self.deployed.revision().unwrap_or(own),
                    Side::To => own,
                };
                self.invalid.push((revision, unread_piece, invalid));
            }
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
        let other = self.deployed.release();
        let deployed = other.map(|deployed| (deployed, self.hooks.from));
        ExpectedState {
            release: self.release.name.clone(),
            namespace: self.release.namespace.clone(),
            revision: self.release.revision,
            apply_method: self.release.apply_method.clone(),
            deployed: self.deployed.revision(),
            pairs: pair_objects(self.objects, &namespaces).collect(),
            hooks: expected_hooks((self.release, self.hooks.to), deployed),
            invalid: self.invalid,
            unread: self.unread,
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
    pub(super) invalid: Vec<InvalidPiece>,
    /// The records that were not read.
    pub(super) unread: Vec<Unread>,
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
