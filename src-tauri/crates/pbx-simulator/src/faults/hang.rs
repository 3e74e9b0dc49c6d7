//! A hung PBX: it has taken the request and says nothing more. Ends when the application gives up.

pub(crate) async fn hang() {
    std::future::pending::<()>().await;
}
