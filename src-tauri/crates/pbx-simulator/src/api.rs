//! What the PBX is asked: which endpoint is answered by what, one line an endpoint. Each group's answers are in a file of
//! its own, as functions over the [`Exchange`].

mod call_out;
mod calls;
mod conferences;
mod device;
mod downloads;
mod extensions;
mod hotel;
mod inbound_routes;
mod ivrs;
mod monitoring;
mod outbound_routes;
mod paging;
mod prompts;
mod queues;
pub(crate) mod request;
mod sessions;
mod trunks;
mod voicemail;

use std::collections::BTreeMap;
use std::net::IpAddr;

use pbx_protocol::endpoints as e;
use pbx_protocol::{Download, Endpoint};
use serde::Serialize;
use serde_json::Value;

use crate::api::request::{Answer, Method, Request};
use crate::exchange::Exchange;
use crate::model::now::Now;
use crate::model::refusal::Refusal;

/// Who asks, and when.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    address: IpAddr,
    /// Empty at login.
    token: String,
    now: Now,
}

impl Asker {
    /// Every request but the login needs a live token, which then lives on.
    pub(crate) fn of(
        request: &Request,
        name: &str,
        exchange: &mut Exchange,
        now: Now,
    ) -> Result<Self, Refusal> {
        let address = request.peer.to_canonical();
        if name == e::Login::ABOUT.path {
            return Ok(Self { address, token: String::new(), now });
        }
        let token = request.parameter("token").unwrap_or_default().to_owned();
        exchange.sessions.touch(&token, now)?;
        Ok(Self { address, token, now })
    }
}

/// What an endpoint's function gives back.
type Answered<T> = Result<T, Refusal>;

type Handler = Box<dyn Fn(&mut Exchange, &Request, &Asker) -> Answered<Answer> + Send + Sync>;

/// The table of endpoints.
pub(crate) struct Routes(BTreeMap<&'static str, (Asked, Handler)>);

/// How an endpoint may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByPost,
    /// The document fetches files with GET; some clients do with POST, and are answered.
    ByGetOrPost,
}

impl Asked {
    fn takes(self, method: Method) -> bool {
        match self {
            Self::ByPost => method == Method::Post,
            Self::ByGetOrPost => matches!(method, Method::Get | Method::Post),
        }
    }
}

impl Routes {
    /// In the document's order, by and large.
    pub(crate) fn new() -> Self {
        let mut routes = Self(BTreeMap::new());
        routes.on_request::<e::Login>(sessions::login);
        routes.on_request::<e::Heartbeat>(sessions::heartbeat);
        routes.on_plain::<e::Logout>(sessions::logout);
        routes.on_plain::<e::QueryDeviceInfo>(device::query);
        routes.on_administration();
        routes.on_people();
        routes.on_calls();
        routes.on_files();
        routes
    }

    fn on_administration(&mut self) {
        self.on::<e::AddExtension>(extensions::add);
        self.on::<e::UpdateExtension>(extensions::update);
        self.on::<e::DeleteExtension>(extensions::delete);
        self.on_plain::<e::ListTrunks>(trunks::list);
        self.on::<e::QueryTrunks>(trunks::query);
        self.on::<e::AddTrunk>(trunks::add);
        self.on::<e::UpdateTrunk>(trunks::update);
        self.on::<e::DeleteTrunks>(trunks::delete);
        self.on::<e::QueryInboundRoutes>(inbound_routes::query);
        self.on::<e::AddInboundRoute>(inbound_routes::add);
        self.on::<e::UpdateInboundRoute>(inbound_routes::update);
        self.on::<e::DeleteInboundRoutes>(inbound_routes::delete);
        self.on::<e::QueryOutboundRoutes>(outbound_routes::query);
        self.on::<e::AddOutboundRoute>(outbound_routes::add);
        self.on::<e::UpdateOutboundRoute>(outbound_routes::update);
        self.on::<e::DeleteOutboundRoutes>(outbound_routes::delete);
        self.on::<e::QueryIvrs>(ivrs::query);
        self.on::<e::UpdateIvr>(ivrs::update);
        self.on::<e::UpdateQueue>(queues::update);
        self.on_plain::<e::ListPagingGroups>(paging::list);
        self.on::<e::QueryPagingGroups>(paging::query);
        self.on::<e::AddPagingGroup>(paging::add);
        self.on::<e::UpdatePagingGroup>(paging::update);
        self.on::<e::DeletePagingGroups>(paging::delete);
        self.on::<e::AddWakeUpCall>(hotel::add_wake_up);
        self.on_json::<e::QueryWakeUpCalls>(hotel::query_wake_ups);
        self.on::<e::UpdateWakeUpCall>(hotel::update_wake_up);
        self.on::<e::DeleteWakeUpCalls>(hotel::delete_wake_ups);
        self.on::<e::CheckOut>(hotel::check_out);
    }

    fn on_people(&mut self) {
        self.on_plain::<e::ListExtensions>(extensions::list);
        self.on_json::<e::QueryExtension>(extensions::query);
        self.on::<e::QueryConferences>(conferences::query);
        self.on::<e::QueryRunningConferences>(conferences::query_running);
        self.on::<e::UpdateConference>(conferences::update);
        self.on::<e::InviteToConference>(conferences::invite);
        self.on::<e::KickFromConference>(conferences::kick);
        self.on::<e::MuteInConference>(conferences::mute);
        self.on::<e::UnmuteInConference>(conferences::unmute);
        self.on::<e::AddConference>(conferences::add);
        self.on::<e::DeleteConference>(conferences::delete);
        self.on::<e::QueryQueues>(queues::query);
        self.on::<e::QueryQueueStatus>(queues::query_status);
        self.on::<e::AddDynamicAgent>(queues::sign_in);
        self.on::<e::DelDynamicAgent>(queues::sign_out);
        self.on::<e::PauseAgent>(queues::pause);
        self.on::<e::UnpauseAgent>(queues::unpause);
    }

