//! The derives that read azeer-webhooks' declarations. They name paths of that crate and work only in it.

mod choice;
mod open_set;
mod payload;
mod syntax;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, parse_macro_input};

/// Reads a payload struct, or an enum whose variants a discriminant chooses.
///
/// On a struct, a member's kind comes from its type; `Opt<T>` makes it optional. Attributes of members:
/// - `#[payload(content)]`: without it the message has no content, and the event is unknown rather than invalid
/// - `#[payload(rare)]`: some documented examples lack it, so strict parsing does not demand it
/// - `#[payload(public)]`: says nothing of a person, so logs may show it
/// - `#[payload(only("outgoing_msg"))]`: documented for these events only
/// - `#[payload(choice)]`: not a member: the enum that completes the payload
/// - `#[payload(extra)]`: not a member: where undocumented members are kept
///
/// `#[payload(media)]` on the struct itself: it is the content of a message with a file.
///
/// On an enum, `#[payload(tag = "message_type", doc = "what it means")]` names the discriminant. A variant has the values
/// that choose it, `#[payload("text")]`, or `#[payload(unknown)]`.
#[proc_macro_derive(Payload, attributes(payload))]
pub fn payload(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let output = match &input.data {
        Data::Struct(data) => payload::expand(&input, data),
        Data::Enum(data) => choice::expand(&input, data),
        Data::Union(_) => Err(Error::new_spanned(&input.ident, "a payload is a struct or an enum")),
    };
    output.unwrap_or_else(Error::into_compile_error).into()
}

/// Reads an open set of strings: `#[values("in", "out")]` on a struct around a `Cow<'a, str>`. Other strings are accepted too.
#[proc_macro_derive(OpenSet, attributes(values))]
pub fn open_set(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    open_set::expand(&input).unwrap_or_else(Error::into_compile_error).into()
}
