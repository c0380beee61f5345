//! Compares the definitions of both charts, in steps of one document or one definition each.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    vec,
};

use astern_ledger::{ChartFile, Release, Revision};
use astern_manifest::{Budget, documents};
use astern_masking::Masking;

use super::{
    CrdChange, Crds,
    definition::{Definition, KIND, is_definition},
    files::{count_definitions, crd_files, split, text},
};
use crate::{Side, Sides, Step, Unread, UnreadPiece, UnreadReason};

/// The most files and documents that cannot be read and are named. Millions fit into a record.
const MAX_UNREADABLE: usize = 100;

/// A comparison of definitions in progress.
#[derive(Default)]
pub(crate) struct CrdComparisonBuilder<'a> {
    /// The files that are identical on both sides.
    same: Vec<&'a ChartFile>,
    /// The other files.
    files: VecDeque<(Side, &'a ChartFile)>,
    /// The unread documents of the files that were opened.
    documents: VecDeque<Document<'a>>,
    definitions: Sides<Vec<Definition<'a>>>,
    budgets: Sides<Budget>,
    pairs: Option<vec::IntoIter<Sides<Option<Definition<'a>>>>>,
    crds: Crds,
    revisions: Sides<Option<Revision>>,
    unread: Vec<Unread>,
}

/// A document that is not parsed yet.
struct Document<'a> {
    side: Side,
    file: &'a str,
    text: String,
}

impl<'a> CrdComparisonBuilder<'a> {
    /// Separates the files that are identical on both sides from the others.
    pub(crate) fn new(releases: &Sides<&'a Release>) -> Self {
        let mut old: HashMap<&str, &ChartFile> = crd_files(&releases.from.chart)
            .map(|file| (file.name.as_str(), file))
            .collect();
        let mut builder = Self {
            revisions: releases.map(|release| Some(release.revision)),
            ..Self::default()
        };
        for file in crd_files(&releases.to.chart) {
            let same = |old: &&ChartFile| old.data.is_some() && old.data == file.data;
            if old.get(file.name.as_str()).is_some_and(same) {
                old.remove(file.name.as_str());
                builder.same.push(file);
            } else {
                builder.files.push_back((Side::To, file));
            }
        }
        let left = |file: &&ChartFile| old.contains_key(file.name.as_str());
        let left = crd_files(&releases.from.chart).filter(left);
        builder.files.extend(left.map(|file| (Side::From, file)));
        builder
    }

    /// Opens a file, parses a document or compares a definition.
    pub(crate) fn step(&mut self, masking: &Masking) -> Step {
        if let Some(pairs) = &mut self.pairs {
            let Some(pair) = pairs.next() else {
                return Step::Done;
            };
            match CrdChange::between(pair, masking) {
                Some(change) => self.crds.changes.push(change),
                None => self.crds.unchanged += 1,
            }
        } else if let Some(document) = self.documents.pop_front() {
            self.read(&document, masking);
        } else if let Some((side, file)) = self.files.pop_front() {
            self.open(side, file);
        } else if let Some(file) = self.same.pop() {
            self.crds.unchanged += text(file).map_or(0, |text| count_definitions(&text));
        } else {
            self.pairs = Some(pair_definitions(std::mem::take(&mut self.definitions)));
        }
        Step::More
    }

    /// Returns the differences, and what was not compared.
    pub(crate) fn finish(self) -> (Crds, Vec<Unread>) {
        (self.crds, self.unread)
    }

    fn open(&mut self, side: Side, file: &'a ChartFile) {
        let document = |text: &str| Document {
            side,
            file: &file.name,
            text: text.to_owned(),
        };
        match text(file) {
            Ok(text) => self
                .documents
                .extend(split(&text).into_iter().map(document)),
            Err(reason) => {
                let reason = UnreadReason::Invalid(reason.to_owned());
                self.reject(side, &file.name, reason);
            }
        }
    }

    fn read(&mut self, document: &Document<'a>, masking: &Masking) {
        let Document { side, file, text } = document;
        for read in documents(text, self.budgets.get(*side)) {
            match read {
                Ok(object) if is_definition(&object) => {
                    let object = Arc::new(object);
                    self.definitions
                        .get_mut(*side)
                        .push(Definition { file, object });
                }
                Ok(object) => {
                    let reason = format!("it holds {}, which is no {KIND}", object.id);
                    self.reject(*side, file, UnreadReason::Invalid(reason));
                }
                Err(invalid) => {
                    let reason = UnreadReason::from(invalid.problem).masked(masking);
                    self.reject(*side, file, reason);
                }
            }
        }
    }

    /// Names what cannot be read. One more than [`MAX_UNREADABLE`] stands for all that follows, which is not read.
    fn reject(&mut self, side: Side, file: &str, reason: UnreadReason) {
        let reason = match self.unread.len() {
            0..MAX_UNREADABLE => reason,
            MAX_UNREADABLE => {
                self.documents.clear();
                self.files.clear();
                UnreadReason::OverLimit("too many documents of CRD files cannot be read".to_owned())
            }
            _ => return,
        };
        self.unread.push(Unread {
            revision: *self.revisions.get(side),
            side,
            piece: UnreadPiece::CrdFile {
                file: file.to_owned(),
            },
            reason,
        });
    }
}

/// Pairs definitions of the same name, whatever their files. Definitions with the same name are paired in order.
fn pair_definitions<'a>(
    definitions: Sides<Vec<Definition<'a>>>,
) -> vec::IntoIter<Sides<Option<Definition<'a>>>> {
    let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (index, definition) in definitions.from.iter().enumerate() {
        let name = definition.object.id.name.clone();
        waiting.entry(name).or_default().push_back(index);
    }
    let mut left: Vec<_> = definitions.from.into_iter().map(Some).collect();
    let mut pairs = Vec::with_capacity(definitions.to.len());
    for definition in definitions.to {
        let partner = waiting
            .get_mut(&definition.object.id.name)
            .and_then(VecDeque::pop_front);
        pairs.push(Sides {
            from: partner.and_then(|index| left[index].take()),
            to: Some(definition),
        });
    }
    let gone = left.into_iter().flatten().map(|definition| Sides {
        from: Some(definition),
        to: None,
    });
    pairs.extend(gone);
    pairs.into_iter()
}
