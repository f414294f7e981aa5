//! The payload of `incoming_msg` and `outgoing_msg`: members of every message, and the content of each message type.

use alloc::borrow::Cow;
use alloc::string::String;

use azeer_webhooks_derive::Payload;

use super::members::{Direction, Latitude, Longitude, ObjectType, Platform, Timestamp};
use super::samples;
use super::undocumented::MessageType;
use crate::extra::Extra;
use crate::mime;
use crate::opt::Opt;

/// An incoming or outgoing message: the members of every message, and its content.
///
/// Source, unless a member says otherwise: the field table of Azeer's page for incoming messages, which also applies to
/// outgoing ones, and the examples there.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Message<'a> {
    /// The business the message belongs to. Not always a whole UUID.
    #[payload(public, sample = samples::BUSINESS)]
    pub business_id: Opt<Cow<'a, str>>,
    /// The contact who sent or received the message.
    #[payload(public)]
    pub contact_id: i64,
    /// Name of the contact who sent or received the message.
    #[payload(sample = samples::NAME)]
    pub contact_name: Opt<Cow<'a, str>>,
    /// Direction of the message.
    #[payload(public, sample = samples::DIRECTION)]
    pub direction: Direction<'a>,
    /// The sender's phone number: digits of an E.164 number without the plus sign in every example.
    #[payload(sample = samples::PHONE)]
    pub from: Cow<'a, str>,
    /// WhatsApp's identifier of the message. It begins with `wamid.` in the examples.
    #[payload(sample = samples::WAMID)]
    pub id: Cow<'a, str>,
    /// Whether the recipient was already a contact. Only in the examples of outgoing messages.
    #[payload(public, only("outgoing_msg"))]
    pub is_existing_contact: Opt<bool>,
    /// Azeer's identifier of the message.
    #[payload(public)]
    pub message_id: i64,
    /// The message that this one belongs to; 0 if there is none. In every example, but not in the table.
    #[payload(public, sample = samples::PARENT)]
    pub parent_message_id: Opt<i64>,
    /// Platform on which the message was sent or received.
    #[payload(public)]
    pub platform: Opt<Platform<'a>>,
    /// When the message was sent or received.
    #[payload(public)]
    pub timestamp: Timestamp<'a>,
    /// The recipient's phone number, like `from`.
    #[payload(sample = samples::PHONE)]
    pub to: Cow<'a, str>,
    /// What the event is about: `message`.
    #[payload(public, sample = samples::TYPE)]
    pub r#type: Opt<ObjectType<'a>>,
    /// Content of the message.
    #[payload(choice)]
    pub content: Content<'a>,
    /// Members that are not documented for this type of message.
    #[payload(extra)]
    pub extra: Extra<'a>,
}

impl Message<'_> {
    /// The message type: the value of `message_type`.
    pub fn message_type(&self) -> &str {
        self.content.tag()
    }

    /// The text of a text message, or the title of the option that was chosen; `None` for any other message type.
    ///
    /// ```
    /// let body = include_bytes!("../../tests/fixtures/03-incoming-interactive.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// assert_eq!(event.message().and_then(|message| message.text()), Some("requests"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(content) => Some(&content.text),
            Content::Interactive(content) => Some(&content.text),
            _ => None,
        }
    }

    /// Whether the message belongs to another one: `parent_message_id` is present, not null and not 0.
    pub fn is_reply(&self) -> bool {
        self.parent_message_id.value().is_some_and(|&id| id != 0)
    }

    /// The file of an audio, video, voice, image, document or sticker message; `None` for any other message type.
    pub fn media(&self) -> Option<&Media<'_>> {
        match &self.content {
            Content::Audio(media)
            | Content::Video(media)
            | Content::Voice(media)
            | Content::Image(media)
            | Content::Document(media)
            | Content::Sticker(media) => Some(media),
            _ => None,
        }
    }
}

