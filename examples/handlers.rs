//! Prints what a handler asks of webhook bodies, one a line: keys, text, phone number and time of each, or why it is not an event.
//!
//! ```sh
//! cargo run --example handlers < bodies.ndjson
//! ```

use std::io::{self, BufRead, BufWriter, Write};

use serde_json::json;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let body = line?;
        let answers = match azeer_webhooks::parse(&body) {
            Ok(event) => json!({
                "deliveryKey": event.delivery_key(),
                "messageKey": event.message_key(),
                "messageText": event.message_text(),
                "customerPhone": event.customer_phone(),
                "sentAt": event.timestamp().and_then(|it| it.unix_nanoseconds()).map(|it| it.to_string()),
            }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(out, "{answers}")?;
    }
    out.flush()
}
