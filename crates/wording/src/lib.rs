#![doc = include_str!("../README.md")]

mod count;
pub mod shell;
mod time;

pub use count::{count, count_or_no, differ, list, verb};
pub use time::{ago, clock, duration, short_time, utc_to_the_second};