impl Media<'_> {
    /// The media type of the file, without parameters and in lower case: `audio/mp4` for `audio/mp4;`. `None` if
    /// [`mime_type`](Media::mime_type) is absent, null or not a MIME type.
    ///
    /// This is the essence of the MIME type (WHATWG MIME Sniffing, section 4.4, "Parsing a MIME type").
    ///
    /// ```
    /// let body = include_bytes!("../../tests/fixtures/07-outgoing-audio.json");
    /// let event = azeer_webhooks::parse(body)?;
    /// let media = event.message().and_then(|message| message.media()).unwrap();
    /// assert_eq!(media.media_type().as_deref(), Some("audio/mp4"));
    /// # Ok::<(), azeer_webhooks::Error>(())
    /// ```
    pub fn media_type(&self) -> Option<String> {
        let text = self.mime_type.value()?;
        text.get(mime::essence(text.as_bytes())?).map(str::to_ascii_lowercase)
    }
}

/// Content of a message. The member `message_type` chooses the variant.
#[derive(Clone, Debug, PartialEq, Payload)]
#[payload(
    tag = "message_type",
    doc = "Type of the message. Azeer's page: \"Type of the message (audio, video, voice, image, document, etc.)\", an open list."
)]
#[non_exhaustive]
pub enum Content<'a> {
    /// A text message.
    #[payload("text")]
    Text(Text<'a>),
    /// An audio file.
    #[payload("audio")]
    Audio(Media<'a>),
    /// A video.
    #[payload("video")]
    Video(Media<'a>),
    /// A voice message.
    #[payload("voice")]
    Voice(Media<'a>),
    /// An image.
    #[payload("image")]
    Image(Media<'a>),
    /// A document.
    #[payload("document")]
    Document(Media<'a>),
    /// A sticker.
    #[payload("sticker")]
    Sticker(Media<'a>),
    /// A place on the map.
    #[payload("location")]
    Location(Location<'a>),
    /// A reply to buttons or a list.
    #[payload("interactive")]
    Interactive(Interactive<'a>),
    /// A message type that WhatsApp has and Azeer does not document. Its content is in [`Message::extra`].
    #[payload("reaction", "contacts", "order", "button", "template", "system", "unsupported")]
    Undocumented(MessageType),
}

/// Content of a text message.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Text<'a> {
    /// Text of the message. In the examples of text messages.
    #[payload(content)]
    pub text: Cow<'a, str>,
}

/// Content of a message with a file.
///
/// Azeer documents examples of audio only. The other types that its page names are assumed to have the same members.
#[derive(Clone, Debug, PartialEq, Payload)]
#[payload(media)]
#[non_exhaustive]
pub struct Media<'a> {
    /// Name of the file. Only in the example of an outgoing message.
    #[payload(only("outgoing_msg"), sample = samples::FILENAME)]
    pub filename: Opt<Cow<'a, str>>,
    /// URL of the file. Any host is accepted, because hosts change.
    #[payload(content, sample = samples::FILENAME_URL)]
    pub filename_url: Cow<'a, str>,
    /// Identifier of the file. A string, even if it has only digits.
    #[payload(sample = samples::MEDIA_ID)]
    pub media_id: Opt<Cow<'a, str>>,
    /// MIME type of the file, as Azeer sends it. One example ends with a semicolon.
    #[payload(public, sample = samples::MIME_TYPE)]
    pub mime_type: Opt<Cow<'a, str>>,
}

/// Content of a location message.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Location<'a> {
    /// Degrees north of the equator. In the example of a location message.
    #[payload(content)]
    pub latitude: Latitude,
    /// A time whose meaning Azeer does not document. The zero time in the only example.
    #[payload(public, sample = samples::NO_TIME)]
    pub local_timestamp: Opt<Timestamp<'a>>,
    /// Degrees east of Greenwich. In the example of a location message.
    #[payload(content)]
    pub longitude: Longitude,
}

/// Content of a reply to buttons or a list.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Interactive<'a> {
    /// Identifier of the chosen option: `$0` in the example.
    #[payload(public, sample = samples::REPLY_ID)]
    pub interactive_reply_id: Opt<Cow<'a, str>>,
    /// Title of the chosen option. In the example of a reply.
    #[payload(content, sample = samples::OPTION)]
    pub text: Cow<'a, str>,
}
