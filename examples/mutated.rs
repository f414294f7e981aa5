//! Prints what `mutate` makes of bodies: for each line, which is a body, an array with a text for each code, or null.
//! A byte that is not UTF-8 is printed as U+FFFD, and spaces at the end are not.
//!
//! ```sh
//! echo '{"webhook_event_type":"chat_closed"}' | cargo run --example mutated
//! ```

use std::error::Error;
use std::io;

use azeer_webhooks::Code;
use azeer_webhooks::testing::mutate;

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lines() {
        let body = line?;
        let mutated = Code::ALL.iter().map(|code| mutate(&body, *code));
        let texts: Vec<_> =
            mutated.map(|bytes| Some(String::from_utf8_lossy(&bytes?).trim_end().to_owned())).collect();
        println!("{}", serde_json::to_string(&texts)?);
    }
    Ok(())
}
