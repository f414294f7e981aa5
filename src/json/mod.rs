//! JSON (RFC 8259) and nothing else: no payload is known here.

mod number;
mod path;
mod scan;
mod simd;
mod text;

pub use number::{Integer, Number, integer};
pub use path::{pointer, push_escaped, push_name};
pub use scan::{Encoding, MAX_DEPTH, Member, Place, Root, Value, ValueKind, scan};
pub use text::{is_equal, is_same, unescape};
