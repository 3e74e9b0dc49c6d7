//! The web server answers for the PBX behind it, which it can't reach.

use axum::body::Body;
use hyper::{Response, StatusCode};

pub(crate) fn page(status: u16) -> Response<Body> {
    let mut response = Response::new(Body::from("<h1>Server Error</h1>"));
    // A number that is no status code is a mistake in a script; 500 still is an error.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
