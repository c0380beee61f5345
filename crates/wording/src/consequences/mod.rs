//! The consequences of a comparison for what runs, as short sentences.

mod comparison;
mod consequence;
mod objects;
mod past_hooks;
mod pods;
mod replacements;
mod writer;

pub use comparison::consequences;
pub use consequence::Consequence;
