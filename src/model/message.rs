//! Messages: what all of them have, and what each type carries.

use alloc::borrow::Cow;
use alloc::string::String;

use azeer_webhooks_derive::Payload;

use super::members::{Direction, Latitude, Longitude, ObjectType, Platform, Timestamp};
use super::undocumented::MessageType;
use crate::extra::Extra;
use crate::mime;
use crate::opt::Opt;

/// A message, incoming or outgoing: what every type of message has, and its content.
///
/// Source, unless a member says otherwise: the field table of Azeer's page for incoming messages, which holds for
/// outgoing ones too, and the examples there.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Message<'a> {
    /// The business the message belongs to. Not always a whole UUID.
    #[payload(public)]
    pub business_id: Opt<Cow<'a, str>>,
    /// The contact who sent or received the message.
    #[payload(public)]
    pub contact_id: i64,
    /// Name of the contact who sent or received the message.
    pub contact_name: Opt<Cow<'a, str>>,
    /// Which way the message went.
    #[payload(public)]
    pub direction: Direction<'a>,
    /// The sender's phone number: digits of an E.164 number without the plus sign in every example.
    pub from: Cow<'a, str>,
    /// WhatsApp's identifier of the message, `wamid.` and more.
    pub id: Cow<'a, str>,
    /// Whether the recipient was a contact before. In the examples of outgoing messages only.
    #[payload(public, only("outgoing_msg"))]
    pub is_existing_contact: Opt<bool>,
    /// Azeer's identifier of the message.
    #[payload(public)]
    pub message_id: i64,
    /// The message that this one belongs to; 0 is none. In every example, not in the table.
    #[payload(public)]
    pub parent_message_id: Opt<i64>,
    /// Platform on which the message was sent or received.
    #[payload(public)]
    pub platform: Opt<Platform<'a>>,
    /// When the message was sent or received.
    #[payload(public)]
    pub timestamp: Timestamp<'a>,
    /// The recipient's phone number, like `from`.
    pub to: Cow<'a, str>,
    /// What the event is about: `message`.
    #[payload(public)]
    pub r#type: Opt<ObjectType<'a>>,
    /// What the message carries.
    #[payload(choice)]
    pub content: Content<'a>,
    /// Members that are not documented for such a message.
    #[payload(extra)]
    pub extra: Extra<'a>,
}

impl Message<'_> {
    /// The type of the message on the wire, the value of `message_type`.
    pub fn message_type(&self) -> &str {
        self.content.tag()
    }

    /// What a person wrote or chose: the text of a text message, or the title of the chosen option.
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

    /// Whether it belongs to another message: `parent_message_id` is there and not 0.
    pub fn is_reply(&self) -> bool {
        self.parent_message_id.value().is_some_and(|&id| id != 0)
    }

    /// The file of an audio, video, voice, image, document or sticker message.
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
    /// What kind of file it is, `audio/mp4` of `audio/mp4;`: the essence of [`mime_type`](Media::mime_type) by the rules
    /// of the WHATWG, in lower case; `None` where it is absent, null or no MIME type.
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

/// What a message carries. The member `message_type` chooses the variant.
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
    /// A type that WhatsApp has and Azeer does not document. What it carries is among the members that are not documented.
    #[payload("reaction", "contacts", "order", "button", "template", "system", "unsupported")]
    Undocumented(MessageType),
}

/// Content of a text message.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Text<'a> {
    /// What was written. In the examples of text messages.
    #[payload(content)]
    pub text: Cow<'a, str>,
}

/// Content of a message with a file.
///
/// The only examples are of audio; the other types that the page names are taken to be like it.
#[derive(Clone, Debug, PartialEq, Payload)]
#[payload(media)]
#[non_exhaustive]
pub struct Media<'a> {
    /// Name of the file. In the example of an outgoing message only.
    #[payload(only("outgoing_msg"))]
    pub filename: Opt<Cow<'a, str>>,
    /// URL of the file. Hosts change: it is not tied to one.
    #[payload(content)]
    pub filename_url: Cow<'a, str>,
    /// Identifier of the file. A string, even where it is all digits.
    pub media_id: Opt<Cow<'a, str>>,
    /// MIME type of the file, as Azeer has it: once with a semicolon and nothing behind.
    #[payload(public)]
    pub mime_type: Opt<Cow<'a, str>>,
}

/// Content of a location message.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Location<'a> {
    /// Degrees north of the equator. In the example of a location message.
    #[payload(content)]
    pub latitude: Latitude,
    /// The zero time in the one example there is.
    #[payload(public)]
    pub local_timestamp: Opt<Timestamp<'a>>,
    /// Degrees east of Greenwich. In the example of a location message.
    #[payload(content)]
    pub longitude: Longitude,
}

/// Content of a reply to buttons or a list.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct Interactive<'a> {
    /// Which option was chosen: `$0` in the example.
    #[payload(public)]
    pub interactive_reply_id: Opt<Cow<'a, str>>,
    /// Title of the chosen option. In the example of a reply.
    #[payload(content)]
    pub text: Cow<'a, str>,
}
