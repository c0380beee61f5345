//! How much may be read.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::{Excess, YamlError};

/// The most documents, bytes, nodes and aliased bytes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Amounts {
    documents: usize,
    bytes: usize,
    nodes: usize,
    aliased_bytes: usize,
}

/// What may be read of things that are kept together, such as the documents of one release.
///
/// Reading takes from it. A document for which too little is left is an error, and the next one is read with what the
/// documents before left. Reading takes time and memory in proportion to what it takes from the budget. A clone is the same
/// budget.
#[derive(Debug, Clone)]
pub struct Budget {
    limits: Amounts,
    left: Arc<Left>,
}

#[derive(Debug)]
struct Left {
    documents: AtomicUsize,
    bytes: AtomicUsize,
    nodes: AtomicUsize,
    aliased_bytes: AtomicUsize,
}

impl Budget {
    /// Returns the budget of one release: 20,000 documents, 16 MiB of text, 500,000 nodes and 4 MiB that aliases stand for.
    /// The 800 kB manifest of kube-prometheus-stack takes a twentieth of that.
    #[must_use]
    pub fn for_release() -> Self {
        Self::new(Amounts {
            documents: 20_000,
            bytes: 16 << 20,
            nodes: 500_000,
            aliased_bytes: 4 << 20,
        })
    }

    /// Returns the budget of one text that is read on its own, such as a string in an object. It grows with the text, so
    /// that many texts do not take more than the one that contains them.
    #[must_use]
    pub fn for_text(text: &str) -> Self {
        let release = Self::for_release().limits;
        Self::new(Amounts {
            aliased_bytes: text.len().saturating_mul(8).min(release.aliased_bytes),
            ..release
        })
    }

    fn new(limits: Amounts) -> Self {
        let left = Left {
            documents: limits.documents.into(),
            bytes: limits.bytes.into(),
            nodes: limits.nodes.into(),
            aliased_bytes: limits.aliased_bytes.into(),
        };
        Self {
            limits,
            left: Arc::new(left),
        }
    }

    /// Takes one document.
    ///
    /// # Errors
    /// When none is left. The error is at line 1.
    pub fn take_document(&self) -> Result<(), YamlError> {
        let taken =
            self.left
                .documents
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(1)
                });
        taken.map(drop).map_err(|_| YamlError::OverBudget {
            line: 1,
            excess: Excess::Documents(self.limits.documents),
        })
    }

    /// Calls `read` with what may be taken for one document.
    pub(crate) fn spend<T>(
        &self,
        read: impl FnOnce(&mut Allowance) -> Result<T, YamlError>,
    ) -> Result<T, YamlError> {
        let left = Amounts {
            documents: self.limits.documents,
            bytes: self.left.bytes.load(Ordering::Relaxed),
            nodes: self.left.nodes.load(Ordering::Relaxed),
            aliased_bytes: self.left.aliased_bytes.load(Ordering::Relaxed),
        };
        let mut allowance = Allowance {
            limits: self.limits,
            left,
        };
        let result = read(&mut allowance);
        take(&self.left.bytes, left.bytes - allowance.left.bytes);
        // What was copied for aliases took its time even if the document was refused; its nodes are gone.
        take(
            &self.left.aliased_bytes,
            left.aliased_bytes - allowance.left.aliased_bytes,
        );
        if result.is_ok() {
            take(&self.left.nodes, left.nodes - allowance.left.nodes);
        }
        result
    }
}

/// The budget of one release.
impl Default for Budget {
    fn default() -> Self {
        Self::for_release()
    }
}

/// Takes an amount, or all that is left.
fn take(left: &AtomicUsize, amount: usize) {
    // The closure always returns a value, so the update does not fail.
    let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        Some(left.saturating_sub(amount))
    });
}

/// What may be taken for one document.
pub(crate) struct Allowance {
    limits: Amounts,
    left: Amounts,
}

impl Allowance {
    /// Takes the bytes of a text.
    pub(crate) fn take_bytes(&mut self, bytes: usize) -> Result<(), YamlError> {
        let left = self.left.bytes.checked_sub(bytes);
        self.left.bytes = left.ok_or(YamlError::OverBudget {
            line: 1,
            excess: Excess::Bytes(self.limits.bytes),
        })?;
        Ok(())
    }

    /// Takes one node that stands on this line.
    pub(crate) fn take_node(&mut self, line: usize) -> Result<(), YamlError> {
        let left = self.left.nodes.checked_sub(1);
        self.left.nodes = left.ok_or(YamlError::OverBudget {
            line,
            excess: Excess::Nodes(self.limits.nodes),
        })?;
        Ok(())
    }

    /// Takes the bytes of a node that is copied for an alias.
    pub(crate) fn take_aliased(&mut self, bytes: usize, line: usize) -> Result<(), YamlError> {
        let left = self.left.aliased_bytes.checked_sub(bytes);
        self.left.aliased_bytes = left.ok_or(YamlError::OverBudget {
            line,
            excess: Excess::AliasedBytes(self.limits.aliased_bytes),
        })?;
        Ok(())
    }
}
