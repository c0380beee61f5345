//! The end-to-end tests, one program: they share one bed.

mod bed;
mod browser;
mod chart;
mod chart_rights;
mod compare;
mod demo;
mod endings;
mod faces;
mod good;
mod guards;
mod in_cluster;
mod journal;
mod links;
mod pages;
mod parts;
mod reading;
mod rollback;
mod who_may;
