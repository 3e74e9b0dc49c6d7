//! The endpoints that play prompts. Nobody hears them: the simulated PBX checks that it could be done.

use pbx_protocol::endpoints::{PlayToExtension, PlayToOutside, PromptPlayed, Prompts};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::administration::Administration;
use crate::model::refusal::Refusal;

impl Exchange {
    pub(crate) fn play_to_extension(
        &mut self,
        play: &PlayToExtension,
        asker: &Asker,
    ) -> Result<PromptPlayed, Refusal> {
        if !self.phones.contains_key(&play.extension) {
            return Err(Refusal::NoSuchExtension);
        }
        if !self.is_free(&play.extension) {
            return Err(Refusal::ExtensionNotIdle);
        }
        self.played(&play.prompts, asker)
    }

    pub(crate) fn play_to_outside(
        &mut self,
        play: &PlayToOutside,
        asker: &Asker,
    ) -> Result<PromptPlayed, Refusal> {
        self.route_out("", play.number.as_str()).ok_or(Refusal::NoSuchNumber)?;
        self.played(&play.prompts, asker)
    }

    fn played(&mut self, prompts: &Prompts, asker: &Asker) -> Result<PromptPlayed, Refusal> {
        if !prompts.iter().all(|prompt| Administration::has_prompt(prompt.as_str())) {
            return Err(Refusal::NoSuchPrompt);
        }
        let call = self.channels.open(asker.now);
        Ok(PromptPlayed { call: Some(call.to_string()), ..PromptPlayed::default() })
    }
}
