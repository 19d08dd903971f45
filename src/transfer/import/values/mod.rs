//! What a cell's text means: days, amounts, yes and no, sets. The marks that a whole column decides (day or month
//! first, point or comma) are passed in.

pub(in crate::transfer) mod amount;
pub(in crate::transfer) mod date;
pub(in crate::transfer) mod month;
pub(in crate::transfer) mod set;
pub(in crate::transfer) mod yes_no;
