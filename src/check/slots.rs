//! The places of a body's members: a slot for each documented field, and a list of undocumented members.

use alloc::borrow::Cow;

use super::names::Names;
use crate::declare::{MAX_FIELDS, Mask, Shape};
use crate::json::{self, Place, Value, ValueKind};

/// Values of documented fields, each at its field's index. Only slots of [`present`](Slots::present) fields belong to
/// this body; the others hold what an earlier body left.
// JavaScript reads this memory directly, so the layout is fixed.
#[derive(Debug)]
#[repr(C)]
pub struct Slots {
    pub(super) fields: [Slot; MAX_FIELDS],
    /// The nearest doubles of numbers; NaN if only a float parser can tell.
    pub(super) doubles: [f64; MAX_FIELDS],
    pub(super) present: Mask,
    pub(super) nulls: Mask,
    pub(super) exceptions: Mask,
}

/// The place of a documented member in the body.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Slot {
    pub(super) value: Value,
    /// Byte offset of the name's opening quote.
    pub(super) name_at: u32,
}

impl Slots {
    /// Offset of `doubles` from the start of the slots, in bytes.
    pub const DOUBLES_AT: usize = core::mem::offset_of!(Self, doubles);

    pub(super) const EMPTY: Self = {
        let place = Place { byte: 0, unit: 0 };
        let value = Value { kind: ValueKind::Null, start: place, end: place };
        let slots = [Slot { value, name_at: 0 }; MAX_FIELDS];
        Self { fields: slots, doubles: [0.0; MAX_FIELDS], present: 0, nulls: 0, exceptions: 0 }
    };

    fn slot(&self, field: usize) -> Option<&Slot> {
        if self.present >> field & 1 == 1 { self.fields.get(field) } else { None }
    }

    /// The value of a field, if the body has it.
    pub(super) fn value(&self, field: usize) -> Option<Value> {
        self.slot(field).map(|slot| slot.value)
    }

    /// Members that this shape does not document, in the order of the body. `unknown` are those that no shape
    /// documents.
    pub(super) fn undocumented<'s>(
        &self,
        shape: &Shape,
        unknown: &'s [Undocumented],
        body: &[u8],
    ) -> Cow<'s, [Undocumented]> {
        let mut all = Cow::Borrowed(unknown);
        for slot in bits(self.present & !shape.known).filter_map(|field| self.slot(field)) {
            // Documented names are ASCII, escaped or not, and so is the text between a name and its value.
            let unit = slot.value.start.unit - (slot.value.start.byte - slot.name_at);
            let name = json::name(body, Place { byte: slot.name_at, unit });
            let at = all.binary_search_by_key(&slot.name_at, |it| it.name.start.byte).unwrap_or_else(|at| at);
            all.to_mut().insert(at, Undocumented { name, value: slot.value, learned: Names::NOT_LEARNED });
        }
        all
    }

    /// Fields that the body has, whether or not its shape documents them.
    pub fn present(&self) -> Mask {
        self.present
    }

    /// Present fields whose value needs more than the direct read of their kind: null, a string with escapes, a number
    /// that is not a short decimal, or a wrong type.
    pub fn exceptions(&self) -> Mask {
        self.exceptions
    }
}

/// A member that the shape does not document.
// JavaScript reads this memory directly, so the layout is fixed.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Undocumented {
    /// The name, a string.
    pub name: Value,
    /// The value.
    pub value: Value,
    /// Index among the learned [names](Names), or [`Names::NOT_LEARNED`].
    pub learned: u32,
}

impl Undocumented {
    /// The characters of the name, with escapes replaced.
    #[inline(never)]
    pub(super) fn name<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        text(self.name, body)
    }
}

/// The characters of a string, with escapes replaced.
pub(super) fn text(value: Value, body: &[u8]) -> Cow<'_, [u8]> {
    let inside = value.inside(body);
    if value.kind == ValueKind::Escaped { Cow::Owned(json::unescape(inside)) } else { Cow::Borrowed(inside) }
}

/// The fields in a set, in ascending order.
pub fn bits(mut mask: Mask) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < Mask::BITS).then_some(bit as usize)
    })
}
