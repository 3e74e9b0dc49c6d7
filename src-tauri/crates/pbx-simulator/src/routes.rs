//! Which endpoint is answered by what: one line an endpoint, in the document's order.

use std::collections::BTreeMap;
use std::net::IpAddr;

use pbx_protocol::Endpoint;
use pbx_protocol::endpoints as e;
use serde_json::Value;

use crate::clock::Now;
use crate::exchange::Exchange;
use crate::refusal::Refusal;
use crate::request::{Answer, Request};

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
        routes.on::<e::ListExtensions>(|exchange, _, _| Ok(exchange.list_extensions()));
        routes.on_json::<e::QueryExtension>(Exchange::query_extension);
        routes.on_json::<e::QueryQueues>(Exchange::query_queues);
        routes.on::<e::QueryQueueStatus>(Exchange::query_queue_status);
        routes.on::<e::AddDynamicAgent>(Exchange::add_dynamic_agent);
        routes.on::<e::DelDynamicAgent>(Exchange::del_dynamic_agent);
        routes.on::<e::PauseAgent>(Exchange::pause_agent);
        routes.on::<e::UnpauseAgent>(Exchange::unpause_agent);
        routes.on::<e::QueryInbound>(Exchange::query_inbound);
        routes.on::<e::QueryOutbound>(Exchange::query_outbound);
        routes.on::<e::DialExtension>(Exchange::dial_extension);
        routes.on::<e::DialOutbound>(Exchange::dial_outbound);
        routes.on::<e::HangUpExtension>(Exchange::hang_up_extension);
        routes.on::<e::HangUpInbound>(Exchange::hang_up_inbound);
        routes.on::<e::HangUpOutbound>(Exchange::hang_up_outbound);
        routes.on::<e::HoldExtension>(Exchange::hold);
        routes.on::<e::UnholdExtension>(Exchange::unhold);
        routes.on::<e::MuteExtension>(Exchange::mute);
        routes.on::<e::UnmuteExtension>(Exchange::unmute);
        routes.on::<e::TransferCall>(Exchange::transfer_call);
        routes.on_json::<e::QueryVoicemail>(Exchange::query_voicemail);
        routes.on::<e::DeleteVoicemail>(Exchange::delete_voicemail);
        routes.on_json::<e::GetVoicemailRandom>(Exchange::voicemail_random);
        routes.on_json::<e::GetRecordingRandom>(Exchange::recording_random);
        routes.on_json::<e::GetCdrRandom>(Exchange::cdr_random);
        routes
    }

    /// The endpoint's answer is the protocol's type.
    fn on<E: Endpoint + 'static>(
        &mut self,
        handler: fn(&mut Exchange, &E, &Asker) -> Result<E::Response, Refusal>,
    ) {
        self.0.insert(
            E::PATH,
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
            E::PATH,
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
            E::PATH,
            Box::new(move |exchange, request, asker| {
                handler(exchange, &request.read()?, asker).map(|response| Answer::success(&response))
            }),
        );
    }

    /// The table's own name of an endpoint, if it is in the table.
    pub(crate) fn name(&self, endpoint: &str) -> Option<&'static str> {
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
