//! What the PBX is asked. A question says by which endpoint it goes, how it is put, what of the answer the desk may know,
//! and who hears of it; all of that stands in one place for each, beside the part of the desk that asks.
//!
//! The core does not send: it is lent a [`Wire`] by whoever does, and waits for what that returns.

use pbx_protocol::endpoints::{
    DeleteVoicemail, DialExtension, DialOutbound, HangUpExtension, HangUpInbound, HangUpOutbound,
    HoldExtension, MuteExtension, TransferCall, UnholdExtension, UnmuteExtension,
};
use pbx_protocol::{About, Does, Endpoint as _, Group};
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::calls::ask::{CallDo, Dial, LineOf};
use crate::consult::ask::PhoneOf;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::phone::ask::{OwnPhone, PhoneDo};
use crate::queues::ask::{QueueDo, QueueList, QueueMembers};
use crate::session::ask::{Device, ExtensionList, KeepAlive, SignIn, SignOut, TryEncryption};
use crate::voicemail::ask::{MailDelete, MailList};
use crate::wire::Wire;

/// A person who has waited for so long does something else; what is done then comes as a surprise.
const A_WISH_WAITS: Duration = Duration::from_secs(5);

/// One thing that the PBX is asked.
///
/// ```
/// use agent_core::{Question, QueueList};
/// use pbx_protocol::{Does, Waits};
///
/// // How it waits for others follows from its endpoint; nobody keeps a list.
/// let about = QueueList {}.about();
/// assert_eq!((about.path, about.does, about.waits), ("queue/query", Does::Read, Waits::ForAPlace));
/// ```
pub trait Question: Sized {
    /// What the desk may know of the answer: plain data, no secret.
    type Answer;

    /// What is known of the endpoint that it goes by: how it waits for others, and what it does.
    fn about(&self) -> About;

    /// Asks it through the wire that is lent.
    fn put(&self, wire: &impl Wire) -> impl Future<Output = Result<Self::Answer, Failure>> + Send;

    /// Tells the desk what came of it.
    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk);
}

/// Makes [`Ask`], its [`Answer`]s, and the way from one to the other.
macro_rules! questions {
    ($($name:ident),* $(,)?) => {
        /// All questions. While the answer is awaited, the question itself says what it was for.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "ask", rename_all = "kebab-case")]
        pub enum Ask {
            $($name($name)),*
        }

        /// What is answered to the question of the same name.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "answer", content = "value", rename_all = "kebab-case")]
        pub enum Answer {
            $($name(<$name as Question>::Answer)),*
        }

        $(impl From<$name> for Ask {
            fn from(question: $name) -> Self {
                Self::$name(question)
            }
        })*

        impl Ask {
            /// What is known of the endpoint that it goes by.
            pub fn about(&self) -> About {
                match self {
                    $(Self::$name(question) => question.about()),*
                }
            }

            /// Asks it through the wire that is lent.
            pub async fn put(&self, wire: &impl Wire) -> Result<Answer, Failure> {
                match self {
                    $(Self::$name(question) => question.put(wire).await.map(Answer::$name)),*
                }
            }

            pub(crate) fn settle(self, outcome: Result<Answer, Failure>, desk: &mut Desk) {
                match (self, outcome) {
                    $((Self::$name(question), Ok(Answer::$name(answer))) => question.settle(Ok(answer), desk),
                    (Self::$name(question), Err(failure)) => question.settle(Err(failure), desk),)*
                    // A journal from elsewhere may say anything: no part hears an answer that it has not asked for.
                    (question, Ok(_)) => question.settle(Err(Failure::NotTheApi), desk),
                }
            }
        }
    };
}

questions!(
    TryEncryption,
    SignIn,
    KeepAlive,
    SignOut,
    Device,
    ExtensionList,
    OwnPhone,
    PhoneDo,
    LineOf,
    Dial,
    CallDo,
    PhoneOf,
    QueueList,
    QueueMembers,
    QueueDo,
    MailList,
    MailDelete,
);

impl Ask {
    /// How long it may wait for others before it is sent; later it is dropped and told as [`Failure::NotSent`].
    /// `None`: it is of use whenever it comes.
    pub fn may_wait(&self) -> Option<Duration> {
        let about = self.about();
        // A late question harms nobody, a late sign-out is still wanted; a late dial calls somebody out of the blue.
        let is_a_wish = about.does != Does::Read && about.group != Group::Session;
        is_a_wish.then_some(A_WISH_WAITS)
    }
}

/// Makes [`Order`] of endpoints that answer with yes or no.
macro_rules! orders {
    ($($name:ident),* $(,)?) => {
        /// A request that the PBX answers with yes or no.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "order", rename_all = "kebab-case")]
        pub enum Order {
            $($name($name)),*
        }

        $(impl From<$name> for Order {
            fn from(request: $name) -> Self {
                Self::$name(request)
            }
        })*

        impl Order {
            pub(crate) const fn about(&self) -> About {
                match self {
                    $(Self::$name(_) => $name::ABOUT),*
                }
            }

            pub(crate) async fn give(&self, wire: &impl Wire) -> Result<(), Failure> {
                match self {
                    $(Self::$name(request) => wire.send(request).await.map(|_| ())),*
                }
            }
        }
    };
}

orders!(
    DialExtension,
    DialOutbound,
    HangUpExtension,
    HangUpInbound,
    HangUpOutbound,
    HoldExtension,
    UnholdExtension,
    MuteExtension,
    UnmuteExtension,
    TransferCall,
    DeleteVoicemail,
);