    fn on_calls(&mut self) {
        self.on::<e::QueryInbound>(calls::query_inbound);
        self.on::<e::QueryOutbound>(calls::query_outbound);
        self.on::<e::DialExtension>(calls::dial_extension);
        self.on::<e::DialOutbound>(calls::dial_outbound);
        self.on::<e::HangUpExtension>(calls::hang_up);
        self.on::<e::HangUpInbound>(calls::hang_up_inbound);
        self.on::<e::HangUpOutbound>(calls::hang_up_outbound);
        self.on::<e::HoldExtension>(calls::hold);
        self.on::<e::UnholdExtension>(calls::unhold);
        self.on::<e::MuteExtension>(calls::mute);
        self.on::<e::UnmuteExtension>(calls::unmute);
        self.on::<e::TransferCall>(calls::transfer);
        self.on::<e::DialFromQueue>(call_out::from_queue);
        self.on::<e::DialFromRingGroup>(call_out::from_ring_group);
        self.on::<e::BridgeOutside>(call_out::bridge);
        self.on::<e::ListenIn>(monitoring::listen_in);
        self.on::<e::WhisperTo>(monitoring::whisper_to);
        self.on::<e::BargeIn>(monitoring::barge_in);
        self.on::<e::PlayToExtension>(prompts::play_to_extension);
        self.on::<e::PlayToOutside>(prompts::play_to_outside);
    }

    fn on_files(&mut self) {
        self.on_json::<e::QueryVoicemail>(voicemail::query);
        self.on::<e::DeleteVoicemail>(voicemail::delete);
        self.on_json::<e::GetVoicemailRandom>(downloads::voicemail_ticket);
        self.on_json::<e::GetRecordingRandom>(downloads::recording_ticket);
        self.on_json::<e::GetCdrRandom>(downloads::cdr_ticket);
        self.on_download::<e::DownloadVoicemail>(downloads::voicemail);
        self.on_download::<e::DownloadRecording>(downloads::recording);
        self.on_download::<e::DownloadCdr>(downloads::cdr);
    }

    /// The endpoint's answer is the protocol's type.
    fn on<E: Endpoint + 'static>(&mut self, handler: fn(&mut Exchange, &E, &Asker) -> Answered<E::Response>) {
        self.post::<E, _>(move |exchange, request, asker| handler(exchange, &request.read()?, asker));
    }

    /// The endpoint has no parameters and nothing to refuse.
    fn on_plain<E: Endpoint + 'static>(&mut self, handler: fn(&mut Exchange, &Asker) -> E::Response) {
        // A body that can't be read is refused all the same, as everywhere.
        self.post::<E, _>(move |exchange, request, asker| {
            request.read::<E>().map(|_| handler(exchange, asker))
        });
    }

    /// The endpoint's answer has members that the protocol's type leaves out.
    fn on_json<E: Endpoint + 'static>(&mut self, handler: fn(&mut Exchange, &E, &Asker) -> Answered<Value>) {
        self.post::<E, _>(move |exchange, request, asker| handler(exchange, &request.read()?, asker));
    }

    /// Clients ask it in ways that the protocol's type does not have.
    fn on_request<E: Endpoint + 'static>(
        &mut self,
        handler: fn(&mut Exchange, &Request, &Asker) -> Answered<E::Response>,
    ) {
        self.post::<E, _>(handler);
    }

    fn post<E: Endpoint, R: Serialize>(
        &mut self,
        handler: impl Fn(&mut Exchange, &Request, &Asker) -> Answered<R> + Send + Sync + 'static,
    ) {
        let handler: Handler = Box::new(move |exchange, request, asker| {
            handler(exchange, request, asker).map(|response| Answer::success(&response))
        });
        self.0.insert(E::ABOUT.path, (Asked::ByPost, handler));
    }

    fn on_download<D: Download>(&mut self, handler: fn(&mut Exchange, &Request, &Asker) -> Answered<Answer>) {
        self.0.insert(D::PATH, (Asked::ByGetOrPost, Box::new(handler)));
    }

    /// The table's own name of an endpoint, if it is in the table. The document has two for one list.
    pub(crate) fn name(&self, endpoint: &str) -> Option<&'static str> {
        // Both of its names lead to the same line, and are counted as one.
        let endpoint =
            if endpoint == "paginggrouplist/lists" { e::ListPagingGroups::ABOUT.path } else { endpoint };
        self.0.get_key_value(endpoint).map(|(name, _)| *name)
    }

    pub(crate) fn answer(
        &self,
        name: &str,
        exchange: &mut Exchange,
        request: &Request,
        asker: &Asker,
    ) -> Result<Answer, Refusal> {
        match self.0.get(name) {
            Some((how, handler)) if how.takes(request.method) => handler(exchange, request, asker),
            None if request.method == Method::Post => Err(Refusal::NotSupported),
            // With any other method the PBX does not look at which endpoint it is.
            Some(_) | None => Err(Refusal::OnlyPost),
        }
    }
}
