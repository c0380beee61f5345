//! Creating the page of a report.

use std::collections::BTreeSet;

use astern_compare::ObjectChange;

use super::line_diff::LineDiff;
use super::order::Order;
use super::page_model::{ItemState, PageModel};
use super::report::Report;
use super::view_options::ViewOptions;
use crate::virtual_list::MeasuredHeights;

/// An object with more changed fields than this begins closed.
const MAX_FIELDS_OPEN: usize = 40;

impl PageModel {
    /// Creates the page of a report. Lines are compared later, one item at a time.
    pub fn new(report: Report, options: ViewOptions) -> Self {
        let state = |object: &ObjectChange| ItemState {
            is_open: object.fields.len() <= MAX_FIELDS_OPEN,
            ..ItemState::default()
        };
        let lines = report
            .comparison()
            .map(|comparison| comparison.notes.diff.clone());
        let lines = lines.map(LineDiff::new);
        let notes = ItemState {
            is_open: true,
            rows: lines
                .as_ref()
                .map(|lines| lines.rows(options.layout, options.noise))
                .unwrap_or_default(),
            lines,
            ..ItemState::default()
        };
        let order = Order::new(&report);
        let mut objects: Vec<ItemState> = report.objects().into_iter().map(state).collect();
        // A row of the group's table stands for each of them until it is opened.
        let grouped = order
            .groups
            .iter()
            .flat_map(|group| &order.objects[group.positions.clone()]);
        grouped.for_each(|index| objects[*index as usize].is_open = false);
        let open = || ItemState {
            is_open: true,
            ..ItemState::default()
        };
        let mut model = Self {
            groups: order.groups.iter().map(|_| open()).collect(),
            order,
            objects,
            hooks: report.hooks().into_iter().map(state).collect(),
            report,
            options,
            open_parts: BTreeSet::new(),
            notes,
            print_summary: None,
            blocks: Vec::new(),
            heights: MeasuredHeights::default(),
            highlighted: None,
        };
        model.rebuild_blocks();
        model
    }
}
