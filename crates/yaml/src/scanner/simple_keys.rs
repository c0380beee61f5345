//! Simple keys: tokens that turn out to be keys when a `:` follows them (`scannerc.go`).

use crate::{YamlError, characters::Mark};

/// The most characters of a simple key.
const LONGEST: usize = 1024;

const NOT_FOUND: &str = "could not find expected ':'";

/// A token that a `:` would make a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct SimpleKey {
    is_possible: bool,
    /// Whether the token must be a key, because it stands at the indentation of a block mapping.
    is_required: bool,
    /// Whether the scanner reads on to find out. go-yaml forgets that for `[]` and `{}`.
    is_awaited: bool,
    /// The number of the token.
    pub(super) token: usize,
    pub(super) mark: Mark,
}

impl SimpleKey {
    fn impossible(token: usize, mark: Mark) -> Self {
        Self {
            is_possible: false,
            is_required: false,
            is_awaited: false,
            token,
            mark,
        }
    }

    /// Returns whether a `:` at this position would still make it a key.
    fn is_valid(&mut self, now: Mark) -> Result<bool, YamlError> {
        if !self.is_possible {
            return Ok(false);
        }
        if self.mark.line < now.line || self.mark.index + LONGEST < now.index {
            if self.is_required {
                return Err(now.error(NOT_FOUND));
            }
            self.is_possible = false;
        }
        Ok(self.is_possible)
    }
}

/// The possible simple key of each level of flow collections.
pub(super) struct SimpleKeys {
    levels: Vec<SimpleKey>,
}

impl SimpleKeys {
    pub(super) fn new() -> Self {
        Self {
            levels: vec![SimpleKey::impossible(0, Mark::default())],
        }
    }

    /// Returns whether the token with this number may still turn out to be a key, so that the scanner has to read on.
    pub(super) fn is_awaited(&mut self, token: usize, now: Mark) -> Result<bool, YamlError> {
        // The numbers of the tokens rise with the levels.
        let level = self.levels.partition_point(|key| key.token < token);
        match self.levels.get_mut(level) {
            Some(key) if key.token == token && key.is_awaited => key.is_valid(now),
            _ => Ok(false),
        }
    }

    /// Notes that the token with this number may be a key.
    pub(super) fn save(
        &mut self,
        token: usize,
        necessity: Necessity,
        now: Mark,
    ) -> Result<(), YamlError> {
        self.remove(now)?;
        if let Some(last) = self.levels.last_mut() {
            *last = SimpleKey {
                is_possible: true,
                is_required: necessity == Necessity::Required,
                is_awaited: true,
                token,
                mark: now,
            };
        }
        Ok(())
    }

    /// Notes that the possible key of this level is none.
    pub(super) fn remove(&mut self, now: Mark) -> Result<(), YamlError> {
        if let Some(last) = self.levels.last_mut().filter(|last| last.is_possible) {
            if last.is_required {
                return Err(now.error(NOT_FOUND));
            }
            last.is_possible = false;
            last.is_awaited = false;
        }
        Ok(())
    }

    /// Takes the possible key of this level, if it is one at a `:` at this position.
    pub(super) fn take(&mut self, now: Mark) -> Result<Option<SimpleKey>, YamlError> {
        let Some(last) = self.levels.last_mut() else {
            return Ok(None);
        };
        if !last.is_valid(now)? {
            return Ok(None);
        }
        last.is_possible = false;
        last.is_awaited = false;
        Ok(Some(*last))
    }

    /// Enters a flow collection that starts with the token of this number.
    pub(super) fn open(&mut self, token: usize, now: Mark) {
        self.levels.push(SimpleKey::impossible(token, now));
    }

    /// Leaves a flow collection.
    pub(super) fn close(&mut self) {
        let Some(closed) = self.levels.pop() else {
            return;
        };
        if let Some(outer) = self
            .levels
            .last_mut()
            .filter(|key| key.token == closed.token)
        {
            outer.is_awaited = false;
        }
    }
}

/// Whether a token has to be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Necessity {
    Optional,
    Required,
}
