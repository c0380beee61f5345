//! Reads the documents of a release: those of its manifest, then those of its hooks.

use astern_ledger::{Hook, Release};
use astern_manifest::{Budget, InvalidDocument, Object, documents};

use crate::{DocumentPlace, Side, UnreadPiece};

/// One document of one of the releases.
pub(crate) struct Document<'a> {
    pub(crate) side: Side,
    pub(crate) source: Source<'a>,
    /// How it is called when it could not be read.
    pub(crate) unread_piece: fn(DocumentPlace) -> UnreadPiece,
    pub(crate) read: Result<Object, InvalidDocument>,
}

impl<'a> Document<'a> {
    fn new(side: Side, source: Source<'a>, read: Result<Object, InvalidDocument>) -> Self {
        let unread_piece = match source {
            Source::Manifest => UnreadPiece::Manifest,
            Source::Hook(_) => UnreadPiece::Hook,
        };
        Self {
            side,
            source,
            unread_piece,
            read,
        }
    }
}

/// Where a document comes from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Manifest,
    Hook(&'a Hook),
}

/// The most documents of one release that cannot be read and are named. Millions fit into a record.
const MAX_UNREADABLE: usize = 100;

/// Returns the documents of the release on one side. Its manifest and its hooks share one budget. Reading ends after
/// [`MAX_UNREADABLE`] documents that cannot be read; one more of them stands for all that follows.
pub(crate) fn release_documents(
    side: Side,
    release: &Release,
) -> impl Iterator<Item = Document<'_>> {
    let budget = Budget::for_release();
    let manifest = documents(&release.manifest, &budget)
        .map(move |read| Document::new(side, Source::Manifest, read));
    let hooks = release.hooks.iter().flat_map(move |hook| {
        hook_documents(hook, &budget).map(move |read| Document::new(side, Source::Hook(hook), read))
    });
    let mut unreadable = 0;
    manifest.chain(hooks).map_while(move |document| {
        if unreadable > MAX_UNREADABLE {
            return None;
        }
        unreadable += usize::from(document.read.is_err());
        let unread_piece = match unreadable > MAX_UNREADABLE {
            true => UnreadPiece::FurtherDocuments,
            false => document.unread_piece,
        };
        Some(Document {
            unread_piece,
            ..document
        })
    })
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
