//! Tests on sets.

use super::Asking;
use crate::model::FieldRef;
use crate::store::Result;
use crate::store::columns::{SET_ROWS, SET_WORDS, SetsView, set_column};
use crate::store::mask::Mask;

impl Asking<'_> {
    /// Keeps those whose set has any of these folded members.
    pub(super) fn has(self, field: FieldRef, wanted: &[String], mask: &mut Mask) -> Result<()> {
        self.sets(field, mask, |member| {
            wanted.iter().any(|one| one.as_bytes() == member)
        })
    }

    /// Keeps those whose set has a member that passes.
    pub(super) fn sets(self, field: FieldRef, mask: &mut Mask, passes: impl Fn(&[u8]) -> bool) -> Result<()> {
        let column = set_column(field);
        self.chunks(mask, SET_ROWS, |number, words| {
            let mut held = [0; SET_WORDS];
            let chunk = column.map_or(Ok(None), |column| self.columns.chunk(column, number))?;
            if let Some(chunk) = &chunk {
                let view = chunk.view(SetsView::parse)?;
                for (member, rows) in view.members.iter().zip(view.entries()) {
                    if passes(member) {
                        rows.unite_into(&mut held);
                    }
                }
            }
            for (word, held) in words.iter_mut().zip(held) {
                *word &= held;
            }
            Ok(())
        })
    }
}
