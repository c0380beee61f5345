//! Objects that change alike, as one table.

use astern_compare::{FieldChange, FieldCount};
use astern_diff::Format;

use super::order::Group;
use super::{Block, FIELDS, Item, PageModel};

/// A row of a group's table.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The object.
    pub item: Item,
    /// What it is called.
    pub name: String,
    /// How many of its fields matter, and how they differ.
    pub count: FieldCount,
    /// The first of them.
    pub first: Option<FieldChange>,
    /// Whether it is open below the table.
    pub open: bool,
}

impl PageModel {
    /// A group.
    pub fn group(&self, group: u32) -> Option<&Group> {
        self.order.groups.get(group as usize)
    }

    /// The members of a group.
    pub fn members(&self, group: u32) -> impl ExactSizeIterator<Item = Item> + '_ {
        let members = self.order.members(group).iter();
        members.map(|index| Item::Object(*index))
    }

    /// The group that a item is shown in.
    pub fn group_of(&self, item: Item) -> Option<u32> {
        match item {
            Item::Object(index) => self.order.group_of(index),
            _ => None,
        }
    }

    /// Some rows of a group's table: those of one block.
    pub fn group_rows(&self, group: u32, chunk: u32) -> Vec<GroupRow> {
        let members = self.members(group);
        let rows = members.skip(chunk as usize * FIELDS).take(FIELDS);
        rows.filter_map(|item| self.member(item)).collect()
    }

    /// The block of a group's table with the row of a member.
    pub fn group_row_block(&self, group: u32, member: Item) -> Option<Block> {
        let place = self.members(group).position(|other| other == member)?;
        Some(Block::GroupRows(
            Item::Group(group),
            (place / FIELDS) as u32,
        ))
    }

    fn member(&self, item: Item) -> Option<GroupRow> {
        let change = self.change(item)?;
        let real = || change.fields.iter().filter(|field| field.noise.is_none());
        Some(GroupRow {
            item,
            name: change.id.name.clone(),
            count: FieldCount::of(real()),
            first: real().next().cloned(),
            open: self.is_open(item),
        })
    }

    /// How many fields that matter differ in all members of a group.
    pub fn group_field_count(&self, group: u32) -> usize {
        self.members(group)
            .map(|member| self.fields(member).count())
            .sum()
    }

    /// What the members of a group are: `20 that differ in JSON only`.
    pub fn group_name(&self, group: u32) -> String {
        let format = self.group(group).map(|group| group.alike.format);
        let format = match format {
            Some(Format::Yaml) => "YAML",
            Some(Format::Json) | None => "JSON",
        };
        format!("{} that differ in {format} only", self.members(group).len())
    }
}
