//! Receives Azeer's webhooks, prints the ids of messages, and keeps unknown and invalid deliveries in a file.

use std::{collections::HashSet, env, fs::File, fs::OpenOptions, io, io::Write, str, sync::Arc};

use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use azeer_webhooks::{DEFAULT_MAX_BYTES, Event, parse};
use serde_json::json;
use subtle::ConstantTimeEq;
use tokio::{net::TcpListener, sync::Mutex};

/// The token, and the keys of handled deliveries: in production a unique column of a database.
type Service = (String, Mutex<HashSet<String>>);

async fn receive(State(service): State<Arc<Service>>, request: Request) -> Result<StatusCode, StatusCode> {
    let token = request.headers().get("x-token").ok_or(StatusCode::UNAUTHORIZED)?;
    if !bool::from(token.as_bytes().ct_eq(service.0.as_bytes())) {
        return Err(StatusCode::UNAUTHORIZED); // before the body is read
    }
    let body = Bytes::from_request(request, &()).await.map_err(|error| error.status())?;
    let Ok(event) = parse(&body) else { return keep(&body).map(|()| StatusCode::ACCEPTED) };
    // Locked until the delivery is handled, so that a repeated one waits.
    let (key, mut handled) = (event.delivery_key(), service.1.lock().await);
    if handled.contains(&key) {
        return Ok(StatusCode::OK);
    }
    match &event {
        Event::IncomingMessage(message) => println!("in {}", message.message_id),
        Event::OutgoingMessage(message) => println!("out {}", message.message_id),
        Event::Unknown(_) => keep(&body)?, // a later version may know it
        _ => return Ok(StatusCode::ACCEPTED),
    }
    handled.insert(key);
    Ok(StatusCode::OK)
}

/// Appends a body to a file, and waits until it is on the disk. The file holds what people wrote.
fn keep(body: &[u8]) -> Result<(), StatusCode> {
    let line = str::from_utf8(body).map_or_else(|_| json!({ "bytes": body }), |text| json!({ "body": text }));
    let file = OpenOptions::new().create(true).append(true).open("kept.ndjson");
    let write =
        |mut file: File| file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_data());
    let kept = file.and_then(write);
    kept.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let token = env::var("TOKEN").ok().filter(|it| !it.is_empty()).expect("TOKEN has to be set");
    let port = env::var("PORT").map_or(8080, |it| it.parse().expect("PORT has to be a number"));
    let service = Arc::new((token, Mutex::default()));
    let routes = Router::new().route("/azeer", post(receive)).layer(DefaultBodyLimit::max(DEFAULT_MAX_BYTES));
    axum::serve(TcpListener::bind(("0.0.0.0", port)).await?, routes.with_state(service)).await
}
