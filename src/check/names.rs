//! Member names as small numbers, which are usually found without a search.

use crate::declare::{Kind, MAX_FIELDS, Registry};
use crate::json::Key;

/// Documented names, learned names, and the order of names in earlier bodies. Payloads of one kind have their members
/// in one order, so the next name is expected, and one comparison is faster than any search.
///
/// Name ids below [`MAX_FIELDS`] are the fields of the registry; those from [`MAX_FIELDS`] on are learned names.
#[derive(Debug)]
pub struct Names {
    /// The key of each name id.
    pub(super) keys: [Key; Self::NONE],
    /// Kinds of documented fields.
    pub(super) kinds: [Kind; MAX_FIELDS],
    /// How many names are learned.
    count: usize,
    /// Whether there was no space to learn another name.
    is_full: bool,
    /// How often the learned names were forgotten. Afterwards their ids mean other names.
    generation: u32,
    /// For each name id, the id of the name that followed it last time.
    pub(super) successors: [u8; Self::NONE + 1],
    /// The name id of each hash. If two names have one hash, one of them is found by search.
    pub(super) by_hash: [u8; 1 << u8::BITS],
    /// How many names were found in each way.
    #[cfg(test)]
    pub(super) found: [usize; 3],
}

/// How the id of a name was found. Every way finds the same id, so only tests use this.
#[derive(Clone, Copy)]
pub(super) enum Found {
    /// It is the name that followed the previous name last time.
    AsExpected,
    ByHash,
    BySearch,
}

impl Names {
    /// The value of [`Undocumented::learned`](super::Undocumented::learned) for a name that is not learned.
    pub const NOT_LEARNED: u32 = u32::MAX;
    const MAX_LEARNED: usize = 16;
    /// The id of a name that is neither documented nor learned. It is also the predecessor of the first member.
    pub(super) const NONE: usize = MAX_FIELDS + Self::MAX_LEARNED;

    pub(super) const EMPTY: Self = Self {
        keys: [Key::NONE; Self::NONE],
        kinds: [Kind::String; MAX_FIELDS],
        count: 0,
        is_full: false,
        generation: 0,
        successors: [0; Self::NONE + 1],
        by_hash: [0; 1 << u8::BITS],
        #[cfg(test)]
        found: [0; 3],
    };

    #[inline(always)]
    #[allow(clippy::inline_always, clippy::unused_self)]
    pub(super) fn note(&mut self, found: Found) {
        let _ = found as usize;
        #[cfg(test)]
        {
            self.found[found as usize] += 1;
        }
    }

    pub(super) fn prepare(&mut self, registry: &Registry) {
        for (id, field) in registry.fields().iter().enumerate() {
            self.keys[id] = Key::new(field.name.as_bytes());
            self.kinds[id] = field.kind;
            self.by_hash[hash(field.name.as_bytes())] = id as u8;
        }
    }

    /// How often the learned names were forgotten. When this changes, anything kept by the index of a learned name is
    /// invalid.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The value of [`Undocumented::learned`](super::Undocumented::learned) for a name id that is not a field.
    pub(super) fn learned(id: usize) -> u32 {
        if id == Self::NONE { Self::NOT_LEARNED } else { (id - MAX_FIELDS) as u32 }
    }

    /// The id of an undocumented name, which is learned if it is new. `None` if it cannot be learned.
    pub(super) fn learn(&mut self, name: &[u8]) -> Option<usize> {
        let key = Key::of(name)?;
        let learned = self.keys.get_mut(MAX_FIELDS..)?;
        let index = learned.iter().take(self.count).position(|it| *it == key).unwrap_or(self.count);
        if index == self.count {
            self.is_full = index == Self::MAX_LEARNED;
            *learned.get_mut(index)? = key;
            self.count += 1;
            // A learned name never replaces a documented one.
            let by_hash = &mut self.by_hash[hash(name)];
            if *by_hash == 0 || usize::from(*by_hash) >= MAX_FIELDS {
                *by_hash = (MAX_FIELDS + index) as u8;
            }
        }
        Some(MAX_FIELDS + index)
    }

    /// Forgets the learned names if there was no space for another: the names in use may have changed.
    #[inline]
    pub(super) fn make_space(&mut self) {
        if self.is_full {
            self.forget();
        }
    }

    #[cold]
    fn forget(&mut self) {
        if let Some(learned) = self.keys.get_mut(MAX_FIELDS..) {
            learned.fill(Key::NONE);
        }
        self.count = 0;
        self.is_full = false;
        self.generation = self.generation.wrapping_add(1);
    }
}

