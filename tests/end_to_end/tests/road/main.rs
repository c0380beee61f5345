//! The end-to-end tests, one program: they share one bed.

mod bed;
mod browser;
mod pages;
