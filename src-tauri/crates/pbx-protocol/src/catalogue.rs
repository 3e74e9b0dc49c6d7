//! Every endpoint of the document in its order: the one list that clients, the simulated PBX, `uc` and the tests
//! share.

use crate::endpoints as e;
use crate::{Download, Endpoint};

/// Is shown every endpoint's type, one after the other.
pub trait Visitor {
    /// An endpoint that is asked with POST.
    fn endpoint<E: Endpoint + 'static>(&mut self, group: &'static str);
    /// A file that is fetched with GET.
    fn download<D: Download>(&mut self, group: &'static str);
}

/// Shows the visitor all 78.
pub fn visit(visitor: &mut impl Visitor) {
    session(visitor);
    system(visitor);
    extension(visitor);
    trunk(visitor);
    inbound_route(visitor);
    outbound_route(visitor);
    conference(visitor);
    ivr(visitor);
    queue(visitor);
    paging(visitor);
    call(visitor);
    monitor(visitor);
    prompt(visitor);
    voicemail(visitor);
    recording(visitor);
    cdr(visitor);
    hotel(visitor);
}

fn session(visitor: &mut impl Visitor) {
    const GROUP: &str = "session";
    visitor.endpoint::<e::Login>(GROUP);
    visitor.endpoint::<e::Heartbeat>(GROUP);
    visitor.endpoint::<e::Logout>(GROUP);
}

fn system(visitor: &mut impl Visitor) {
    const GROUP: &str = "system";
    visitor.endpoint::<e::QueryDeviceInfo>(GROUP);
}

fn extension(visitor: &mut impl Visitor) {
    const GROUP: &str = "extension";
    visitor.endpoint::<e::ListExtensions>(GROUP);
    visitor.endpoint::<e::QueryExtension>(GROUP);
    visitor.endpoint::<e::AddExtension>(GROUP);
    visitor.endpoint::<e::UpdateExtension>(GROUP);
    visitor.endpoint::<e::DeleteExtension>(GROUP);
}

fn trunk(visitor: &mut impl Visitor) {
    const GROUP: &str = "trunk";
    visitor.endpoint::<e::ListTrunks>(GROUP);
    visitor.endpoint::<e::QueryTrunks>(GROUP);
    visitor.endpoint::<e::AddTrunk>(GROUP);
    visitor.endpoint::<e::UpdateTrunk>(GROUP);
    visitor.endpoint::<e::DeleteTrunks>(GROUP);
}

fn inbound_route(visitor: &mut impl Visitor) {
    const GROUP: &str = "inbound route";
    visitor.endpoint::<e::QueryInboundRoutes>(GROUP);
    visitor.endpoint::<e::AddInboundRoute>(GROUP);
    visitor.endpoint::<e::UpdateInboundRoute>(GROUP);
    visitor.endpoint::<e::DeleteInboundRoutes>(GROUP);
}

fn outbound_route(visitor: &mut impl Visitor) {
    const GROUP: &str = "outbound route";
    visitor.endpoint::<e::QueryOutboundRoutes>(GROUP);
    visitor.endpoint::<e::AddOutboundRoute>(GROUP);
    visitor.endpoint::<e::UpdateOutboundRoute>(GROUP);
    visitor.endpoint::<e::DeleteOutboundRoutes>(GROUP);
}

fn conference(visitor: &mut impl Visitor) {
    const GROUP: &str = "conference";
    visitor.endpoint::<e::QueryConferences>(GROUP);
    visitor.endpoint::<e::QueryRunningConferences>(GROUP);
    visitor.endpoint::<e::UpdateConference>(GROUP);
    visitor.endpoint::<e::InviteToConference>(GROUP);
    visitor.endpoint::<e::KickFromConference>(GROUP);
    visitor.endpoint::<e::MuteInConference>(GROUP);
    visitor.endpoint::<e::UnmuteInConference>(GROUP);
    visitor.endpoint::<e::AddConference>(GROUP);
    visitor.endpoint::<e::DeleteConference>(GROUP);
}

fn ivr(visitor: &mut impl Visitor) {
    const GROUP: &str = "ivr";
    visitor.endpoint::<e::QueryIvrs>(GROUP);
    visitor.endpoint::<e::UpdateIvr>(GROUP);
}

