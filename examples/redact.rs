//! Makes a log of webhook bodies, one a line: for each its delivery key and its redacted form, or why it is none.
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
            Ok(event) => json!({ "key": event.delivery_key(&body), "redacted": event.redacted() }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(out, "{entry}")?;
    }
    out.flush()
}
