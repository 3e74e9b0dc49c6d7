//! A web page with status 200: the PBX's own login page, or a captive portal's.

use axum::body::Body;
use hyper::Response;
use hyper::header::{CONTENT_TYPE, HeaderValue};

pub(crate) fn page() -> Response<Body> {
    let mut response = Response::new(Body::from("<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}
