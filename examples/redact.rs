//! Reads webhook bodies, one on each line, and logs each: its delivery key and the redacted event, or the error. The
//! key is as private as the message's id, which is part of it.
//!
//! ```sh
//! cargo run --example redact < bodies.ndjson
//! ```

use std::io::{self, BufRead, BufWriter, Write};

use serde_json::json;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let body = line?;
        let entry = match azeer_webhooks::parse(&body) {
            Ok(event) => json!({ "key": event.delivery_key(), "redacted": event.redacted() }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(out, "{entry}")?;
    }
    out.flush()
}
