//! Reads the documents of a release: those of its manifest, then those of its hooks.

use astern_ledger::{Hook, Release};
use astern_manifest::{Budget, InvalidDocument, Object, documents};

use crate::{DocumentPlace, Side, UnreadPiece};

/// One document of one of the releases.
pub(crate) struct Document<'a> {
    pub(crate) side: Side,
    pub(crate) source: Source<'a>,
    pub(crate) read: Result<Object, InvalidDocument>,
}

/// Where a document comes from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Manifest,
    Hook(&'a Hook),
}

impl Source<'_> {
    /// Returns how a document of this source is called when it could not be read.
    pub(crate) fn unread_piece(self) -> fn(DocumentPlace) -> UnreadPiece {
        match self {
            Self::Manifest => UnreadPiece::Manifest,
            Self::Hook(_) => UnreadPiece::Hook,
        }
    }
}

/// Returns the documents of the release on one side. Its manifest and its hooks share one budget.
pub(crate) fn release_documents(
    side: Side,
    release: &Release,
) -> impl Iterator<Item = Document<'_>> {
    let budget = Budget::for_release();
    let document = move |source| move |read| Document { side, source, read };
    let manifest = documents(&release.manifest, &budget).map(document(Source::Manifest));
    let hooks = release
        .hooks
        .iter()
        .flat_map(move |hook| hook_documents(hook, &budget).map(document(Source::Hook(hook))));
    manifest.chain(hooks)
}

/// Returns the documents of a hook. Its manifest has no `# Source:` comment; its path names the template.
fn hook_documents<'a>(
    hook: &'a Hook,
    budget: &Budget,
) -> impl Iterator<Item = Result<Object, InvalidDocument>> + use<'a> {
    let template = || Some(hook.path.clone()).filter(|path| !path.is_empty());
    documents(&hook.manifest, budget).map(move |read| match read {
        Ok(object) => Ok(Object {
            template: object.template.or_else(template),
            ..object
        }),
        Err(invalid) => Err(InvalidDocument {
            template: invalid.template.or_else(template),
            ..invalid
        }),
    })
}
