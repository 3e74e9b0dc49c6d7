//! Settings under a policy: what is fixed wins, is refused where a person would change it, and is never written into the
//! person's own file, so that it ends with the policy.

use crate::contact_sources;
use crate::failure::Refusal;
use crate::intent::Intent;
use crate::policy::{FixedField, FixedSetting, Policy};
use crate::session::intents::SessionIntent;
use crate::settings::{Account, Language, Preferences, Scheme, Settings};
use crate::sounds::media::MediaId;

/// The policy, and what the person had where it rules.
#[derive(Debug, Default)]
pub(crate) struct Governed {
    policy: Policy,
    own: Settings,
}

impl Governed {
    pub(crate) fn new(policy: Policy, own: &Settings) -> Self {
        let mut governed = Self { policy, own: own.clone() };
        governed.policy.first_account = governed.first_account();
        governed
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The person's settings as they hold.
    pub(crate) fn in_force(&self) -> Settings {
        // From the person's own each time: laid over what holds by now, nothing could be given back.
        let mut settings = self.own.clone();
        settings.account = settings.account.map(|account| self.governs(account));
        contact_sources::governed::leave_own(&mut settings.preferences.contact_sources, self.policy());
        self.fixed().for_each(|setting| fix_preferences(&mut settings.preferences, setting));
        settings
    }

    /// An account as the policy wants it.
    pub(crate) fn governs(&self, mut account: Account) -> Account {
        self.fixed().for_each(|setting| fix_account(&mut account, setting));
        account
    }

    /// What is written of the settings that hold: the person's own stays where the policy rules.
    pub(crate) fn to_keep(&self, in_force: &Settings) -> Settings {
        let mut kept = in_force.clone();
        let own = self.own.account.clone().unwrap_or_default();
        for field in self.fixed().map(FixedSetting::field) {
            if let Some(account) = &mut kept.account {
                give_back_account(account, &own, field);
            }
            give_back_preferences(&mut kept.preferences, &self.own.preferences, field);
        }
        kept
    }

    /// An account is what the policy says, or refused with the first field that is not.
    fn check_account(&self, account: &Account) -> Result<(), Refusal> {
        self.check(|setting| {
            let mut fixed = account.clone();
            fix_account(&mut fixed, setting);
            // Where a person has not looked at the certificate yet, the one that is to be trusted comes from here.
            matches!(setting, FixedSetting::Certificate { .. }) && account.certificate.is_none()
                || fixed == *account
        })
    }

    /// Whether the policy lets this wish through.
    pub(crate) fn allows_intent(&self, intent: &Intent) -> Result<(), Refusal> {
        if let Intent::SignIn { account } = intent {
            return self.check_account(account);
        }
        if let Intent::SavePreferences { preferences } = intent {
            return self.check_preferences(preferences);
        }
        if let Intent::Sound(intent) = intent {
            // All or none of them: half a list, saved without a word, looks like the whole.
            return intent.media().iter().try_for_each(|one| self.allows_sound(one));
        }
        if matches!(intent, Intent::RefreshVoicemail | Intent::DeleteVoicemail { .. }) {
            return self.allows(FixedField::NoVoicemail);
        }
        // Else one click would do for whoever stands between the PBX and this desk.
        if matches!(intent, Intent::Session(SessionIntent::TrustCertificate { .. })) {
            return self.allows(FixedField::Certificate);
        }
        Ok(())
    }

    /// The account with what a form does not show.
    pub(crate) fn complete(&self, mut account: Account) -> Account {
        let certificate = self.fixed().filter(|setting| setting.field() == FixedField::Certificate);
        certificate.for_each(|setting| fix_account(&mut account, setting));
        account
    }

    fn check_preferences(&self, preferences: &Preferences) -> Result<(), Refusal> {
        self.check(|setting| {
            let mut fixed = preferences.clone();
            fix_preferences(&mut fixed, setting);
            fixed == *preferences
        })
    }

    /// Forbidden, or allowed.
    pub(crate) fn allows(&self, forbidden: FixedField) -> Result<(), Refusal> {
        if self.policy.fixes(forbidden) {
            Err(Refusal::SetByAdministrator { field: forbidden })
        } else {
            Ok(())
        }
    }

    /// A link that reaches us by another program's choice is refused here, whatever the system offers.
    pub(crate) fn allows_links(&self) -> Result<(), Refusal> {
        if self.policy.links() == Some(false) {
            return Err(Refusal::SetByAdministrator { field: FixedField::Links });
        }
        Ok(())
    }

    fn allows_sound(&self, media: &MediaId) -> Result<(), Refusal> {
        self.allows(match media {
            MediaId::Voicemail { .. } => FixedField::NoVoicemail,
            MediaId::Recording { .. } => FixedField::NoRecordings,
        })
    }

    fn check(&self, holds: impl Fn(&FixedSetting) -> bool) -> Result<(), Refusal> {
        match self.fixed().find(|setting| !holds(setting)) {
            Some(setting) => Err(Refusal::SetByAdministrator { field: setting.field() }),
            None => Ok(()),
        }
    }

    fn fixed(&self) -> impl Iterator<Item = &FixedSetting> {
        self.policy.fixed.iter().map(|fixed| &fixed.setting)
    }

    /// Where something is known of the first account.
    fn first_account(&self) -> Option<Account> {
        // Nobody who starts for the first time should have to know: it is found out.
        let unknown = Account { scheme: Scheme::Auto, ..Account::default() };
        let mut first = unknown.clone();
        self.policy.proposed.iter().chain(self.fixed()).for_each(|setting| fix_account(&mut first, setting));
        (first != unknown).then_some(first)
    }
}

fn fix_account(account: &mut Account, setting: &FixedSetting) {
    match setting {
        FixedSetting::Scheme { scheme } => account.scheme = *scheme,
        FixedSetting::Host { host } => account.host.clone_from(host),
        FixedSetting::Port { port } => account.port = *port,
        FixedSetting::ApiVersion { api_version } => account.api_version.clone_from(api_version),
        FixedSetting::Certificate { certificate } => account.certificate = Some(certificate.clone()),
        FixedSetting::Username { username } => account.username.clone_from(username),
        FixedSetting::Extension { extension } => account.extension.clone_from(extension),
        FixedSetting::ReportHost { report_host } => account.report_host = Some(report_host.clone()),
        // A range leaves a choice: the port that was found free in it stays.
        FixedSetting::ReportPorts { first, last } if !(*first..=*last).contains(&account.report_port) => {
            account.report_port = *first;
        }
        // What is no part of the account is asked for where it matters.
        _ => {}
    }
}

fn fix_preferences(preferences: &mut Preferences, setting: &FixedSetting) {
    match setting {
        FixedSetting::Language { language } => preferences.language = Language::Tag(language.clone()),
        FixedSetting::HistoryDays { days } => preferences.history_days = *days,
        FixedSetting::QueueColours { colours } => preferences.queue_colours.clone_from(colours),
        FixedSetting::Trusted { sources } => preferences.trusted.clone_from(sources),
        FixedSetting::ContactSources { sources } => {
            contact_sources::governed::fix(&mut preferences.contact_sources, sources);
        }
        FixedSetting::NoWebhooks => preferences.scripts.webhooks.clear(),
        FixedSetting::NoPrograms => preferences.scripts.program.clear(),
        _ => {}
    }
}

fn give_back_account(account: &mut Account, own: &Account, field: FixedField) {
    match field {
        FixedField::Scheme => account.scheme = own.scheme,
        FixedField::Host => account.host.clone_from(&own.host),
        FixedField::Port => account.port = own.port,
        FixedField::ApiVersion => account.api_version.clone_from(&own.api_version),
        FixedField::Certificate => account.certificate.clone_from(&own.certificate),
        FixedField::Username => account.username.clone_from(&own.username),
        FixedField::Extension => account.extension.clone_from(&own.extension),
        FixedField::ReportHost => account.report_host.clone_from(&own.report_host),
        // Which of the ports it is, the person has chosen.
        _ => {}
    }
}

fn give_back_preferences(preferences: &mut Preferences, own: &Preferences, field: FixedField) {
    match field {
        FixedField::Language => preferences.language.clone_from(&own.language),
        FixedField::HistoryDays => preferences.history_days = own.history_days,
        FixedField::QueueColours => preferences.queue_colours.clone_from(&own.queue_colours),
        FixedField::Trusted => preferences.trusted.clone_from(&own.trusted),
        FixedField::ContactSources => contact_sources::governed::strip(&mut preferences.contact_sources),
        FixedField::NoWebhooks => preferences.scripts.webhooks.clone_from(&own.scripts.webhooks),
        FixedField::NoPrograms => preferences.scripts.program.clone_from(&own.scripts.program),
        _ => {}
    }
}
