//! A scanner for JSON (RFC 8259). Nothing here knows a payload.

mod block;
mod error;
mod key;
mod number;
mod path;
mod scan;
mod simd;
mod text;
mod utf16;

pub use error::{Error, ErrorKind, Expected};
pub use key::Key;
pub use number::{Decimal, Integer, Number, integer};
#[cfg(feature = "std")]
pub use path::push_escaped;
pub use path::{pointer, push_name};
pub use scan::{
    Encoding, MAX_DEPTH, Place, Root, Scanned, Scanner, Value, ValueKind, decimal, key, name, next,
    plain_string, scan, short_name,
};
pub use simd::find;
pub use text::{is_same, unescape};
pub use utf16::write_utf16;
