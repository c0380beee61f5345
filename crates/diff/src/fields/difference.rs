//! One difference between two JSON values.

use serde_json::Value;

use crate::{
    path::{EntryKey, FieldPath},
    sides::Sides,
};

/// A value and what its position tells about it, which can differ between the sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueAt<'a, C> {
    /// The value.
    pub value: &'a Value,
    /// What its position tells about it.
    pub context: C,
}

/// A field that differs. A value that was added or removed as a whole is one difference, at its topmost field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDifference<'a, C> {
    /// The path of the field.
    pub path: &'a FieldPath,
    /// The number of the field or entry directly below the compared values that it is in, counted from 1 in the order of the
    /// reports; 0 for the values themselves. It tells without a look at the path whether two are in the same.
    pub outermost: usize,
    /// How it differs.
    pub difference: Difference<'a, C>,
}

/// How a field differs.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<'a, C> {
    /// Only the side to arrive at has it.
    Added(ValueAt<'a, C>),
    /// Only the side to start from has it.
    Removed(ValueAt<'a, C>),
    /// Both sides have it, with different values.
    Changed(Sides<ValueAt<'a, C>>),
    /// It is a string that holds the same document on both sides and only its formatting differs: white space, comments,
    /// the order of keys.
    Reformatted(Sides<ValueAt<'a, C>>),
    /// It is a list whose entries are matched by key and are in another order: the keys of those that both sides have.
    Reordered(Sides<Vec<EntryKey>>),
}
