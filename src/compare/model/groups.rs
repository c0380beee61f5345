//! The groups of objects with similar changes, as tables.

use astern_compare::{FieldChange, FieldCount, ObjectGroup};
use astern_diff::Format;

use super::block::{Block, Item};
use super::page_model::{FIELDS_PER_BLOCK, PageModel};

/// A row of the table of a group.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The object.
    pub item: Item,
    /// The name of the object.
    pub name: String,
    /// The number of its changed fields, without noise.
    pub count: FieldCount,
    /// The first changed field.
    pub first: Option<FieldChange>,
    /// Whether the object is open below the table.
    pub is_open: bool,
}

impl PageModel {
    /// The group with that number.
    pub fn group(&self, group: u32) -> Option<&ObjectGroup> {
        self.order.groups.get(group as usize)
    }

    /// The members of a group.
    pub fn members(&self, group: u32) -> impl ExactSizeIterator<Item = Item> + '_ {
        let members = self.order.members(group).iter();
        members.map(|index| Item::Object(*index))
    }

    /// The number of the group that an item is in.
    pub fn group_of(&self, item: Item) -> Option<u32> {
        match item {
            Item::Object(index) => self.order.group_of(index),
            _ => None,
        }
    }

    /// The rows of one block of the table of a group.
    pub fn group_rows(&self, group: u32, chunk: u32) -> Vec<GroupRow> {
        let members = self.members(group);
        let rows = members
            .skip(chunk as usize * FIELDS_PER_BLOCK)
            .take(FIELDS_PER_BLOCK);
        rows.filter_map(|item| self.member(item)).collect()
    }

    /// The block with the row of a member.
    pub fn group_row_block(&self, group: u32, member: Item) -> Option<Block> {
        let position = self.members(group).position(|other| other == member)?;
        Some(Block::GroupRows(
            Item::Group(group),
            (position / FIELDS_PER_BLOCK) as u32,
        ))
    }

    fn member(&self, item: Item) -> Option<GroupRow> {
        let change = self.change(item)?;
        let without_noise = || change.fields.iter().filter(|field| field.noise.is_none());
        Some(GroupRow {
            item,
            name: change.id.name.clone(),
            count: FieldCount::of(without_noise()),
            first: without_noise().next().cloned(),
            is_open: self.is_open(item),
        })
    }

    /// The number of changed fields of all members of a group.
    pub fn group_field_count(&self, group: u32) -> usize {
        self.members(group)
            .map(|member| self.fields(member).count())
            .sum()
    }

    /// What a group is called: `20 that differ in JSON only`.
    pub fn group_name(&self, group: u32) -> String {
        let format = self.group(group).map(|group| group.key.format);
        let format = match format {
            Some(Format::Yaml) => "YAML",
            Some(Format::Json) | None => "JSON",
        };
        format!("{} that differ in {format} only", self.members(group).len())
    }
}
