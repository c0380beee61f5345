//! A line of an object's text in a comparison.

use std::fmt;

use astern_compare::Side;
use serde::{Serialize, Serializer};

/// A line of one side of an object's text in the comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineNumber {
    /// The side.
    pub side: Side,
    /// The number of the line, from 1.
    pub number: u32,
}

/// `L12` on the side to start from, `R12` on the side to arrive at, as links to a comparison write it.
impl fmt::Display for LineNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::From => 'L',
            Side::To => 'R',
        };
        write!(f, "{side}{}", self.number)
    }
}

impl Serialize for LineNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
