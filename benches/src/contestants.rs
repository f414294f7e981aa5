//! The ways to read a body, each at its best: a library keeps memory from one body to the next if it can.

use std::error::Error;
use std::str::{Utf8Error, from_utf8};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use simd_json::prelude::ValueIntoString;

use crate::payloads::{Discriminants, Event, Members, Parsed, Rules, Text, Unknown, choose};

/// Why a body was not read.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A way to read a body.
pub trait Contestant {
    /// Its name in the tables.
    const NAME: &'static str;

    /// The result of reading a body.
    type Parsed<'a>;

    /// Reads a body.
    fn parse<'a>(body: &'a [u8], memory: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure>;

    /// The result as JSON, for comparison.
    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure>;
}

/// Memory that simd-json keeps for the next body.
pub struct Memory {
    /// A copy of the body, because simd-json writes into it.
    copy: Vec<u8>,
    buffers: simd_json::Buffers,
    tape: simd_json::Tape<'static>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { copy: Vec::new(), buffers: simd_json::Buffers::default(), tape: simd_json::Tape(Vec::new()) }
    }
}

/// `azeer_webhooks::parse`.
#[derive(Debug)]
pub enum Ours {}

impl Contestant for Ours {
    const NAME: &'static str = "azeer-webhooks";
    type Parsed<'a> = azeer_webhooks::Event<'a>;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<azeer_webhooks::Event<'a>, Failure> {
        Ok(azeer_webhooks::parse(body)?)
    }

    fn json(parsed: &azeer_webhooks::Event<'_>) -> Result<Value, Failure> {
        Ok(serde_json::to_value(parsed)?)
    }
}

/// The baseline: `serde_json` reads the discriminants first, then the struct that they choose.
#[derive(Debug)]
pub enum SerdeJson {}

impl Contestant for SerdeJson {
    const NAME: &'static str = "serde_json, two passes";
    type Parsed<'a> = Parsed<'a, &'a RawValue>;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        // One check of the whole body is faster than one of each string in each pass.
        let text = from_utf8(body)?;
        second_pass(serde_json::from_str(text)?, SerdeJsonText(text), || Ok(text))
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        json_of(parsed, |members| Ok(serde_json::to_value(members)?))
    }
}

/// The baseline as most programs write it, without checking first that the bytes are UTF-8.
#[derive(Debug)]
pub enum SerdeJsonBytes {}

impl Contestant for SerdeJsonBytes {
    const NAME: &'static str = "serde_json, two passes over bytes";
    type Parsed<'a> = Parsed<'a, &'a RawValue>;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        second_pass(serde_json::from_slice(body)?, SerdeJsonSlice(body), || from_utf8(body))
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        SerdeJson::json(parsed)
    }
}

/// The baseline, which also checks the rules for values.
#[derive(Debug)]
pub enum SerdeJsonChecked {}

impl Contestant for SerdeJsonChecked {
    const NAME: &'static str = "serde_json, two passes, values checked";
    type Parsed<'a> = Parsed<'a, &'a RawValue>;

    fn parse<'a>(body: &'a [u8], memory: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        let parsed = SerdeJson::parse(body, memory)?;
        match &parsed {
            Parsed::Known(event) if !event.are_kept() => Err("a value breaks a rule".into()),
            _ => Ok(parsed),
        }
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        SerdeJson::json(parsed)
    }
}

/// `serde_json` with nested, internally tagged enums, whose variants serde chooses.
#[derive(Debug)]
pub enum Tagged {}

impl Contestant for Tagged {
    const NAME: &'static str = "serde_json, tagged enums";
    type Parsed<'a> = Parsed<'a, Value>;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        let text = from_utf8(body)?;
        let event: Event = serde_json::from_str(text)?;
        if event.is_known() {
            return Ok(Parsed::Known(event));
        }
        // The variant for any other tag cannot hold its name, so the names are read again.
        Ok(Parsed::Unknown(unknown(serde_json::from_str(text)?, text)))
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        json_of(parsed, |members| Ok(serde_json::to_value(members)?))
    }
}

/// simd-json, which parses once into a tape. Both passes read the tape.
#[derive(Debug)]
pub enum SimdJson {}

impl Contestant for SimdJson {
    const NAME: &'static str = "simd-json";
    type Parsed<'a> = Parsed<'a, simd_json::BorrowedValue<'a>>;

    fn parse<'a>(body: &'a [u8], memory: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        let Memory { copy, buffers, tape: kept } = memory;
        copy.clear();
        copy.extend_from_slice(body);
        // If the buffer has space after the body, simd-json makes no second copy.
        copy.resize(body.len() + simd_json::INPUT_PADDING, 0);
        let mut tape = std::mem::replace(kept, simd_json::Tape(Vec::new())).reset();
        simd_json::fill_tape_padded(copy, body.len(), buffers, &mut tape)?;

