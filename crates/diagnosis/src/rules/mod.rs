//! The rules by which a change explains a trouble. Each returns `None` for a change that could not be the cause.

mod admission;
mod amounts;
mod ending;
mod image;
mod judge;
mod memory;
mod missing;
mod opinion;
mod probe;
mod scheduling;
mod settings;
mod volume;

pub(crate) use judge::judge;
pub(crate) use opinion::Opinion;
