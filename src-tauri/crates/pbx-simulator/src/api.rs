//! Which endpoint is answered by what: one line an endpoint, in the document's order.

mod call_out;
mod calls;
pub(crate) mod conferences;
mod device;
pub(crate) mod downloads;
mod extension_settings;
mod extensions;
pub(crate) mod hotel;
mod inbound_routes;
mod ivrs;
pub(crate) mod monitoring;
mod outbound_routes;
pub(crate) mod paging;
mod prompts;
mod queue_settings;
pub(crate) mod queues;
pub(crate) mod request;
mod trunks;
pub(crate) mod voicemail;

use std::collections::BTreeMap;
use std::net::IpAddr;

use pbx_protocol::Endpoint;
use pbx_protocol::endpoints as e;
use serde_json::Value;

use crate::api::request::{Answer, Request};
use crate::clock::Now;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

/// Who asks, and when.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) address: IpAddr,
    /// Empty at login.
    pub(crate) token: String,
    pub(crate) now: Now,
}

type Handler = Box<dyn Fn(&mut Exchange, &Request, &Asker) -> Result<Answer, Refusal> + Send + Sync>;

/// The table of endpoints.
pub(crate) struct Routes(BTreeMap<&'static str, Handler>);

impl Routes {
    pub(crate) fn new() -> Self {
        let mut routes = Self(BTreeMap::new());
        routes.on_request::<e::Login>(|exchange, request, asker| {
            exchange.login(&Exchange::login_request(request)?, asker)
        });
        routes.on_request::<e::Heartbeat>(|exchange, request, asker| {
            let beat = request.has_body().then(|| request.read()).transpose()?;
            exchange.heartbeat(beat.as_ref(), asker)
        });
        routes.on::<e::Logout>(|exchange, _, asker| Ok(exchange.logout(asker)));
        routes.on::<e::QueryDeviceInfo>(|exchange, _, asker| Ok(exchange.device_info(asker)));
        routes.on_administration();
        routes.on_people();
        routes.on_calls();
        routes.on_files();
        routes
    }

    fn on_administration(&mut self) {
        self.on::<e::AddExtension>(Exchange::add_extension);
        self.on::<e::UpdateExtension>(Exchange::update_extension);
        self.on::<e::DeleteExtension>(Exchange::delete_extension);
        self.on::<e::ListTrunks>(|exchange, _, _| Ok(exchange.list_trunks()));
        self.on::<e::QueryTrunks>(Exchange::query_trunks);
        self.on::<e::AddTrunk>(Exchange::add_trunk);
        self.on::<e::UpdateTrunk>(Exchange::update_trunk);
        self.on::<e::DeleteTrunks>(Exchange::delete_trunks);
        self.on::<e::QueryInboundRoutes>(Exchange::query_inbound_routes);
        self.on::<e::AddInboundRoute>(Exchange::add_inbound_route);
        self.on::<e::UpdateInboundRoute>(Exchange::update_inbound_route);
        self.on::<e::DeleteInboundRoutes>(Exchange::delete_inbound_routes);
        self.on::<e::QueryOutboundRoutes>(Exchange::query_outbound_routes);
        self.on::<e::AddOutboundRoute>(Exchange::add_outbound_route);
        self.on::<e::UpdateOutboundRoute>(Exchange::update_outbound_route);
        self.on::<e::DeleteOutboundRoutes>(Exchange::delete_outbound_routes);
        self.on::<e::QueryIvrs>(Exchange::query_ivrs);
        self.on::<e::UpdateIvr>(Exchange::update_ivr);
        self.on::<e::UpdateQueue>(Exchange::update_queue);
        self.on::<e::ListPagingGroups>(|exchange, _, _| Ok(exchange.list_paging_groups()));
        self.on::<e::QueryPagingGroups>(Exchange::query_paging_groups);
        self.on::<e::AddPagingGroup>(Exchange::add_paging_group);
        self.on::<e::UpdatePagingGroup>(Exchange::update_paging_group);
        self.on::<e::DeletePagingGroups>(Exchange::delete_paging_groups);
        self.on::<e::AddWakeUpCall>(Exchange::add_wake_up_call);
        self.on_json::<e::QueryWakeUpCalls>(Exchange::query_wake_up_calls);
        self.on::<e::UpdateWakeUpCall>(Exchange::update_wake_up_call);
        self.on::<e::DeleteWakeUpCalls>(Exchange::delete_wake_up_calls);
        self.on::<e::CheckOut>(Exchange::check_out);
    }

    fn on_people(&mut self) {
        self.on::<e::ListExtensions>(|exchange, _, _| Ok(exchange.list_extensions()));
        self.on_json::<e::QueryExtension>(Exchange::query_extension);
        self.on::<e::QueryConferences>(Exchange::query_conferences);
        self.on::<e::QueryRunningConferences>(Exchange::query_running_conferences);
        self.on::<e::UpdateConference>(Exchange::update_conference);
        self.on::<e::InviteToConference>(Exchange::invite_to_conference);
        self.on::<e::KickFromConference>(Exchange::kick_from_conference);
        self.on::<e::MuteInConference>(Exchange::mute_in_conference);
        self.on::<e::UnmuteInConference>(Exchange::unmute_in_conference);
        self.on::<e::AddConference>(Exchange::add_conference);
        self.on::<e::DeleteConference>(Exchange::delete_conference);
        self.on::<e::QueryQueues>(Exchange::query_queues);
        self.on::<e::QueryQueueStatus>(Exchange::query_queue_status);
        self.on::<e::AddDynamicAgent>(Exchange::add_dynamic_agent);
        self.on::<e::DelDynamicAgent>(Exchange::del_dynamic_agent);
        self.on::<e::PauseAgent>(Exchange::pause_agent);
        self.on::<e::UnpauseAgent>(Exchange::unpause_agent);
    }

    fn on_calls(&mut self) {
        self.on::<e::QueryInbound>(Exchange::query_inbound);
        self.on::<e::QueryOutbound>(Exchange::query_outbound);
        self.on::<e::DialExtension>(Exchange::dial_extension);
        self.on::<e::DialOutbound>(Exchange::dial_outbound);
        self.on::<e::HangUpExtension>(Exchange::hang_up_extension);
        self.on::<e::HangUpInbound>(Exchange::hang_up_inbound);
        self.on::<e::HangUpOutbound>(Exchange::hang_up_outbound);
        self.on::<e::HoldExtension>(Exchange::hold);
        self.on::<e::UnholdExtension>(Exchange::unhold);
        self.on::<e::MuteExtension>(Exchange::mute);
        self.on::<e::UnmuteExtension>(Exchange::unmute);
        self.on::<e::TransferCall>(Exchange::transfer_call);
        self.on::<e::DialFromQueue>(Exchange::dial_from_queue);
        self.on::<e::DialFromRingGroup>(Exchange::dial_from_ring_group);
        self.on::<e::BridgeOutside>(Exchange::bridge_outside);
        self.on::<e::ListenIn>(Exchange::listen_in);
        self.on::<e::WhisperTo>(Exchange::whisper_to);
        self.on::<e::BargeIn>(Exchange::barge_in);
        self.on::<e::PlayToExtension>(Exchange::play_to_extension);
        self.on::<e::PlayToOutside>(Exchange::play_to_outside);
    }

    fn on_files(&mut self) {
        self.on_json::<e::QueryVoicemail>(Exchange::query_voicemail);
        self.on::<e::DeleteVoicemail>(Exchange::delete_voicemail);
        self.on_json::<e::GetVoicemailRandom>(Exchange::voicemail_random);
        self.on_json::<e::GetRecordingRandom>(Exchange::recording_random);
        self.on_json::<e::GetCdrRandom>(Exchange::cdr_random);
    }

    /// The endpoint's answer is the protocol's type.
    fn on<E: Endpoint + 'static>(
        &mut self,
        handler: fn(&mut Exchange, &E, &Asker) -> Result<E::Response, Refusal>,
    ) {
        self.0.insert(
            E::ABOUT.path,
            Box::new(move |exchange, request, asker| {
                handler(exchange, &request.read()?, asker).map(|response| Answer::success(&response))
            }),
        );
    }

    /// Clients ask it in ways that the protocol's type does not have.
    fn on_request<E: Endpoint + 'static>(
        &mut self,
        handler: fn(&mut Exchange, &Request, &Asker) -> Result<E::Response, Refusal>,
    ) {
        self.0.insert(
            E::ABOUT.path,
            Box::new(move |exchange, request, asker| {
                handler(exchange, request, asker).map(|response| Answer::success(&response))
            }),
        );
    }

    /// The endpoint's answer has members that the protocol's type leaves out.
    fn on_json<E: Endpoint + 'static>(
        &mut self,
        handler: fn(&mut Exchange, &E, &Asker) -> Result<Value, Refusal>,
    ) {
        self.0.insert(
            E::ABOUT.path,
            Box::new(move |exchange, request, asker| {
                handler(exchange, &request.read()?, asker).map(|response| Answer::success(&response))
            }),
        );
    }

    /// The table's own name of an endpoint, if it is in the table. The document has two for one list.
    pub(crate) fn name(&self, endpoint: &str) -> Option<&'static str> {
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
        let handler = self.0.get(name).ok_or(Refusal::NotSupported)?;
        handler(exchange, request, asker)
    }
}
