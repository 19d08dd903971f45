//! What a cell's text means: days, amounts, yes and no, sets. The marks that a whole column decides (day or month
//! first, point or comma) are passed in.

pub(super) mod amount;
pub(super) mod date;
pub(super) mod month;
pub(super) mod set;
pub(super) mod yes_no;
