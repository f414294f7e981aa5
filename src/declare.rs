//! Declarations as data. The derives turn the payload structs into [`Choice`], [`Payload`] and [`Member`]; [`Tables`]
//! computes the [`Registry`] from these when the crate is compiled. Nothing here is written by hand for a payload.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// The kind of value that a member must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any string, even an empty one.
    String,
    /// A number whose exact value is an integer from -(2^53 - 1) to 2^53 - 1.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An RFC 3339 date-time.
    DateTime,
    /// A number from -90 to 90.
    Latitude,
    /// A number from -180 to 180.
    Longitude,
}

/// What an absent member means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The event is invalid. Null is an issue too.
    Required,
    /// The message has no content: the event is unknown, not invalid. Null means the same.
    Content,
    /// Nothing. The member may be absent or null.
    Optional,
}

/// Example values, as templates (`src/model/samples.rs`). Each list is for the event or the message type that it names;
/// without a name it is for all others. The lists of one message type belong together: a value of one list goes with
/// the value at the same place of another.
pub type Samples = &'static [(Option<&'static str>, &'static [&'static str])];

/// A member of a payload, as its struct declares it.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name on the wire.
    pub name: &'static str,
    /// The kind of value that it must have.
    pub kind: Kind,
    /// The documented values, if it is an open set: others are accepted.
    pub values: &'static [&'static str],
    /// What its absence means.
    pub need: Need,
    /// Whether every documented example of the payload has it.
    pub in_examples: bool,
    /// Whether its value never describes a person, so that logs may contain it.
    pub public: bool,
    /// The events that it is documented for; empty if that is every event with this payload.
    pub only: &'static [&'static str],
    /// Example values.
    pub samples: Samples,
    /// Its doc comment.
    pub doc: &'static str,
    /// The TypeScript declaration of its type; empty if that is a built-in one.
    #[cfg(feature = "tsify")]
    pub typescript: &'static str,
    /// The Rust type as it is declared.
    #[cfg(feature = "tsify")]
    pub rust: &'static str,
}

/// A payload struct.
#[derive(Clone, Copy, Debug)]
pub struct Payload {
    /// The struct's name.
    pub name: &'static str,
    /// Its members, in the order of the declaration.
    pub members: &'static [Member],
    /// For a message, the choice of its content.
    pub choice: Option<&'static Choice>,
    /// Whether it is the content of a message with a file.
    pub is_media: bool,
    /// The TypeScript interface of its members, then one for each event that has additional members.
    #[cfg(feature = "tsify")]
    pub interfaces: &'static [Interface],
}

/// A TypeScript interface of members.
#[cfg(feature = "tsify")]
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// `MessageMembers`, or `MessageOutgoingMsgMembers` for the additional members of one event.
    pub name: &'static str,
    /// The event whose additional members it has; `None` for the members of every event.
    pub only: Option<&'static str>,
    /// The source text of the interface.
    pub declaration: &'static str,
}

/// An enum of payloads. A discriminant chooses the variant.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The discriminant's name on the wire.
    pub tag: &'static str,
    /// The discriminant's doc comment.
    pub doc: &'static str,
    /// The variants.
    pub variants: &'static [Variant],
}

/// A variant of a choice.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The variant's name.
    pub name: &'static str,
    /// The discriminant's values that choose it.
    pub values: &'static [&'static str],
    /// Its doc comment.
    pub doc: &'static str,
    /// Its payload; `None` if its members are not documented.
    pub payload: Option<&'static Payload>,
}

impl Member {
    /// Whether the member is documented for an event.
    pub fn is_of(&self, event: &str) -> bool {
        self.only.is_empty() || self.only.contains(&event)
    }

    /// The example values for an event, and whether they are those of its message type.
    pub fn samples_of(&self, event: &str, message_type: Option<&str>) -> (&'static [&'static str], bool) {
        let list = |name: Option<&str>| self.samples.iter().find(|it| it.0 == name).map(|it| it.1);
        let of_type = message_type.and_then(|name| list(Some(name)));
        (of_type.or_else(|| list(Some(event))).or_else(|| list(None)).unwrap_or_default(), of_type.is_some())
    }
}

impl Choice {
    /// The names of public members and of the discriminants. Some names are repeated.
    pub fn public_names(&self) -> Vec<&'static str> {
        let mut names = vec![self.tag];
        for payload in self.variants.iter().filter_map(|variant| variant.payload) {
            names.extend(payload.members.iter().filter(|member| member.public).map(|member| member.name));
            names.extend(payload.choice.into_iter().flat_map(Choice::public_names));
        }
        names
    }
}

