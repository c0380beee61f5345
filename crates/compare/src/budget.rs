//! What one comparison may cost.
//!
//! A release record is at most 1 MiB, but it can be made so that its parts are compared with each other millions of times, or
//! so that each of many fields carries a long path. Each stage that could take more than linear time or space spends from an
//! allowance. What is over it is left out, counted, and named in the result; the rest is compared. The allowances count bytes
//! and steps, not time, so that the page, the terminal and the tests have the same result.

use std::cell::Cell;

use serde::Serialize;

/// What a comparison may spend, by stage.
#[derive(Debug)]
pub(crate) struct Budget {
    /// The bytes of objects whose fields are compared.
    pub(crate) objects: Allowance,
    /// The bytes of paths and values in the list of changed fields.
    pub(crate) fields: Allowance,
    /// The bytes of values that are compared in the search for the origins of fields.
    pub(crate) origins: Allowance,
    /// The steps of comparing removed objects with added ones.
    pub(crate) renames: Allowance,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            objects: Allowance::new(12 << 20),
            fields: Allowance::new(3 << 20),
            origins: Allowance::new(32 << 20),
            renames: Allowance::new(10_000_000),
        }
    }
}

/// What one stage may spend.
#[derive(Debug)]
pub(crate) struct Allowance {
    left: Cell<usize>,
    left_out: Cell<usize>,
}

impl Allowance {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            left: Cell::new(limit),
            left_out: Cell::new(0),
        }
    }

    /// Spends `cost` if that much is left. If not, the caller leaves out `items`, which are counted, and spends nothing.
    #[must_use]
    pub(crate) fn spend(&self, cost: usize, items: usize) -> bool {
        match self.left.get().checked_sub(cost) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => {
                self.leave_out(items);
                false
            }
        }
    }

    /// Returns how many items were left out; `None` for none.
    fn left_out(&self) -> Option<usize> {
        Some(self.left_out.get()).filter(|left_out| *left_out > 0)
    }

    /// Counts items that the caller leaves out.
    pub(crate) fn leave_out(&self, items: usize) {
        self.left_out.set(self.left_out.get().saturating_add(items));
    }
}

/// Something that was too much to compare, and how much of it was left out. None of it hides whether the revisions differ: a
/// piece that does is an [`Unread`](crate::Unread) one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum TooMuch {
    /// Objects that differ and whose fields were not compared, because the objects before them are too large.
    Objects {
        /// The number of objects.
        left_out: usize,
    },
    /// Fields that differ and are not listed, because the list is too long. Their objects are listed.
    Fields {
        /// The number of fields.
        left_out: usize,
    },
    /// Fields whose origin in the values was not searched for to the end.
    Origins {
        /// The number of fields.
        left_out: usize,
    },
    /// Texts that were not searched for secrets, because together they are too long. A secret that only they tell is masked in
    /// them, but not elsewhere.
    Secrets {
        /// The number of texts.
        not_searched: usize,
    },
    /// The rendered notes, of which only the beginning was compared line by line.
    Notes,
    /// Removed objects that were not compared with the added ones, so that a renamed object is listed as removed and added.
    Renames {
        /// The number of objects.
        left_out: usize,
    },
}

impl Budget {
    /// Returns what was left out.
    pub(crate) fn too_much(&self) -> Vec<TooMuch> {
        let objects = self.objects.left_out();
        let fields = self.fields.left_out();
        let origins = self.origins.left_out();
        let renames = self.renames.left_out();
        [
            objects.map(|left_out| TooMuch::Objects { left_out }),
            fields.map(|left_out| TooMuch::Fields { left_out }),
            origins.map(|left_out| TooMuch::Origins { left_out }),
            renames.map(|left_out| TooMuch::Renames { left_out }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_the_allowance_is_counted_and_what_still_fits_is_done() {
        let budget = Budget {
            fields: Allowance::new(10),
            ..Budget::default()
        };
        assert_eq!(budget.too_much(), []);
        let done =
            [(6, 1), (5, 2), (4, 3), (1, 4)].map(|(cost, items)| budget.fields.spend(cost, items));
        assert_eq!(done, [true, false, true, false]);
        assert_eq!(budget.too_much(), [TooMuch::Fields { left_out: 6 }]);
    }
}
