//! Events for tests: factories, the spelling of Azeer, and bodies with a mistake. Needs the feature `testing`.
//!
//! ```
//! use azeer_webhooks::testing::{Fake, mutate, wire};
//! use azeer_webhooks::{Code, parse};
//!
//! let mut fake = Fake::new(7);
//! let message = fake.message("incoming_msg", "text").with("text", "1 < 2").event();
//! assert!(wire(&message).contains(r#""text":"1 \u003c 2""#));
//!
//! let contact = fake.event("new_contact").with("action", "update").without("tags").event();
//! assert_eq!(contact.name(), "new_contact");
//!
//! let broken = mutate(wire(&contact), Code::MissingMember).unwrap();
//! assert_eq!(parse(&broken).unwrap_err().issues()[0].code, Code::MissingMember);
//! ```

mod draft;
mod mutate;
mod random;
mod recipe;
mod spelling;

pub use draft::Draft;
pub use mutate::mutate;
pub use spelling::wire;

use alloc::format;
use alloc::vec::Vec;

use random::Random;
use recipe::Recipe;

/// Makes events with all members that Azeer's examples have, and with values like theirs. The parser accepts each of them, with
/// [`strict`](crate::Options::strict) too.
///
/// The same seed makes the same events when they are asked for in the same order, and so does `createFake` of the npm
/// package. A later version may make others.
#[derive(Clone, Debug)]
pub struct Fake(Random);

impl Fake {
    /// Factories with a seed.
    pub fn new(seed: u32) -> Self {
        Self(Random::new(seed))
    }

    /// Any event. One in eight has members that Azeer does not document, so that it has few or none.
    pub fn any(&mut self) -> Draft {
        let is_documented = self.0.below(8) > 0;
        self.one_of(Recipe::all(), is_documented, "")
    }

    /// An event of this name. A message has a type with documented content.
    ///
    /// # Panics
    /// If there is no such event.
    pub fn event(&mut self, name: &str) -> Draft {
        let mut named = Recipe::all();
        named.retain(|recipe| recipe.event == name);
        self.one_of(named, true, name)
    }

    /// A message of this event name and type.
    ///
    /// # Panics
    /// If there is no such message.
    pub fn message(&mut self, name: &str, message_type: &str) -> Draft {
        let mut named = Recipe::all();
        named.retain(|recipe| recipe.event == name && recipe.message_type == Some(message_type));
        self.one_of(named, true, &format!("{name} {message_type}"))
    }

    /// One of these, if possible one that is documented, or that is not.
    fn one_of(&mut self, mut recipes: Vec<Recipe>, is_documented: bool, asked: &str) -> Draft {
        if recipes.iter().any(|recipe| recipe.is_documented() == is_documented) {
            recipes.retain(|recipe| recipe.is_documented() == is_documented);
        }
        assert!(!recipes.is_empty(), "there is no event {asked}");
        let recipe = &recipes[self.0.below(recipes.len())];
        recipe.draft(&mut self.0)
    }
}