/// A documented member name and the one kind of value that it has in all payloads.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// The kind of value that it must have.
    pub kind: Kind,
}

/// A set of fields: bit `i` is field `i` of [`Registry::fields`].
pub type Mask = u64;

/// The rules for one event name, or for one event name with one message type.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The event name.
    pub event: &'static str,
    /// The message type, if the event is a message. `None` for the shape that all its message types share.
    pub message_type: Option<&'static str>,
    /// Index of the event's variant, and of the content's variant.
    pub variants: (usize, usize),
    /// Documented members, discriminants included.
    pub known: Mask,
    /// Members that must be present and not null.
    pub required: Mask,
    /// Members without which the message has no content.
    pub content: Mask,
    /// Members that every documented example has. Media types without an example are assumed to be like audio.
    pub in_examples: Mask,
    /// Whether Azeer documents the members of this event or message type.
    pub documented: bool,
}

const NO_SHAPE: Shape = Shape {
    event: "",
    message_type: None,
    variants: (0, 0),
    known: 0,
    required: 0,
    content: 0,
    in_examples: 0,
    documented: false,
};

/// The largest number of documented member names.
pub const MAX_FIELDS: usize = Mask::BITS as usize;
const MAX_NAMES: usize = 32;
const MAX_SHAPES: usize = 64;

/// An event name or a message type, and the indices of its shapes.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// The value of the discriminant.
    pub value: &'static str,
    /// For an event, the index of its only shape, or of the first of its message types' shapes. For a message type,
    /// the number to add to that.
    pub shape: usize,
    /// For a message event, the index of the shape that all its message types share; `None` for any other event.
    pub envelope: Option<usize>,
}

/// The tables that the check, the WebAssembly boundary and the generator use.
#[derive(Debug)]
pub struct Registry {
    fields: &'static [Field],
    events: &'static [Name],
    types: &'static [Name],
    shapes: &'static [Shape],
    /// Index of the field that is the event name.
    pub event_tag: usize,
    /// Index of the field that is the message type.
    pub message_type_tag: usize,
}

impl Registry {
    /// The registry with the given tables, which are those of `tables` without unused places.
    pub(crate) const fn new(
        tables: &Tables,
        (fields, events, types, shapes): (
            &'static [Field],
            &'static [Name],
            &'static [Name],
            &'static [Shape],
        ),
    ) -> Self {
        Self {
            fields,
            events,
            types,
            shapes,
            event_tag: tables.event_tag,
            message_type_tag: tables.message_type_tag,
        }
    }

    /// Every documented member name, in the order of their bytes.
    pub fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Every event name.
    pub fn events(&self) -> &'static [Name] {
        self.events
    }

    /// The event names of messages.
    pub fn messages(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.events.iter().filter(|event| event.envelope.is_some()).map(|event| event.value)
    }

    /// Every message type. Adding its `shape` to the event's `shape` gives the index of their shape.
    pub fn message_types(&self) -> &'static [Name] {
        self.types
    }

    /// Every shape, including those that all message types of an event share.
    pub const fn shapes(&self) -> &'static [Shape] {
        self.shapes
    }

    /// The kind of value that a field must have.
    pub fn kind(&self, field: usize) -> Kind {
        self.fields.get(field).map_or(Kind::String, |field| field.kind)
    }

    /// Index of the field with this name.
    pub fn field(&self, name: &[u8]) -> Option<usize> {
        self.fields.binary_search_by(|field| field.name.as_bytes().cmp(name)).ok()
    }
}

/// The first `N` items of a table.
pub(crate) const fn first<T: Copy, const N: usize>(table: &[T]) -> [T; N] {
    let mut items = [table[0]; N];
    let mut i = 0;
    while i < N {
        items[i] = table[i];
        i += 1;
    }
    items
}

/// The tables while they are computed. The arrays are as large as they may become; the counts tell how much is used.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) fields: [Field; MAX_FIELDS],
    pub(crate) field_count: usize,
    pub(crate) events: [Name; MAX_NAMES],
    pub(crate) event_count: usize,
    pub(crate) types: [Name; MAX_NAMES],
    pub(crate) type_count: usize,
    pub(crate) shapes: [Shape; MAX_SHAPES],
    pub(crate) shape_count: usize,
    event_tag: usize,
    message_type_tag: usize,
}

impl Shape {
    /// Members that most events of this shape have: those in every documented example, and those that are required.
    pub const fn literal_members(&self) -> Mask {
        self.known & (self.in_examples | self.required | self.content)
    }
}

