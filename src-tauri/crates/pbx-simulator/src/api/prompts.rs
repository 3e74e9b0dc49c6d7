//! The endpoints that play prompts. Nobody hears them: the simulated PBX checks that it could be done.

use pbx_protocol::endpoints::{PlayToExtension, PlayToOutside, PromptPlayed, Prompts};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::administration::check_prompt;
use crate::model::refusal::Refusal;

pub(super) fn play_to_extension(
    exchange: &mut Exchange,
    play: &PlayToExtension,
    asker: &Asker,
) -> Answered<PromptPlayed> {
    exchange.phones.get(&play.extension)?;
    if !exchange.is_free(&play.extension) {
        return Err(Refusal::ExtensionNotIdle);
    }
    played(exchange, &play.prompts, asker)
}

pub(super) fn play_to_outside(
    exchange: &mut Exchange,
    play: &PlayToOutside,
    asker: &Asker,
) -> Answered<PromptPlayed> {
    exchange.admin.route_out("", play.number.as_str()).ok_or(Refusal::NoSuchNumber)?;
    played(exchange, &play.prompts, asker)
}

fn played(exchange: &mut Exchange, prompts: &Prompts, asker: &Asker) -> Answered<PromptPlayed> {
    for prompt in prompts {
        check_prompt(prompt.as_str())?;
    }
    let call = exchange.calls.channels.open(asker.now);
    Ok(PromptPlayed { call: Some(call.to_string()), ..PromptPlayed::default() })
}
