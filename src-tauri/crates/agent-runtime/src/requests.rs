//! Turns the core's requests into endpoints, adds what the core does not know (passwords, token, our address), and
//! hands back the answer in the core's words.

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

    pub(crate) async fn perform(self, line: &Line, vault: &Vault) -> Result<Answer, Failure> {
        match self {
            Self::TryEncryption(account) => try_encryption(account).await,
            Self::Login(sign_in) => login(sign_in?, line, vault).await,
            Self::Logout(session) => logout(&session.ok_or(Failure::NotSignedIn)?).await,
            Self::Ask(session, request) => ask(&session?, request, line, vault).await,
        }
    }
}

/// Whatever its certificate is: one that nobody vouches for is shown to the person at the sign-in.
async fn try_encryption(account: Account) -> Result<Answer, Failure> {
    let encrypted = Account { scheme: Scheme::Https, ..account };
    let client = Client::new(pbx_address(&encrypted)?, encrypted.certificate).map_err(failures::of_client)?;
    let scheme = if client.speaks_tls().await { Scheme::Https } else { Scheme::Http };
    Ok(Answer::Speaks(scheme))
}

async fn login(sign_in: SignIn, line: &Line, vault: &Vault) -> Result<Answer, Failure> {
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
    if let Err(unwanted) = line.opened(&sign_in, token) {
        logout(&unwanted).await?;
    }
    Ok(Answer::SignedIn)
}

async fn logout(session: &Session) -> Result<Answer, Failure> {
    done(session, &Logout {}).await
}

async fn ask(session: &Session, request: Request, line: &Line, vault: &Vault) -> Result<Answer, Failure> {
    match request {
        // All of these have been told apart in `prepare`.
        Request::TryEncryption { .. } | Request::Login { .. } | Request::Logout => Err(Failure::NotSignedIn),
        Request::Heartbeat => match line.heartbeat() {
            Some((beat, receiver)) => {
                done(session, &beat).await?;
                Ok(Answer::Announced { address: receiver.address, port: receiver.port })
            }
            // Any exchange keeps the session alive.
            None => device_info(session).await.map(|_| Answer::Done),
        },
        Request::DeviceInfo => device_info(session).await,
        Request::Extensions => Ok(Answer::Extensions(send(session, &ListExtensions {}).await?.extensions)),
        Request::Extension { extension } => one_extension(session, &extension).await,
        Request::Queues => queues(session).await,
        Request::QueueStatus { queue } => {
            Ok(Answer::QueueStatus(send(session, &QueryQueueStatus { queue }).await?.queue))
        }
        Request::JoinQueue { queue, extension } => {
            let password = queue_password(&queue, line, vault).await?;
            let is_open = password.is_none();
            let outcome = done(session, &AddDynamicAgent { queue, extension, password }).await;
            outcome.map_err(|failure| if is_open { of_an_open_queue(failure) } else { failure })
        }
        Request::LeaveQueue { queue, extension } => {
            let password = queue_password(&queue, line, vault).await?;
            let is_open = password.is_none();
            let password = password.unwrap_or_else(|| Secret::new(""));
            let outcome = done(session, &DelDynamicAgent { queue, extension, password }).await;
            outcome.map_err(|failure| if is_open { of_an_open_queue(failure) } else { failure })
        }
        Request::PauseQueue { queue, extension } => done(session, &PauseAgent { queue, extension }).await,
        Request::UnpauseQueue { queue, extension } => done(session, &UnpauseAgent { queue, extension }).await,
        Request::DialExtension(dial) => done(session, &dial).await,
        Request::DialOutbound(dial) => done(session, &dial).await,
        Request::HangUpExtension { extension } => done(session, &HangUpExtension { extension }).await,
        Request::HangUpInbound { id } => done(session, &HangUpInbound { id }).await,
        Request::HangUpOutbound { id } => done(session, &HangUpOutbound { id }).await,
        Request::Hold { extension } => done(session, &HoldExtension { extension }).await,
        Request::Unhold { extension } => done(session, &UnholdExtension { extension }).await,
        Request::Mute { extension } => done(session, &MuteExtension { extension }).await,
        Request::Unmute { extension } => done(session, &UnmuteExtension { extension }).await,
        Request::Transfer(transfer) => done(session, &transfer).await,
        Request::Inbound(query) => Ok(Answer::Inbound(send(session, &query).await?.calls)),
        Request::Outbound(query) => Ok(Answer::Outbound(send(session, &query).await?.calls)),
        Request::Voicemail { extension } => voicemail(session, extension).await,
        Request::DeleteVoicemail { extension, file } => {
            done(session, &DeleteVoicemail { extension, file }).await
        }
    }
}

async fn send<E: Endpoint>(session: &Session, request: &E) -> Result<E::Response, Failure> {
    session.client.send(&session.token, request).await.map_err(failures::of_client)
}

async fn done<E: Endpoint>(session: &Session, request: &E) -> Result<Answer, Failure> {
    send(session, request).await.map(|_| Answer::Done)
}

async fn device_info(session: &Session) -> Result<Answer, Failure> {
    Ok(Answer::Device(send(session, &QueryDeviceInfo {}).await?.device))
}

/// The queues' passwords stay here: the person types the one that is needed.
async fn queues(session: &Session) -> Result<Answer, Failure> {
    let answer = send(session, &QueryQueues { queues: Selection::All }).await?;
    Ok(Answer::Queues(answer.queues.into_iter().map(|queue| queue.settings).collect()))
}

/// An extension that is not there may be refused or left out of the answer.
async fn one_extension(session: &Session, extension: &Extension) -> Result<Answer, Failure> {
    match send(session, &QueryExtension::one(extension)).await {
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
async fn voicemail(session: &Session, extension: Extension) -> Result<Answer, Failure> {
    let answer = send(session, &QueryVoicemail { extensions: Selection::one(extension.clone()) }).await?;
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
