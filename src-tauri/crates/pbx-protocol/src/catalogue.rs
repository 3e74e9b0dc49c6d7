//! Every endpoint of the document in its order: the one list that clients, the simulated PBX, `uc` and the tests
//! share.

use crate::endpoints as e;
use crate::{Download, Endpoint};

/// Is shown every endpoint's type, one after the other. What each is stands in [`Endpoint::ABOUT`].
///
/// ```
/// use pbx_protocol::catalogue::{Visitor, visit};
/// use pbx_protocol::{Does, Download, Endpoint};
///
/// #[derive(Default)]
/// struct Deletions(Vec<&'static str>);
/// impl Visitor for Deletions {
///     fn endpoint<E: Endpoint + 'static>(&mut self) {
///         if E::ABOUT.does == Does::Delete {
///             self.0.push(E::ABOUT.path);
///         }
///     }
///     fn download<D: Download>(&mut self) {}
/// }
///
/// let mut deletions = Deletions::default();
/// visit(&mut deletions);
/// assert!(deletions.0.contains(&"voicemail/delete"));
/// ```
pub trait Visitor {
    /// An endpoint that is asked with POST.
    fn endpoint<E: Endpoint + 'static>(&mut self);
    /// A file that is fetched with GET.
    fn download<D: Download>(&mut self);
}

// A macro, since types can't stand in a list.
macro_rules! all {
    ($($kind:ident $request:ident,)*) => {
        /// Shows the visitor all 78.
        pub fn visit(visitor: &mut impl Visitor) {
            $(visitor.$kind::<e::$request>();)*
        }
    };
}

all! {
    endpoint Login,
    endpoint Heartbeat,
    endpoint Logout,
    endpoint QueryDeviceInfo,
    endpoint ListExtensions,
    endpoint QueryExtension,
    endpoint AddExtension,
    endpoint UpdateExtension,
    endpoint DeleteExtension,
    endpoint ListTrunks,
    endpoint QueryTrunks,
    endpoint AddTrunk,
    endpoint UpdateTrunk,
    endpoint DeleteTrunks,
    endpoint QueryInboundRoutes,
    endpoint AddInboundRoute,
    endpoint UpdateInboundRoute,
    endpoint DeleteInboundRoutes,
    endpoint QueryOutboundRoutes,
    endpoint AddOutboundRoute,
    endpoint UpdateOutboundRoute,
    endpoint DeleteOutboundRoutes,
    endpoint QueryConferences,
    endpoint QueryRunningConferences,
    endpoint UpdateConference,
    endpoint InviteToConference,
    endpoint KickFromConference,
    endpoint MuteInConference,
    endpoint UnmuteInConference,
    endpoint AddConference,
    endpoint DeleteConference,
    endpoint QueryIvrs,
    endpoint UpdateIvr,
    endpoint QueryQueues,
    endpoint UpdateQueue,
    endpoint QueryQueueStatus,
    endpoint AddDynamicAgent,
    endpoint DelDynamicAgent,
    endpoint PauseAgent,
    endpoint UnpauseAgent,
    endpoint ListPagingGroups,
    endpoint QueryPagingGroups,
    endpoint AddPagingGroup,
    endpoint UpdatePagingGroup,
    endpoint DeletePagingGroups,
    endpoint QueryInbound,
    endpoint QueryOutbound,
    endpoint DialExtension,
    endpoint DialOutbound,
    endpoint HangUpExtension,
    endpoint HangUpInbound,
    endpoint HangUpOutbound,
    endpoint HoldExtension,
    endpoint UnholdExtension,
    endpoint MuteExtension,
    endpoint UnmuteExtension,
    endpoint TransferCall,
    endpoint DialFromQueue,
    endpoint DialFromRingGroup,
    endpoint BridgeOutside,
    endpoint ListenIn,
    endpoint WhisperTo,
    endpoint BargeIn,
    endpoint PlayToExtension,
    endpoint PlayToOutside,
    endpoint QueryVoicemail,
    endpoint DeleteVoicemail,
    endpoint GetVoicemailRandom,
    download DownloadVoicemail,
    endpoint GetRecordingRandom,
    download DownloadRecording,
    endpoint GetCdrRandom,
    download DownloadCdr,
    endpoint AddWakeUpCall,
    endpoint QueryWakeUpCalls,
    endpoint UpdateWakeUpCall,
    endpoint DeleteWakeUpCalls,
    endpoint CheckOut,
}