/// The hash of a name. Few documented names have the same one (tested).
#[inline]
pub(super) fn hash(name: &[u8]) -> usize {
    match name {
        [first, .., last] => (name.len() + 5 * usize::from(*first) + 10 * usize::from(*last)) & 0xFF,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Names, hash};
    use crate::check::Scratch;
    use crate::check::tests::{body, checked};
    use crate::declare::MAX_FIELDS;
    use crate::model::REGISTRY;

    /// How many names of a body are found as expected, by their hash, and by search.
    fn ways(body: &str, scratch: &mut Scratch) -> [usize; 3] {
        scratch.names.found = [0; 3];
        let _ = checked(body, scratch);
        scratch.names.found
    }

    /// Names that begin with `start`. Their hashes differ from each other and from those of documented names.
    fn with_unique_hashes(start: &str) -> impl Iterator<Item = String> {
        let names = (b'A'..=b'z')
            .filter(u8::is_ascii_alphanumeric)
            .map(move |last| format!("{start}{}", char::from(last)));
        names.filter(|name| {
            REGISTRY.fields().iter().all(|field| hash(field.name.as_bytes()) != hash(name.as_bytes()))
        })
    }

    fn named(range: std::ops::Range<usize>) -> Vec<String> {
        let names: Vec<_> = with_unique_hashes("name_").take(range.end).collect();
        assert_eq!(names.len(), range.end);
        names[range].to_vec()
    }

    #[test]
    fn few_documented_names_have_one_hash() {
        let hashes: BTreeSet<_> = REGISTRY.fields().iter().map(|field| hash(field.name.as_bytes())).collect();
        let collisions = REGISTRY.fields().len() - hashes.len();
        assert!(
            collisions * 8 <= REGISTRY.fields().len(),
            "{collisions} names share a hash with another name and take longer to find: choose other factors in `hash`"
        );
        assert!(hashes.iter().all(|hash| *hash > 0));
        assert_eq!([hash(b""), hash(b"x")], [0, 0]);
    }

    #[test]
    fn documented_names_are_found_without_a_search() {
        // One name for each hash: any other name with that hash is found by search.
        let hashes: BTreeMap<_, _> =
            REGISTRY.fields().iter().map(|field| (hash(field.name.as_bytes()), field.name)).collect();
        let names: Vec<_> = hashes.into_values().map(str::to_owned).collect();
        let backwards: Vec<_> = names.iter().rev().cloned().collect();
        let count = names.len() + 1;
        let mut scratch = Scratch::new(&REGISTRY);
        // New memory expects the field with id 0 first.
        assert_eq!(ways(&body(&names), &mut scratch), [1, count - 1, 0]);
        assert_eq!(ways(&body(&names), &mut scratch), [count, 0, 0]);
        let there_and_back = ways(&body(&backwards), &mut scratch);
        assert_eq!(there_and_back[2], 0);
        assert_eq!(ways(&body(&backwards), &mut scratch), [count, 0, 0]);
    }

    #[test]
    fn sixteen_names_are_learned_and_all_forgotten_when_another_comes() {
        let mut scratch = Scratch::new(&REGISTRY);
        let sixteen = body(&named(0..16));
        assert_eq!(ways(&sixteen, &mut scratch)[2], 16);
        assert_eq!(ways(&sixteen, &mut scratch), [17, 0, 0]);
        assert_eq!((scratch.names.count, scratch.names.generation()), (16, 0));
        // In another order they are found by their hash.
        let swapped = body(&[named(8..16), named(0..8)].concat());
        assert_eq!(ways(&swapped, &mut scratch)[2], 0);

        // Another name is not learned. The next body forgets all names and learns again.
        let one_more = body(&named(0..17));
        assert_eq!(ways(&one_more, &mut scratch)[2], 1);
        assert!(scratch.names.is_full);
        assert_eq!(ways(&one_more, &mut scratch)[2], 17);
        assert_eq!((scratch.names.count, scratch.names.generation()), (16, 1));

        // A learned name that was forgotten is searched again, as another name has its id.
        let mut scratch = Scratch::new(&REGISTRY);
        ways(&body(&named(0..17)), &mut scratch);
        assert_eq!(ways(&body(&named(20..22)), &mut scratch)[2], 2);
        assert_eq!((scratch.names.count, scratch.names.generation()), (2, 1));
        assert_eq!(ways(&body(&named(0..1)), &mut scratch)[2], 1);
        scratch.names.generation = u32::MAX;
        scratch.names.forget();
        assert_eq!(scratch.names.generation(), 0);
    }

    #[test]
    fn names_that_are_long_or_not_plain_are_not_learned() {
        let mut scratch = Scratch::new(&REGISTRY);
        for name in [&*"x".repeat(30), "م", "a\\\"b"] {
            for _ in 0..2 {
                assert_eq!(ways(&body(&[name]), &mut scratch)[2], 1, "{name}");
            }
        }
        assert_eq!(scratch.names.count, 0);
        let longest = "x".repeat(29);
        assert_eq!(ways(&body(&[&longest]), &mut scratch)[2], 1);
        assert_eq!(ways(&body(&[&longest]), &mut scratch), [2, 0, 0]);
        // `\u0061b` is learned as `ab`. The escaped spelling never equals its key.
        assert_eq!(ways(&body(&["\\u0061b"]), &mut scratch)[2], 1);
        assert_eq!(scratch.names.count, 2);
        assert_eq!(ways(&body(&["ab"]), &mut scratch)[2], 0);
    }

    #[test]
    fn a_learned_name_does_not_hide_a_documented_one() {
        let mut scratch = Scratch::new(&REGISTRY);
        // It has the length and the first and last letters of `from`, and so its hash.
        assert_eq!(hash(b"fxxm"), hash(b"from"));
        ways(&body(&["fxxm"]), &mut scratch);
        assert_eq!(ways(&body(&["to", "from"]), &mut scratch)[2], 0);
        // If two learned names have one hash, the later one is found by it.
        let one = with_unique_hashes("x12").next().unwrap();
        let other = one.replace("12", "21");
        assert_eq!(hash(one.as_bytes()), hash(other.as_bytes()));
        ways(&body(&[&one, &other]), &mut scratch);
        assert_eq!(ways(&body(&["to", &other]), &mut scratch)[2], 0);
        assert_eq!(ways(&body(&["id", &one]), &mut scratch)[2], 1);
    }

    #[test]
    fn undocumented_members_have_the_index_of_their_learned_name() {
        let mut scratch = Scratch::new(&REGISTRY);
        let learned = [named(0..3), vec!["x".repeat(40)]].concat();
        ways(&body(&learned), &mut scratch);
        let known: Vec<_> = scratch.undocumented.iter().map(|it| it.learned).collect();
        assert_eq!(known, [0, 1, 2, Names::NOT_LEARNED]);
        assert_eq!(scratch.names.keys.len(), MAX_FIELDS + 16);
    }
}
