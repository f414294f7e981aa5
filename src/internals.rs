//! Internals for the npm package and the tests. Any release may change or remove them.

pub use crate::check::{
    Checked, Faults, Names, Rules, Scratch, Slot, Slots, Undocumented, Unmatched, Verdict, bits, check,
};
#[cfg(feature = "tsify")]
pub use crate::declare::Interface;
pub use crate::declare::{
    Choice, Field, Kind, MAX_FIELDS, Mask, Member, Name, Need, Payload, Registry, Samples, Shape, Variant,
};
pub use crate::error::{Fault, HIDDEN, Locator, Position, Term};
pub use crate::inspect::inspect_with;
pub use crate::json::{Encoding, MAX_DEPTH, Place, Value, ValueKind, find, write_utf16};
#[cfg(feature = "std")]
pub use crate::logging::{REDACTED, UNDOCUMENTED};
pub use crate::mime::essence;
pub use crate::model::{DECLARATION, REGISTRY};
pub use crate::time::{Instant, parse as instant};

/// The template of a code's messages.
pub fn template(code: crate::Code) -> &'static str {
    code.template()
}

/// The doc comment of a code.
pub fn doc(code: crate::Code) -> &'static str {
    code.doc()
}
