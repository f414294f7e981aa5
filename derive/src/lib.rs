//! The derives that read azeer-webhooks' declarations. They are for that crate's own model and name its paths.

mod choice;
mod open_set;
mod payload;
mod syntax;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, parse_macro_input};

/// Reads a payload struct, or an enum of payloads that a discriminant tells apart.
///
/// On a struct, a member's kind comes from its type; `Opt<T>` makes it optional. Attributes of members:
/// - `#[payload(content)]`: without it the message has no content, and the event is unknown rather than invalid
/// - `#[payload(rare)]`: not in every documented example, which strict parsing would demand
/// - `#[payload(public)]`: says nothing of a person; whatever is not marked so is left out of logs
/// - `#[payload(only("outgoing_msg"))]`: documented for these events only
/// - `#[payload(choice)]`: not a member, but the enum of what completes the payload
/// - `#[payload(extra)]`: not a member, but where those that are not documented are kept
///
/// An attribute of the struct itself: `#[payload(media)]`, the content of a message with a file.
///
/// On an enum, `#[payload(tag = "message_type", doc = "what it means")]` names the discriminant, and each variant says
/// which of its values choose it, `#[payload("text")]`, or that none does, `#[payload(unknown)]`.
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

/// Reads a set of strings of which some are documented and others are admitted: `#[values("in", "out")]` on a
/// struct around a `Cow<'a, str>`.
#[proc_macro_derive(OpenSet, attributes(values))]
pub fn open_set(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    open_set::expand(&input).unwrap_or_else(Error::into_compile_error).into()
}
