//! The payloads for serde: the same members as in the project's model, by the same names. Written once, and read by
//! every library.
//!
//! Members that a documented event is not documented to have are ignored here, and absent is not told from null. Both
//! is less than `azeer_webhooks` does, so it favours the others.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use azeer_webhooks::internals::instant;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A string that borrows from the body where it has no escapes.
///
/// A type of its own because serde's `borrow` looks no further than a plain `Cow`: an `Option<Cow<str>>` would be copied.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The rules that a payload's values have to keep beyond their types.
pub trait Rules {
    /// Whether they do: date-times of the calendar, coordinates within range, integers that a double holds.
    fn are_kept(&self) -> bool;
}

/// By the function that `azeer_webhooks` has for it, so that what is compared is not how date-times are read.
impl Rules for Text<'_> {
    fn are_kept(&self) -> bool {
        instant(self.0.as_bytes()).is_some()
    }
}

impl Rules for i64 {
    fn are_kept(&self) -> bool {
        self.unsigned_abs() < 1 << 53
    }
}

impl<T: Rules> Rules for Option<T> {
    fn are_kept(&self) -> bool {
        self.as_ref().is_none_or(Rules::are_kept)
    }
}

/// Declares a message: what all of them have, and its own.
macro_rules! message {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $member:ident: $type:ty,)* } $this:ident => $rules:expr) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize, Serialize)]
        #[allow(missing_docs)]
        pub struct $name<'a> {
            #[serde(borrow, skip_serializing_if = "Option::is_none")]
            pub business_id: Option<Text<'a>>,
            pub contact_id: i64,
            #[serde(borrow, skip_serializing_if = "Option::is_none")]
            pub contact_name: Option<Text<'a>>,
            #[serde(borrow)]
            pub direction: Text<'a>,
            #[serde(borrow)]
            pub from: Text<'a>,
            #[serde(borrow)]
            pub id: Text<'a>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub is_existing_contact: Option<bool>,
            pub message_id: i64,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub parent_message_id: Option<i64>,
            #[serde(borrow, skip_serializing_if = "Option::is_none")]
            pub platform: Option<Text<'a>>,
            #[serde(borrow)]
            pub timestamp: Text<'a>,
            #[serde(borrow)]
            pub to: Text<'a>,
            #[serde(borrow, skip_serializing_if = "Option::is_none")]
            pub r#type: Option<Text<'a>>,
            $(#[serde(skip_serializing_if = "Option::is_none")] $(#[$attribute])* pub $member: $type,)*
        }

        impl Rules for $name<'_> {
            fn are_kept(&self) -> bool {
                let $this = self;
                self.contact_id.are_kept()
                    && self.message_id.are_kept()
                    && self.parent_message_id.are_kept()
                    && self.timestamp.are_kept()
                    && $rules
            }
        }
    };
}

message! {
    /// A text message.
    TextMessage {
        #[serde(borrow)]
        text: Option<Text<'a>>,
    }
    _this => true
}

message! {
    /// A message with a file.
    MediaMessage {
        #[serde(borrow)]
        filename: Option<Text<'a>>,
        #[serde(borrow)]
        filename_url: Option<Text<'a>>,
        #[serde(borrow)]
        media_id: Option<Text<'a>>,
        #[serde(borrow)]
        mime_type: Option<Text<'a>>,
    }
    _this => true
}

message! {
    /// A place on the map.
    LocationMessage {
        latitude: Option<f64>,
        #[serde(borrow)]
        local_timestamp: Option<Text<'a>>,
        longitude: Option<f64>,
    }
    this => this.local_timestamp.are_kept()
        && this.latitude.is_none_or(|it| (-90.0..=90.0).contains(&it))
        && this.longitude.is_none_or(|it| (-180.0..=180.0).contains(&it))
}

message! {
    /// A reply to buttons or a list.
    InteractiveMessage {
        #[serde(borrow)]
        interactive_reply_id: Option<Text<'a>>,
        #[serde(borrow)]
        text: Option<Text<'a>>,
    }
    _this => true
}

message! {
    /// A message of a type that Azeer does not document.
    UndocumentedMessage {}
    _this => true
}

/// A contact that was added or changed.
#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct Contact<'a> {
    #[serde(borrow)]
    pub action: Text<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub business_id: Option<Text<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub contact_display_name: Option<Text<'a>>,
    pub contact_id: i64,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<i64>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Text<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub platform_id: Option<Text<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub status: Option<Text<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Text<'a>>,
    #[serde(borrow)]
    pub timestamp: Text<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Text<'a>>,
}

impl Rules for Contact<'_> {
    fn are_kept(&self) -> bool {
        self.contact_id.are_kept() && self.message_id.are_kept() && self.timestamp.are_kept()
    }
}

/// A broadcast that is over.
#[derive(Debug, Deserialize, Serialize)]
#[allow(missing_docs)]
pub struct BroadcastComplete<'a> {
    pub broadcast_id: i64,
    #[serde(borrow)]
    pub broadcast_status: Text<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub broadcast_updated_at: Option<Text<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub business_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub timestamp: Text<'a>,
}

impl Rules for BroadcastComplete<'_> {
    fn are_kept(&self) -> bool {
        self.broadcast_id.are_kept() && self.broadcast_updated_at.are_kept() && self.timestamp.are_kept()
    }
}

/// All members of an event whose members are not documented, as they came. `J` is a library's own type of JSON that
/// borrows.
#[derive(Debug)]
pub struct Members<'a, J>(pub Vec<(Text<'a>, J)>);