fn queue(visitor: &mut impl Visitor) {
    const GROUP: &str = "queue";
    visitor.endpoint::<e::QueryQueues>(GROUP);
    visitor.endpoint::<e::UpdateQueue>(GROUP);
    visitor.endpoint::<e::QueryQueueStatus>(GROUP);
    visitor.endpoint::<e::AddDynamicAgent>(GROUP);
    visitor.endpoint::<e::DelDynamicAgent>(GROUP);
    visitor.endpoint::<e::PauseAgent>(GROUP);
    visitor.endpoint::<e::UnpauseAgent>(GROUP);
}

fn paging(visitor: &mut impl Visitor) {
    const GROUP: &str = "paging";
    visitor.endpoint::<e::ListPagingGroups>(GROUP);
    visitor.endpoint::<e::QueryPagingGroups>(GROUP);
    visitor.endpoint::<e::AddPagingGroup>(GROUP);
    visitor.endpoint::<e::UpdatePagingGroup>(GROUP);
    visitor.endpoint::<e::DeletePagingGroups>(GROUP);
}

fn call(visitor: &mut impl Visitor) {
    const GROUP: &str = "call";
    visitor.endpoint::<e::QueryInbound>(GROUP);
    visitor.endpoint::<e::QueryOutbound>(GROUP);
    visitor.endpoint::<e::DialExtension>(GROUP);
    visitor.endpoint::<e::DialOutbound>(GROUP);
    visitor.endpoint::<e::HangUpExtension>(GROUP);
    visitor.endpoint::<e::HangUpInbound>(GROUP);
    visitor.endpoint::<e::HangUpOutbound>(GROUP);
    visitor.endpoint::<e::HoldExtension>(GROUP);
    visitor.endpoint::<e::UnholdExtension>(GROUP);
    visitor.endpoint::<e::MuteExtension>(GROUP);
    visitor.endpoint::<e::UnmuteExtension>(GROUP);
    visitor.endpoint::<e::TransferCall>(GROUP);
    visitor.endpoint::<e::DialFromQueue>(GROUP);
    visitor.endpoint::<e::DialFromRingGroup>(GROUP);
    visitor.endpoint::<e::BridgeOutside>(GROUP);
}

fn monitor(visitor: &mut impl Visitor) {
    const GROUP: &str = "monitor";
    visitor.endpoint::<e::ListenIn>(GROUP);
    visitor.endpoint::<e::WhisperTo>(GROUP);
    visitor.endpoint::<e::BargeIn>(GROUP);
}

fn prompt(visitor: &mut impl Visitor) {
    const GROUP: &str = "prompt";
    visitor.endpoint::<e::PlayToExtension>(GROUP);
    visitor.endpoint::<e::PlayToOutside>(GROUP);
}

fn voicemail(visitor: &mut impl Visitor) {
    const GROUP: &str = "voicemail";
    visitor.endpoint::<e::QueryVoicemail>(GROUP);
    visitor.endpoint::<e::DeleteVoicemail>(GROUP);
    visitor.endpoint::<e::GetVoicemailRandom>(GROUP);
    visitor.download::<e::DownloadVoicemail>(GROUP);
}

fn recording(visitor: &mut impl Visitor) {
    const GROUP: &str = "recording";
    visitor.endpoint::<e::GetRecordingRandom>(GROUP);
    visitor.download::<e::DownloadRecording>(GROUP);
}

fn cdr(visitor: &mut impl Visitor) {
    const GROUP: &str = "cdr";
    visitor.endpoint::<e::GetCdrRandom>(GROUP);
    visitor.download::<e::DownloadCdr>(GROUP);
}

fn hotel(visitor: &mut impl Visitor) {
    const GROUP: &str = "hotel";
    visitor.endpoint::<e::AddWakeUpCall>(GROUP);
    visitor.endpoint::<e::QueryWakeUpCalls>(GROUP);
    visitor.endpoint::<e::UpdateWakeUpCall>(GROUP);
    visitor.endpoint::<e::DeleteWakeUpCalls>(GROUP);
    visitor.endpoint::<e::CheckOut>(GROUP);
}
