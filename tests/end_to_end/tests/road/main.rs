//! The end-to-end tests, one program: they share one bed.

mod alike;
mod bed;
mod before;
mod browser;
mod chart;
mod chart_rights;
mod choosing;
mod compare;
mod demo;
mod endings;
mod faces;
mod good;
mod guards;
mod hidden;
mod hooks;
mod in_cluster;
mod journal;
mod links;
mod pages;
mod parts;
mod print;
mod reading;
mod rest;
mod rollback;
mod values;
mod who_may;
