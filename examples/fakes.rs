//! Prints the events of factories for tests as Azeer sends them: an array for each line, which is a seed.
//!
//! ```sh
//! echo 7 | cargo run --example fakes
//! ```

use std::error::Error;
use std::io;

use azeer_webhooks::testing::Fake;

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lines() {
        let mut fake = Fake::new(line?.parse()?);
        let bodies: Vec<_> = (0..20).map(|_| fake.any().body()).collect();
        println!("{}", serde_json::to_string(&bodies)?);
    }
    Ok(())
}
