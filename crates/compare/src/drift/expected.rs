//! What ought to be in the cluster, read from manifests, and what the cluster answered.

use std::fmt;

use astern_ledger::{ApplyMethod, Namespace, Release, ReleaseName, Revision};
use astern_manifest::Object;
use serde_json::Value;

use super::DriftComparison;
use super::hooks::{ExpectedHook, ReadHook, expected_hooks};
use crate::{
    Side, Sides, Step, Unreadable,
    objects::{ObjectPair, pair_objects},
    release::{Document, Source, release_documents},
};
use astern_masking::Masking;

/// A manifest being read, one document a step.
///
/// ```
/// # fn show(revision: &astern_ledger::Release, answers: Vec<astern_compare::LiveResponse>, masking: &astern_masking::Masking) {
/// use astern_compare::{ExpectedStateBuilder, Side, Step};
///
/// let mut builder = ExpectedStateBuilder::new(revision, None);
/// while builder.step() == Step::More {}
/// let expected = builder.finish();
/// // ask the cluster for each of `expected.objects()`, then:
/// let drift = expected.compare(answers, Side::To, masking).finish();
/// # }
/// ```
pub struct ExpectedStateBuilder<'a> {
    release: &'a Release,
    deployed: Option<&'a Release>,
    documents: Box<dyn Iterator<Item = Document<'a>> + 'a>,
    objects: Sides<Vec<Object>>,
    hooks: Sides<Vec<ReadHook<'a>>>,
    unreadable: Vec<Unreadable>,
}

impl<'a> ExpectedStateBuilder<'a> {
    /// Makes ready to read. `deployed` is the revision that helm put into the cluster last, where it is another one:
    /// without it, what that one added cannot be told from the defaults of the API server.
    #[must_use]
    pub fn new(release: &'a Release, deployed: Option<&'a Release>) -> Self {
        let other = deployed.map(|deployed| release_documents(Side::From, deployed));
        let own = release_documents(Side::To, release);
        Self {
            release,
            deployed,
            documents: Box::new(other.into_iter().flatten().chain(own)),
            objects: Sides::default(),
            hooks: Sides::default(),
            unreadable: Vec::new(),
        }
    }

    /// Reads one document.
    pub fn step(&mut self) -> Step {
        let Some(Document { side, source, read }) = self.documents.next() else {
            return Step::Done;
        };
        match (read, source) {
            (Ok(object), Source::Manifest) => self.objects.get_mut(side).push(object),
            (Ok(object), Source::Hook(hook)) => {
                self.hooks.get_mut(side).push(ReadHook::new(hook, object));
            }
            // What the other revision cannot say is no part of this one.
            (Err(invalid), source) if side == Side::To => {
                let unreadable = Unreadable::new(Side::To, source.part(), invalid);
                self.unreadable.push(unreadable);
            }
            (Err(_), _) => {}
        }
        Step::More
    }

    /// Reads what is left.
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
            unreadable: self.unreadable,
        }
    }
}

/// What ought to be in the cluster.
#[derive(Debug)]
pub struct ExpectedState {
    pub(super) release: ReleaseName,
    pub(super) namespace: Namespace,
    pub(super) revision: Revision,
    pub(super) apply_method: Option<ApplyMethod>,
    pub(super) deployed: Option<Revision>,
    /// Each object as the deployed revision has it (`from`) and as the one to compare with has it (`to`).
    pub(super) pairs: Vec<ObjectPair>,
    pub(super) hooks: Vec<ExpectedHook>,
    pub(super) unreadable: Vec<Unreadable>,
}

impl ExpectedState {
    /// The namespace of the objects that state none.
    #[must_use]
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// The objects to ask for, those of hooks last, in the order in which the answers are to come.
    #[must_use]
    pub fn objects(&self) -> Vec<&Object> {
        let pairs = self.pairs.iter();
        let objects = pairs.filter_map(|pair| pair.to.as_deref().or(pair.from.as_deref()));
        let hooks = self.hooks.iter().map(|hook| hook.object.as_ref());
        objects.chain(hooks).collect()
    }

    /// Makes ready to compare with what the cluster answered, one answer for each of [`Self::objects`]. `live_side` says
    /// which side the cluster is: [`Side::To`] for `9..live`.
    #[must_use]
    pub fn compare(
        self,
        answers: Vec<LiveResponse>,
        live_side: Side,
        masking: &Masking,
    ) -> DriftComparison<'_> {
        DriftComparison::new(self, answers, live_side, masking)
    }
}

/// What the cluster answered about one object.
pub enum LiveResponse {
    /// It is there.
    Found(Value),
    /// It is not.
    NotFound,
    /// It could not be read; the reason as a sentence part.
    Unavailable(String),
}

/// Without the object, which may be a Secret.
impl fmt::Debug for LiveResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(_) => f.write_str("Found(…)"),
            Self::NotFound => f.write_str("NotFound"),
            Self::Unavailable(reason) => write!(f, "Unavailable({reason:?})"),
        }
    }
}
