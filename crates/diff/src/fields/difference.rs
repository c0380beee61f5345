//! One difference between two JSON values.

use serde_json::Value;

use crate::{
    path::{EntryKey, FieldPath},
    sides::Sides,
};

/// A value and what is known about it from where it stands, which can differ between the sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueAt<'a, C> {
    /// The value.
    pub value: &'a Value,
    /// What is known about it.
    pub context: C,
}

/// A field that differs. What was added or removed as a whole is one difference, at its topmost value.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDifference<'a, C> {
    /// Where the field stands.
    pub path: &'a FieldPath,
    /// How it differs.
    pub difference: Difference<'a, C>,
}

/// How a field differs.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<'a, C> {
    /// It is only on the side to arrive at.
    Added(ValueAt<'a, C>),
    /// It is only on the side to start from.
    Removed(ValueAt<'a, C>),
    /// It is on both sides, with different values.
    Changed(Sides<ValueAt<'a, C>>),
    /// It is a string that holds the same document on both sides and only its formatting differs: white space, comments,
    /// the order of keys.
    Reformatted(Sides<ValueAt<'a, C>>),
    /// It is a list whose entries are matched by key and stand in another order: the keys of those that both sides have.
    Reordered(Sides<Vec<EntryKey>>),
}
