//! The two sides of a comparison.

use serde::Serialize;

/// One of the two revisions that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The revision to start from.
    From,
    /// The revision to arrive at.
    To,
}

/// A value for each side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sides<T> {
    /// On the side to start from.
    pub from: T,
    /// On the side to arrive at.
    pub to: T,
}

impl<T> Sides<T> {
    /// Makes a pair of the value of one side and the value of the other side.
    pub fn on(side: Side, this: T, other: T) -> Self {
        match side {
            Side::From => Self {
                from: this,
                to: other,
            },
            Side::To => Self {
                from: other,
                to: this,
            },
        }
    }

    /// Applies a function to both sides.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Sides<U> {
        Sides {
            from: f(self.from),
            to: f(self.to),
        }
    }

    /// Borrows both sides.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides {
            from: &self.from,
            to: &self.to,
        }
    }

    /// Returns one side, mutably.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::From => &mut self.from,
            Side::To => &mut self.to,
        }
    }

    /// Returns one side.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::From => &self.from,
            Side::To => &self.to,
        }
    }
}

impl<T: PartialEq> Sides<T> {
    /// Returns whether the two sides are equal.
    pub fn are_equal(&self) -> bool {
        self.from == self.to
    }
}

/// How something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Only the side to arrive at has it.
    Added,
    /// Only the side to start from has it.
    Removed,
    /// Both sides have it and it differs.
    Changed,
    /// It is a list whose entries are matched by key and are in another order. Objects are never reordered.
    Reordered,
}
