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

/// The same thing on both sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sides<T> {
    /// On the side to start from.
    pub from: T,
    /// On the side to arrive at.
    pub to: T,
}

impl<T> Sides<T> {
    /// Puts one thing on a side, and another one on the other side.
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

    /// The same of both sides.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Sides<U> {
        Sides {
            from: f(self.from),
            to: f(self.to),
        }
    }

    /// The sides, borrowed.
    pub fn as_ref(&self) -> Sides<&T> {
        Sides {
            from: &self.from,
            to: &self.to,
        }
    }

    /// One side, to change it.
    pub fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::From => &mut self.from,
            Side::To => &mut self.to,
        }
    }

    /// One side.
    pub fn get(&self, side: Side) -> &T {
        match side {
            Side::From => &self.from,
            Side::To => &self.to,
        }
    }
}

impl<T: PartialEq> Sides<T> {
    /// Whether the two sides are the same.
    pub fn are_equal(&self) -> bool {
        self.from == self.to
    }
}

/// How something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is only on the side to arrive at.
    Added,
    /// It is only on the side to start from.
    Removed,
    /// It is on both sides and differs.
    Changed,
    /// A list whose entries are matched by key holds them in another order. Objects are never reordered.
    Reordered,
}
