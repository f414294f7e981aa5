//! Tests of the public API. They are one binary, because every binary is linked again for each mutant
//! (`scripts/mutants.sh`).

mod cases;
mod common;
mod coverage;
mod events;
mod frames;
mod handlers;
mod inspect;
mod lines;
mod logging;
mod properties;
mod state;
mod testing;
