//! Times `azeer_webhooks::parse` against the ways in which JSON libraries for Rust read the same payloads into the same
//! borrowed structs. Everything here is seeded: two runs read the same bytes.

pub mod cases;
pub mod contestants;
pub mod payloads;
pub mod random;
pub mod report;
pub mod timing;
