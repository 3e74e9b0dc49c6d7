//! The test controls over HTTP, for scripts: `POST /control` with an [`Action`], `GET /snapshot`, `POST /faults` with a
//! list of [`FaultRule`]s that replaces those in force, `POST /skip` with seconds.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;

use crate::control::Control;
use crate::faults::FaultRule;
use crate::model::action::Action;

pub(crate) async fn serve(listener: TcpListener, control: Control, token: Option<String>) {
    let router = Router::new()
        .route("/control", post(act))
        .route("/snapshot", get(snapshot))
        .route("/faults", post(set_faults))
        .route("/skip", post(skip))
        .with_state(control)
        .layer(middleware::from_fn_with_state(token.map(|token| format!("Bearer {token}")), guard));
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the control port is gone");
    }
}

/// Where a token is wanted, nothing is done or shown without it.
async fn guard(State(wanted): State<Option<String>>, request: Request, next: Next) -> Response {
    let shown = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes);
    match wanted {
        Some(wanted) if shown != Some(wanted.as_bytes()) => StatusCode::UNAUTHORIZED.into_response(),
        Some(_) | None => next.run(request).await,
    }
}

async fn act(State(control): State<Control>, Json(action): Json<Action>) -> Response {
    match control.act(action) {
        Ok(()) => Json(json!({ "done": true })).into_response(),
        // Well understood, and impossible now: the script is not at fault.
        Err(error) => (StatusCode::CONFLICT, Json(json!({ "error": error.to_string() }))).into_response(),
    }
}

async fn snapshot(State(control): State<Control>) -> Response {
    Json(&*control.snapshot()).into_response()
}

async fn set_faults(State(control): State<Control>, Json(rules): Json<Vec<FaultRule>>) -> StatusCode {
    // The list replaces: a script never has to remember what it switched on before.
    control.clear_faults();
    for rule in rules {
        match rule.endpoint {
            Some(endpoint) => control.set_fault_on(&endpoint, rule.fault),
            None => control.set_fault(rule.fault),
        }
    }
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Skip {
    seconds: u64,
}

async fn skip(State(control): State<Control>, Json(skip): Json<Skip>) -> StatusCode {
    control.skip(Duration::from_secs(skip.seconds));
    StatusCode::NO_CONTENT
}