        let value = tape.as_value();
        let name = |member| Some(Text(value.get(member)?.into_string()?.into()));
        let webhook_event_type = name("webhook_event_type").ok_or("the event has no name")?;
        let names = Discriminants { webhook_event_type, message_type: name("message_type") };

        let mut deserializer = simd_json::Deserializer::from_tape(tape);
        let parsed = second_pass(names, SimdJsonTape(&mut deserializer), || from_utf8(body));
        *kept = deserializer.into_tape().reset();
        parsed
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        json_of(parsed, |members| Ok(serde_json::to_value(members)?))
    }
}

/// sonic-rs reads the discriminants first, then the struct that they choose.
#[derive(Debug)]
pub enum SonicRs {}

impl Contestant for SonicRs {
    const NAME: &'static str = "sonic-rs, two passes";
    type Parsed<'a> = Parsed<'a, sonic_rs::LazyValue<'a>>;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<Self::Parsed<'a>, Failure> {
        let text = from_utf8(body)?;
        second_pass(sonic_rs::from_str(text)?, SonicRsText(text), || Ok(text))
    }

    fn json(parsed: &Self::Parsed<'_>) -> Result<Value, Failure> {
        // Only its own serialiser can write its lazy values.
        json_of(parsed, |members| Ok(serde_json::from_str(&sonic_rs::to_string(members)?)?))
    }
}

/// `serde_json::Value` for reference. It has no types for the members of an event.
#[derive(Debug)]
pub enum SerdeJsonValue {}

impl Contestant for SerdeJsonValue {
    const NAME: &'static str = "serde_json::Value";
    type Parsed<'a> = Value;

    fn parse<'a>(body: &'a [u8], _: &'a mut Memory) -> Result<Value, Failure> {
        Ok(serde_json::from_str(from_utf8(body)?)?)
    }

    fn json(parsed: &Value) -> Result<Value, Failure> {
        Ok(parsed.clone())
    }
}

/// The source that the second pass reads.
pub(crate) trait Source<'a> {
    type Error: Error + Send + Sync + 'static;
    /// The library's type for any JSON, borrowed.
    type Json: Deserialize<'a>;

    fn read<T: Deserialize<'a>>(self) -> Result<T, Self::Error>;
}

struct SerdeJsonText<'a>(&'a str);

impl<'a> Source<'a> for SerdeJsonText<'a> {
    type Error = serde_json::Error;
    type Json = &'a RawValue;

    fn read<T: Deserialize<'a>>(self) -> Result<T, Self::Error> {
        serde_json::from_str(self.0)
    }
}

struct SerdeJsonSlice<'a>(&'a [u8]);

impl<'a> Source<'a> for SerdeJsonSlice<'a> {
    type Error = serde_json::Error;
    type Json = &'a RawValue;

    fn read<T: Deserialize<'a>>(self) -> Result<T, Self::Error> {
        serde_json::from_slice(self.0)
    }
}

struct SimdJsonTape<'t, 'a>(&'t mut simd_json::Deserializer<'a>);

impl<'a> Source<'a> for SimdJsonTape<'_, 'a> {
    type Error = simd_json::Error;
    type Json = simd_json::BorrowedValue<'a>;

    fn read<T: Deserialize<'a>>(self) -> Result<T, Self::Error> {
        T::deserialize(self.0)
    }
}

struct SonicRsText<'a>(&'a str);

impl<'a> Source<'a> for SonicRsText<'a> {
    type Error = sonic_rs::Error;
    type Json = sonic_rs::LazyValue<'a>;

    fn read<T: Deserialize<'a>>(self) -> Result<T, Self::Error> {
        sonic_rs::from_str(self.0)
    }
}

/// Reads the struct that the discriminants choose.
fn second_pass<'a, S: Source<'a>>(
    names: Discriminants<'a>,
    source: S,
    body: impl FnOnce() -> Result<&'a str, Utf8Error>,
) -> Result<Parsed<'a, S::Json>, Failure> {
    match choose(&names, source)? {
        Parsed::Known(event) if !event.is_known() => Ok(Parsed::Unknown(unknown(names, body()?))),
        parsed => Ok(parsed),
    }
}

fn unknown<'a>(names: Discriminants<'a>, payload: &'a str) -> Unknown<'a> {
    let message_type = names.message_type.map(|it| it.0);
    Unknown { event_type: names.webhook_event_type.0, message_type, payload }
}

fn json_of<J: Serialize>(
    parsed: &Parsed<'_, J>,
    json: impl FnOnce(&Members<'_, J>) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    match parsed {
        Parsed::Known(event) => Ok(serde_json::to_value(event)?),
        Parsed::Undocumented(members) => json(members),
        Parsed::Unknown(unknown) => Ok(serde_json::from_str(unknown.payload)?),
    }
}
