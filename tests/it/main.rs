//! The crate from outside. One binary: each would be linked anew for every mutant (`scripts/mutants.sh`).

mod cases;
mod common;
mod coverage;
mod events;
mod inspect;
mod logging;
mod properties;
mod state;