impl Tables {
    /// Index of the field with this name, for constants.
    ///
    /// # Panics
    /// If no payload declares the name: then the constant does not compile.
    pub(crate) const fn index(&self, name: &str) -> usize {
        let mut i = 0;
        while i < self.field_count {
            if compare(self.fields[i].name, name).is_eq() {
                return i;
            }
            i += 1;
        }
        panic!("no payload declares a member of this name")
    }

    /// Computes the tables from the declaration of all events.
    ///
    /// # Panics
    /// If declarations contradict each other, or are more than the tables hold: then the crate does not compile.
    pub(crate) const fn of(events: &Choice) -> Self {
        const NONE: Name = Name { value: "", shape: 0, envelope: None };
        const UNUSED: Field = Field { name: "", kind: Kind::String };
        let mut it = Self {
            fields: [UNUSED; MAX_FIELDS],
            field_count: 0,
            events: [NONE; MAX_NAMES],
            event_count: 0,
            types: [NONE; MAX_NAMES],
            type_count: 0,
            shapes: [NO_SHAPE; MAX_SHAPES],
            shape_count: 0,
            event_tag: 0,
            message_type_tag: 0,
        };
        let content = find_content(events);
        it.add_choice(events);
        it.add_choice(content);
        it.event_tag = it.index(events.tag);
        it.message_type_tag = it.index(content.tag);

        let mut i = 0;
        while i < content.variants.len() {
            let mut j = 0;
            while j < content.variants[i].values.len() {
                it.types[it.type_count] =
                    Name { value: content.variants[i].values[j], shape: it.type_count, envelope: None };
                it.type_count += 1;
                j += 1;
            }
            i += 1;
        }

        i = 0;
        while i < events.variants.len() {
            let mut j = 0;
            while j < events.variants[i].values.len() {
                it.add_event(i, &events.variants[i], events.variants[i].values[j]);
                j += 1;
            }
            i += 1;
        }
        it
    }

    const fn add_event(&mut self, index: usize, variant: &Variant, event: &'static str) {
        let mut shape = Shape {
            event,
            variants: (index, 0),
            known: 1 << self.event_tag,
            required: 1 << self.event_tag,
            ..NO_SHAPE
        };
        let mut name = Name { value: event, shape: self.shape_count, envelope: None };
        match variant.payload {
            None => self.add_shape(shape),
            Some(payload) => {
                self.add_members(&mut shape, payload, event);
                match payload.choice {
                    None => {
                        shape.documented = true;
                        self.add_shape(shape);
                    }
                    Some(content) => {
                        shape.known |= 1 << self.message_type_tag;
                        shape.required |= 1 << self.message_type_tag;
                        self.add_contents(shape, content, event);
                        name.envelope = Some(self.shape_count);
                        self.add_shape(shape);
                    }
                }
            }
        }
        self.events[self.event_count] = name;
        self.event_count += 1;
    }

    const fn add_contents(&mut self, envelope: Shape, content: &Choice, event: &'static str) {
        let mut i = 0;
        while i < content.variants.len() {
            let variant = &content.variants[i];
            let mut j = 0;
            while j < variant.values.len() {
                let mut shape = envelope;
                shape.message_type = Some(variant.values[j]);
                shape.variants.1 = i;
                if let Some(payload) = variant.payload {
                    shape.documented = true;
                    self.add_members(&mut shape, payload, event);
                }
                self.add_shape(shape);
                j += 1;
            }
            i += 1;
        }
    }

    const fn add_shape(&mut self, shape: Shape) {
        self.shapes[self.shape_count] = shape;
        self.shape_count += 1;
    }

    const fn add_members(&self, shape: &mut Shape, payload: &Payload, event: &str) {
        let mut i = 0;
        while i < payload.members.len() {
            let member = &payload.members[i];
            if member.only.is_empty() || contains(member.only, event) {
                let bit = 1 << self.index(member.name);
                shape.known |= bit;
                if member.in_examples {
                    shape.in_examples |= bit;
                }
                match member.need {
                    Need::Required => shape.required |= bit,
                    Need::Content => shape.content |= bit,
                    Need::Optional => {}
                }
            }
            i += 1;
        }
    }

    const fn add_choice(&mut self, choice: &Choice) {
        self.add_field(Field { name: choice.tag, kind: Kind::String });
        let mut i = 0;
        while i < choice.variants.len() {
            if let Some(payload) = choice.variants[i].payload {
                let mut j = 0;
                while j < payload.members.len() {
                    let member = &payload.members[j];
                    self.add_field(Field { name: member.name, kind: member.kind });
                    j += 1;
                }
            }
            i += 1;
        }
    }

