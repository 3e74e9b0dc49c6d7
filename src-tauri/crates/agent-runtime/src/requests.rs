//! Turns the core's requests into endpoints, adds what the core does not know (passwords, token, our address), and
//! hands back the answer in the core's words.

use std::sync::atomic::{AtomicU32, Ordering};

use agent_core::{Account, Answer, Failure, PasswordSlot, Request, Scheme};
use pbx_client::Client;
use pbx_protocol::endpoints::{
    AddDynamicAgent, DelDynamicAgent, DeleteVoicemail, HangUpExtension, HangUpInbound, HangUpOutbound,
    HoldExtension, ListExtensions, Logout, MuteExtension, PauseAgent, QueryDeviceInfo, QueryExtension,
    QueryQueueStatus, QueryQueues, QueryVoicemail, UnholdExtension, UnmuteExtension, UnpauseAgent,
};
use pbx_protocol::{Endpoint, Extension, Meaning, QueueNumber, Secret, Selection};

use crate::failures;
use crate::line::{Line, Session, SignIn, pbx_address};
use crate::vault::Vault;

/// A request with the session it belongs to, which is that of the moment when the core asked.
#[derive(Debug)]
pub(crate) enum Call {
    TryEncryption(Account),
    Login(Result<SignIn, Failure>),
    Logout(Option<Session>),
    Ask(Result<Session, Failure>, Request),
}

impl Call {
    /// Must be called in the order of the core's effects.
    pub(crate) fn prepare(request: Request, line: &Line) -> Self {
        match request {
            Request::TryEncryption { account } => Self::TryEncryption(account),
            Request::Login { account } => Self::Login(line.begin(account)),
            Request::Logout => Self::Logout(line.end()),
            other => Self::Ask(line.session(), other),
        }
    }

    /// It was asked in a session that is not the one of now.
    pub(crate) fn is_of_another_session(&self, line: &Line) -> bool {
        match self {
            Self::Ask(Ok(session), _) => !line.session().is_ok_and(|now| now.token == session.token),
            Self::Ask(Err(_), _) | Self::TryEncryption(_) | Self::Login(_) | Self::Logout(_) => false,
        }
    }

    pub(crate) async fn perform(self, line: &Line, vault: &Vault) -> Said {
        let mut passed_over = AtomicU32::new(0);
        let outcome = self.converse(line, vault, &passed_over).await;
        Said { outcome, passed_over: *passed_over.get_mut() }
    }

    async fn converse(self, line: &Line, vault: &Vault, passed_over: &AtomicU32) -> Result<Answer, Failure> {
        match self {
            Self::TryEncryption(account) => try_encryption(account).await,
            Self::Login(sign_in) => login(sign_in?, line, vault, passed_over).await,
            Self::Logout(session) => {
                logout(&Talk { session: session.ok_or(Failure::NotSignedIn)?, passed_over }).await
            }
            Self::Ask(session, request) => {
                ask(&Talk { session: session?, passed_over }, request, line, vault).await
            }
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) outcome: Result<Answer, Failure>,
    /// Rows and members of the answer that could not be read.
    pub(crate) passed_over: u32,
}

/// A session in which one request is made.
struct Talk<'a> {
    session: Session,
    passed_over: &'a AtomicU32,
}

/// Whatever its certificate is: one that nobody vouches for is shown to the person at the sign-in.
async fn try_encryption(account: Account) -> Result<Answer, Failure> {
    let encrypted = Account { scheme: Scheme::Https, ..account };
    let client = Client::new(pbx_address(&encrypted)?, encrypted.certificate).map_err(failures::of_client)?;
    let scheme = if client.speaks_tls().await { Scheme::Https } else { Scheme::Http };
    Ok(Answer::Speaks(scheme))
}

async fn login(
    sign_in: SignIn,
    line: &Line,
    vault: &Vault,
    passed_over: &AtomicU32,
) -> Result<Answer, Failure> {
    let account = &sign_in.account;
    let slot = PasswordSlot::Account {
        host: account.host.clone(),
        port: account.port,
        username: account.username.clone(),
    };
    let password = vault.read(&slot, &account.host).await.map_err(failures::of_vault)?;
    let login = line.login(account, &password);
    let token = match sign_in.client.login(&login).await.map_err(failures::of_client) {
        Ok(token) => token,
        Err(failure) => {
            if let Failure::Refused { meaning: Meaning::WrongCredentials, .. } = failure {
                vault.refuse(&slot, &account.host, &password);
            }
            return Err(failure);
        }
    };
    vault.prove(&slot, &account.host, &password);
    if let Err(session) = line.opened(&sign_in, token) {
        logout(&Talk { session, passed_over }).await?;
    }
    Ok(Answer::SignedIn)
}

async fn logout(talk: &Talk<'_>) -> Result<Answer, Failure> {
    done(talk, &Logout {}).await
}