impl<'de: 'a, 'a, J: Deserialize<'de>> Deserialize<'de> for Members<'a, J> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<'a, J>(PhantomData<(&'a str, J)>);

        impl<'de: 'a, 'a, J: Deserialize<'de>> Visitor<'de> for Read<'a, J> {
            type Value = Members<'a, J>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}

impl<J: Serialize> Serialize for Members<'_, J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A documented event. The attributes are for the contestant that has serde choose the variant; the others do it by
/// the discriminants.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "webhook_event_type")]
#[allow(missing_docs)]
pub enum Event<'a> {
    #[serde(rename = "incoming_msg", borrow)]
    Incoming(Message<'a>),
    #[serde(rename = "outgoing_msg", borrow)]
    Outgoing(Message<'a>),
    #[serde(rename = "new_contact", borrow)]
    Contact(Contact<'a>),
    #[serde(rename = "broadcast_complete", borrow)]
    BroadcastComplete(BroadcastComplete<'a>),
    // Only where serde chooses: what it has buffered, a library's own JSON cannot borrow.
    #[serde(rename = "chat_assigned")]
    ChatAssigned(Map<String, Value>),
    #[serde(rename = "chat_closed")]
    ChatClosed(Map<String, Value>),
    #[serde(rename = "chat_mentioned")]
    ChatMentioned(Map<String, Value>),
    #[serde(rename = "template_approved")]
    TemplateApproved(Map<String, Value>),
    #[serde(rename = "billing_alert")]
    BillingAlert(Map<String, Value>),
    #[serde(rename = "for_rules")]
    ForRules(Map<String, Value>),
    #[serde(rename = "message_status_changed")]
    MessageStatusChanged(Map<String, Value>),
    #[serde(other)]
    Other,
}

/// A message, by its type.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "message_type", rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Message<'a> {
    #[serde(borrow)]
    Text(TextMessage<'a>),
    #[serde(borrow)]
    Audio(MediaMessage<'a>),
    #[serde(borrow)]
    Video(MediaMessage<'a>),
    #[serde(borrow)]
    Voice(MediaMessage<'a>),
    #[serde(borrow)]
    Image(MediaMessage<'a>),
    #[serde(borrow)]
    Document(MediaMessage<'a>),
    #[serde(borrow)]
    Sticker(MediaMessage<'a>),
    #[serde(borrow)]
    Location(LocationMessage<'a>),
    #[serde(borrow)]
    Interactive(InteractiveMessage<'a>),
    #[serde(borrow)]
    Reaction(UndocumentedMessage<'a>),
    #[serde(borrow)]
    Contacts(UndocumentedMessage<'a>),
    #[serde(borrow)]
    Order(UndocumentedMessage<'a>),
    #[serde(borrow)]
    Button(UndocumentedMessage<'a>),
    #[serde(borrow)]
    Template(UndocumentedMessage<'a>),
    #[serde(borrow)]
    System(UndocumentedMessage<'a>),
    #[serde(borrow)]
    Unsupported(UndocumentedMessage<'a>),
    #[serde(other)]
    Other,
}

impl Event<'_> {
    /// Whether it is one that is known, with the content that its type is for.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Incoming(message) | Self::Outgoing(message) => message.is_known(),
            Self::Other => false,
            _ => true,
        }
    }
}

impl Message<'_> {
    fn is_known(&self) -> bool {
        match self {
            Self::Text(it) => it.text.is_some(),
            Self::Audio(it)
            | Self::Video(it)
            | Self::Voice(it)
            | Self::Image(it)
            | Self::Document(it)
            | Self::Sticker(it) => it.filename_url.is_some(),
            Self::Location(it) => it.latitude.is_some() && it.longitude.is_some(),
            Self::Interactive(it) => it.text.is_some(),
            Self::Other => false,
            _ => true,
        }
    }
}

impl Rules for Event<'_> {
    fn are_kept(&self) -> bool {
        match self {
            Self::Incoming(it) | Self::Outgoing(it) => it.are_kept(),
            Self::Contact(it) => it.are_kept(),
            Self::BroadcastComplete(it) => it.are_kept(),
            _ => true,
        }
    }
}

impl Rules for Message<'_> {
    fn are_kept(&self) -> bool {
        match self {
            Self::Text(it) => it.are_kept(),
            Self::Audio(it)
            | Self::Video(it)
            | Self::Voice(it)
            | Self::Image(it)
            | Self::Document(it)
            | Self::Sticker(it) => it.are_kept(),
            Self::Location(it) => it.are_kept(),
            Self::Interactive(it) => it.are_kept(),
            Self::Reaction(it)
            | Self::Contacts(it)
            | Self::Order(it)
            | Self::Button(it)
            | Self::Template(it)
            | Self::System(it)
            | Self::Unsupported(it) => it.are_kept(),
            Self::Other => true,
        }
    }
}

/// The members that say what a payload is.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Discriminants<'a> {
    #[serde(borrow)]
    pub webhook_event_type: Text<'a>,
    #[serde(borrow)]
    pub message_type: Option<Text<'a>>,
}

/// An event or message type that is not known, or a message without its content.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Unknown<'a> {
    pub event_type: Cow<'a, str>,
    pub message_type: Option<Cow<'a, str>>,
    /// The whole body.
    pub payload: &'a str,
}

/// What a body comes to.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, missing_docs)]
pub enum Parsed<'a, J> {
    Known(Event<'a>),
    /// An event that Azeer lists without saying what it carries; its name is among the members.
    Undocumented(Members<'a, J>),
    Unknown(Unknown<'a>),
}