    const fn add_field(&mut self, field: Field) {
        let mut at = 0;
        while at < self.field_count {
            let order = compare(self.fields[at].name, field.name);
            if order.is_eq() {
                assert!(
                    self.fields[at].kind as u8 == field.kind as u8,
                    "a member has one type in all payloads, but this declaration gives it two"
                );
                return;
            }
            if order.is_gt() {
                break;
            }
            at += 1;
        }
        assert!(self.field_count < MAX_FIELDS, "more member names than a Mask has bits");
        let mut i = self.field_count;
        while i > at {
            self.fields[i] = self.fields[i - 1];
            i -= 1;
        }
        self.fields[at] = field;
        self.field_count += 1;
    }
}

/// The choice of contents in the first payload that has one.
const fn find_content(events: &Choice) -> &'static Choice {
    let mut i = 0;
    while i < events.variants.len() {
        if let Some(Payload { choice: Some(content), .. }) = events.variants[i].payload {
            return content;
        }
        i += 1;
    }
    panic!("no event has a content")
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if compare(names[i], name).is_eq() {
            return true;
        }
        i += 1;
    }
    false
}

/// Like `Ord` for `str`, which constants cannot call.
const fn compare(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return if a[i] < b[i] { Ordering::Less } else { Ordering::Greater };
        }
        i += 1;
    }
    if a.len() == b.len() {
        Ordering::Equal
    } else if a.len() < b.len() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

#[cfg(test)]
mod tests {
    use super::{Mask, Shape, compare};
    use crate::check::bits;
    use crate::model::REGISTRY;

    fn shape(event: &str, content: &str) -> &'static Shape {
        let is_it = |it: &&Shape| it.event == event && it.message_type.unwrap_or_default() == content;
        REGISTRY.shapes().iter().find(is_it).unwrap()
    }

    fn names(members: Mask) -> Vec<&'static str> {
        bits(members).map(|field| REGISTRY.fields()[field].name).collect()
    }

    #[test]
    fn a_text_message_has_the_members_of_its_example() {
        let text = shape("incoming_msg", "text");
        assert!(text.documented);
        let mut example: Vec<_> = include_str!("../tests/fixtures/01-incoming-text.json").lines().collect();
        example.retain(|line| line.contains(':'));
        let mut example: Vec<_> = example.iter().map(|line| line.split('"').nth(1).unwrap()).collect();
        example.sort_unstable();
        assert_eq!(names(text.literal_members()), example);
        assert_eq!(text.known & text.literal_members(), text.literal_members());
        for (name, is_required) in [
            ("from", true),
            ("message_type", true),
            ("webhook_event_type", true),
            ("platform", false),
            ("text", false),
        ] {
            assert_eq!(names(text.required).contains(&name), is_required, "{name}");
        }
        assert!(names(text.content).contains(&"text"));
        assert!(!names(text.content).contains(&"from"));
    }

    #[test]
    fn some_members_belong_to_one_event_or_to_some_examples_only() {
        let sent = shape("outgoing_msg", "text");
        let only_sent = names(sent.known & !shape("incoming_msg", "text").known);
        assert!(only_sent.contains(&"is_existing_contact") && !only_sent.contains(&"from"));
        let contact = shape("new_contact", "");
        let rare = names(contact.known & !contact.literal_members());
        assert!(rare.contains(&"message_id") && !rare.contains(&"tags"));
        for (content, needed) in
            [("location", "latitude"), ("location", "longitude"), ("sticker", "filename_url")]
        {
            assert!(names(shape("incoming_msg", content).content).contains(&needed));
        }
    }

    #[test]
    fn an_event_without_a_payload_has_its_name_only() {
        let closed = shape("chat_closed", "");
        assert!(!closed.documented);
        for members in [closed.known, closed.required, closed.literal_members()] {
            assert_eq!(names(members), ["webhook_event_type"]);
        }
        assert_eq!(closed.content, 0);
        let reaction = shape("incoming_msg", "reaction");
        assert!(!reaction.documented);
        assert_eq!(reaction.content, 0);
        assert_eq!(reaction.known & shape("incoming_msg", "text").known, reaction.known);
    }

    #[test]
    fn texts_are_compared_as_ord_does() {
        for a in ["", "a", "ab", "abc", "b", "\u{e9}"] {
            for b in ["", "a", "ab", "abc", "b", "\u{e9}"] {
                assert_eq!(compare(a, b), a.cmp(b), "{a} {b}");
            }
        }
    }
}
