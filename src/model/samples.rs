//! Example values of members, from which the factories for tests make events. They are templates:
//!
//! | in a template | becomes |
//! | --- | --- |
//! | `#` | a digit |
//! | `~` | a digit from 0 to f |
//! | `@` | an upper-case letter or a digit |
//!
//! Formats are those of Azeer's examples. Hosts are reserved for examples. Phone numbers are Azeer's,
//! and such as Britain and the United States reserve for fiction.

use crate::declare::Samples;

/// Any text: Latin, Arabic, emoji, and the characters that Azeer's JSON escapes.
pub(crate) const TEXT: Samples = &[(
    None,
    &[
        "hello",
        "banana",
        "مرحبا، متى يصل طلبي؟ 🚚",
        "السلام عليكم",
        "شكراً جزيلاً 🙏🏽",
        "طلب رقم ######: تم الشحن إلى الرياض",
        "Where is my order ######?",
        "3 < 5 & 5 > 3",
        "first line\nsecond line",
        "\"quoted\", and a \\",
        "line\u{2028}separator",
        "👨‍👩‍👧‍👦",
    ],
)];

pub(crate) const INTEGER: Samples = &[(None, &["1##", "1####", "2######"])];

pub(crate) const BOOLEAN: Samples = &[(None, &["true", "false"])];

/// The numbers of digits that Azeer sends, and an offset.
pub(crate) const TIME: Samples = &[(
    None,
    &[
        "2024-03-1#T0#:3#:5#Z",
        "2024-03-1#T1#:2#:3#.######Z",
        "2024-11-2#T1#:4#:0#.#########Z",
        "2025-06-1#T0#:1#:4#Z",
        "2025-08-1#T1#:5#:1#+03:00",
    ],
)];

/// Go's zero time, which means "not set".
pub(crate) const NO_TIME: Samples = &[(None, &["0001-01-01T00:00:00Z"])];

pub(crate) const LATITUDE: Samples = &[(None, &["24.7######", "21.5######", "12.99#####", "-33.9######"])];

pub(crate) const LONGITUDE: Samples = &[(None, &["46.6######", "39.2######", "77.61#####", "-0.12#####"])];

pub(crate) const BUSINESS: Samples =
    &[(None, &["~~~~~~~~-~~~~-~~~~", "~~~~~~~~-~~~~-~~~~-~~~~-~~~~~~~~~~~~"])];

pub(crate) const NAME: Samples = &[(
    None,
    &[
        "James",
        "james bond",
        "جيمس",
        "محمد العتيبي",
        "فاطمة الزهراء",
        "Zoë",
        "Noura 🌷",
        "O'Brien & Sons",
        "李雷",
    ],
)];

/// Without the plus sign, as Azeer sends them.
pub(crate) const PHONE: Samples =
    &[(None, &["966594220647", "91987654321", "447700900###", "442079460###", "12##55501##"])];

pub(crate) const WAMID: Samples = &[(
    None,
    &[
        "wamid.HBAEhggN@@@@@@@@@@@@@@@@@@@@@@@@@@@@A",
        "wamid.HBgM@@@@@@@@@@@@@@A",
        "wamid.HBAERgS@@@@@@@@@@@@@@@@@@@@AA==",
    ],
)];

pub(crate) const DIRECTION: Samples = &[(Some("incoming_msg"), &["in"]), (Some("outgoing_msg"), &["out"])];

pub(crate) const TYPE: Samples = &[(Some("new_contact"), &["contact"]), (None, &["message"])];

/// A message that belongs to none, and one that belongs to another.
pub(crate) const PARENT: Samples = &[(None, &["0", "1####"])];

pub(crate) const TAGS: Samples = &[(None, &["new tag", "vip", "عميل جديد"])];

pub(crate) const REPLY_ID: Samples = &[(None, &["$#"])];

pub(crate) const OPTION: Samples =
    &[(None, &["requests", "نعم", "لا", "Track my order 📦", "Terms & conditions"])];

pub(crate) const FILENAME: Samples = &[(None, &["blob"])];

pub(crate) const MEDIA_ID: Samples = &[(None, &["9##############", "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"])];

pub(crate) const MIME_TYPE: Samples = &[
    (Some("audio"), &["audio/aac", "audio/mp4;"]),
    (Some("voice"), &["audio/ogg; codecs=opus"]),
    (Some("video"), &["video/mp4"]),
    (Some("image"), &["image/jpeg", "image/png"]),
    (Some("document"), &["application/pdf"]),
    (Some("sticker"), &["image/webp"]),
    (None, &["application/octet-stream"]),
];

pub(crate) const FILENAME_URL: Samples = &[
    (
        Some("audio"),
        &[
            "https://cdn.example.com/msgs/file_###############.aac",
            "https://cdn.example.com/media/~~~~~~~~-~~~~-~~~~/msg/~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~.mp4",
        ],
    ),
    (Some("voice"), &["https://cdn.example.com/msgs/file_###############.ogg"]),
    (Some("video"), &["https://cdn.example.com/msgs/file_###############.mp4"]),
    (
        Some("image"),
        &[
            "https://cdn.example.com/msgs/file_###############.jpg",
            "https://cdn.example.com/msgs/file_###############.png",
        ],
    ),
    (Some("document"), &["https://cdn.example.com/msgs/file_###############.pdf"]),
    (Some("sticker"), &["https://cdn.example.com/msgs/file_###############.webp"]),
    (None, &["https://cdn.example.com/msgs/file_###############"]),
];
