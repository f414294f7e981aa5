//! JSON (RFC 8259) and nothing else: no payload is known here.

mod block;
mod number;
mod path;
mod scan;
mod simd;
mod text;

pub use number::{Decimal, Integer, Number, integer};
pub use path::{pointer, push_escaped, push_name};
pub use scan::{
    Encoding, MAX_DEPTH, Place, Root, Scanned, Scanner, Stopped, Value, ValueKind, decimal, key, name, next,
    plain_string, scan, short_name,
};
pub use simd::{Key, find};
pub use text::{is_same, unescape};
