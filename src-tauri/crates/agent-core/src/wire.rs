//! What the core is lent to ask the PBX; it is implemented by whoever sends.

use pbx_protocol::{Endpoint, QueueNumber, Secret};

use crate::failure::Failure;
use crate::session::ask::Announced;
use crate::settings::{Account, Scheme};

/// The way to the PBX, with what the core never sees: token, passwords, and where we listen.
pub trait Wire: Sync {
    /// Sends one request in the session, and reads its answer.
    fn send<E: Endpoint>(&self, request: &E) -> impl Future<Output = Result<E::Response, Failure>> + Send;

    /// The password of a queue; `None` when there is none in the keyring, for a queue need not have one.
    fn queue_password(
        &self,
        queue: &QueueNumber,
    ) -> impl Future<Output = Result<Option<Secret>, Failure>> + Send;

    /// Whether the account's PBX speaks TLS. Neither name nor password is sent.
    fn find_scheme(&self, account: &Account) -> impl Future<Output = Result<Scheme, Failure>> + Send;

    /// Signs in with the stored password, and tells the PBX where we listen.
    fn sign_in(&self) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Tells the PBX anew where we listen, which keeps the session alive; answers with nothing when nothing listens.
    fn announce(&self) -> impl Future<Output = Result<Option<Announced>, Failure>> + Send;
}