async fn ask(talk: &Talk<'_>, request: Request, line: &Line, vault: &Vault) -> Result<Answer, Failure> {
    match request {
        // All of these have been told apart in `prepare`.
        Request::TryEncryption { .. } | Request::Login { .. } | Request::Logout => Err(Failure::NotSignedIn),
        Request::Heartbeat => match line.heartbeat() {
            Some((beat, receiver)) => {
                done(talk, &beat).await?;
                Ok(Answer::Announced { address: receiver.address, port: receiver.port })
            }
            // Any exchange keeps the session alive.
            None => device_info(talk).await.map(|_| Answer::Done),
        },
        Request::DeviceInfo => device_info(talk).await,
        Request::Extensions => Ok(Answer::Extensions(send(talk, &ListExtensions {}).await?.extensions)),
        Request::Extension { extension } => one_extension(talk, &extension).await,
        Request::Queues => queues(talk).await,
        Request::QueueStatus { queue } => {
            Ok(Answer::QueueStatus(send(talk, &QueryQueueStatus { queue }).await?.queue))
        }
        Request::JoinQueue { queue, extension } => {
            let password = queue_password(&queue, line, vault).await?;
            let is_open = password.is_none();
            let outcome = done(talk, &AddDynamicAgent { queue, extension, password }).await;
            outcome.map_err(|failure| if is_open { of_an_open_queue(failure) } else { failure })
        }
        Request::LeaveQueue { queue, extension } => {
            let password = queue_password(&queue, line, vault).await?;
            let is_open = password.is_none();
            let password = password.unwrap_or_else(|| Secret::new(""));
            let outcome = done(talk, &DelDynamicAgent { queue, extension, password }).await;
            outcome.map_err(|failure| if is_open { of_an_open_queue(failure) } else { failure })
        }
        Request::PauseQueue { queue, extension } => done(talk, &PauseAgent { queue, extension }).await,
        Request::UnpauseQueue { queue, extension } => done(talk, &UnpauseAgent { queue, extension }).await,
        Request::DialExtension(dial) => done(talk, &dial).await,
        Request::DialOutbound(dial) => done(talk, &dial).await,
        Request::HangUpExtension { extension } => done(talk, &HangUpExtension { extension }).await,
        Request::HangUpInbound { id } => done(talk, &HangUpInbound { id }).await,
        Request::HangUpOutbound { id } => done(talk, &HangUpOutbound { id }).await,
        Request::Hold { extension } => done(talk, &HoldExtension { extension }).await,
        Request::Unhold { extension } => done(talk, &UnholdExtension { extension }).await,
        Request::Mute { extension } => done(talk, &MuteExtension { extension }).await,
        Request::Unmute { extension } => done(talk, &UnmuteExtension { extension }).await,
        Request::Transfer(transfer) => done(talk, &transfer).await,
        Request::Inbound(query) => Ok(Answer::Inbound(send(talk, &query).await?.calls)),
        Request::Outbound(query) => Ok(Answer::Outbound(send(talk, &query).await?.calls)),
        Request::Voicemail { extension } => voicemail(talk, extension).await,
        Request::DeleteVoicemail { extension, file } => {
            done(talk, &DeleteVoicemail { extension, file }).await
        }
    }
}

async fn send<E: Endpoint>(talk: &Talk<'_>, request: &E) -> Result<E::Response, Failure> {
    let Session { client, token } = &talk.session;
    let answer = client.send_counted(token, request).await.map_err(failures::of_client)?;
    talk.passed_over.fetch_add(answer.passed_over, Ordering::Relaxed);
    Ok(answer.response)
}

async fn done<E: Endpoint>(talk: &Talk<'_>, request: &E) -> Result<Answer, Failure> {
    send(talk, request).await.map(|_| Answer::Done)
}

async fn device_info(talk: &Talk<'_>) -> Result<Answer, Failure> {
    Ok(Answer::Device(send(talk, &QueryDeviceInfo {}).await?.device))
}

/// The queues' passwords stay here: the person types the one that is needed.
async fn queues(talk: &Talk<'_>) -> Result<Answer, Failure> {
    let answer = send(talk, &QueryQueues { queues: Selection::All }).await?;
    Ok(Answer::Queues(answer.queues.into_iter().map(|queue| queue.settings).collect()))
}

/// An extension that is not there may be refused or left out of the answer.
async fn one_extension(talk: &Talk<'_>, extension: &Extension) -> Result<Answer, Failure> {
    match send(talk, &QueryExtension::one(extension)).await {
        Ok(answer) => {
            // Its passwords, which the PBX tells as well, stay here.
            let details = answer.extensions.into_iter().map(|info| info.detail);
            let found = details.into_iter().find(|detail| detail.number == *extension);
            Ok(Answer::Extension(found.map(Box::new)))
        }
        Err(Failure::Refused { meaning: Meaning::NoSuchExtension, .. }) => Ok(Answer::Extension(None)),
        Err(failure) => Err(failure),
    }
}

/// An empty mailbox is left out of the answer.
async fn voicemail(talk: &Talk<'_>, extension: Extension) -> Result<Answer, Failure> {
    let answer = send(talk, &QueryVoicemail { extensions: Selection::one(extension.clone()) }).await?;
    let own = answer.mailboxes.into_iter().filter(|mailbox| mailbox.extension == extension);
    Ok(Answer::Voicemail(own.flat_map(|mailbox| mailbox.messages).collect()))
}

/// A queue need not have a password, so without a kept one it is tried without.
async fn queue_password(queue: &QueueNumber, line: &Line, vault: &Vault) -> Result<Option<Secret>, Failure> {
    let slot = PasswordSlot::Queue { queue: queue.to_string() };
    match vault.read(&slot, &line.place()).await.map_err(failures::of_vault) {
        Ok(password) => Ok(Some(password).filter(|password| !password.expose().is_empty())),
        Err(Failure::NoPassword) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The queue was tried without a password, and has one: the person is asked for it.
fn of_an_open_queue(failure: Failure) -> Failure {
    let wants_one = matches!(
        failure,
        Failure::Refused {
            meaning: Meaning::WrongQueuePassword
                | Meaning::WrongCredentials
                | Meaning::BadParameter
                | Meaning::Unknown,
            ..
        }
    );
    if wants_one { Failure::NoPassword } else { failure }
}
