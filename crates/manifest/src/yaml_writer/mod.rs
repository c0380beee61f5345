//! Writes values as YAML, in the style of `kubectl` and Helm: block style, lists not indented under their field.
//!
//! `collections` writes mappings and lists, `strings` chooses plain, quoted or block scalars.

mod collections;
mod strings;

pub use collections::to_yaml;
