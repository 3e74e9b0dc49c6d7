//! From a world as written down to an exchange: every number parsed, every name looked up, once.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::endpoints::RingStrategy;
use pbx_protocol::report::Cdr;
use pbx_protocol::{Extension, QueueNumber, Secret};

use super::Exchange;
use crate::api::Routes;
use crate::api::downloads::Tickets;
use crate::api::queues::Queue;
use crate::api::voicemail::Message;
use crate::clock::Now;
use crate::exchange::end::recording_name;
use crate::model::administration::Administration;
use crate::model::archive::Archive;
use crate::model::call::Channels;
use crate::model::dice::Dice;
use crate::model::phone::Phone;
use crate::model::sessions::Sessions;
use crate::model::wall_time::LocalTime;
use crate::options::Options;
use crate::wav;
use crate::world::{Device, World, WorldError};

/// What stays as the administrator set it.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) device: Device,
    pub(crate) started: Now,
    pub(crate) api_user: String,
    pub(crate) api_password: Secret,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) trunk: String,
    pub(crate) records_calls: bool,
    pub(crate) busy_outside: Vec<String>,
    pub(crate) single_login: bool,
    pub(crate) ring_timeout: Duration,
    pub(crate) outside_answers_after: Option<Duration>,
    pub(crate) colleagues_answer_after: Option<Duration>,
}

pub(super) fn settle(world: World, options: &Options, dice: Dice, now: Now) -> Result<Exchange, WorldError> {
    let phones = phones(&world)?;
    let queues = queues(&world, &phones)?;
    let mailboxes = mailboxes(&world, &phones, now)?;
    let mut channels = Channels::new();
    let archive = archive(&world, &mut channels, now);
    let admin = Administration::of(&world, &phones.keys().collect::<Vec<_>>());
    Ok(Exchange {
        admin,
        settings: Settings {
            device: world.device,
            started: now,
            api_user: world.api_user,
            api_password: world.api_password,
            utc_offset_minutes: world.utc_offset_minutes,
            trunk: world.trunk,
            records_calls: world.records_calls,
            busy_outside: world.busy_outside,
            single_login: options.single_login,
            ring_timeout: options.ring_timeout,
            outside_answers_after: options.outside_answers_after,
            colleagues_answer_after: options.colleagues_answer_after,
        },
        phones,
        announced: BTreeMap::new(),
        queues,
        mailboxes,
        archive,
        sessions: Sessions::default(),
        tickets: Tickets::default(),
        calls: Vec::new(),
        channels,
        dice,
        requests: VecDeque::new(),
        reported: VecDeque::new(),
        outbox: Vec::new(),
        routes: Arc::new(Routes::new()),
    })
}

type Phones = BTreeMap<Extension, Phone>;

fn phones(world: &World) -> Result<Phones, WorldError> {
    world
        .phones
        .iter()
        .map(|phone| {
            let number =
                Extension::parse(&phone.number).map_err(|_| WorldError::BadNumber(phone.number.clone()))?;
            let settled = Phone {
                name: phone.name.clone(),
                registered: phone.registered,
                dnd: phone.dnd,
                call_waiting: phone.call_waiting,
                monitored: phone.monitored,
                may_dial_out: phone.may_dial_out,
                answers_by_itself: phone.answers_by_itself,
                settings: Phone::usual_settings(),
            };
            Ok((number, settled))
        })
        .collect()
}

fn known(phones: &Phones, number: &str, what: &str) -> Result<Extension, WorldError> {
    Extension::parse(number)
        .ok()
        .filter(|extension| phones.contains_key(extension))
        .ok_or_else(|| WorldError::UnknownExtension { what: what.to_owned(), extension: number.to_owned() })
}

fn queues(world: &World, phones: &Phones) -> Result<BTreeMap<QueueNumber, Queue>, WorldError> {
    world
        .queues
        .iter()
        .map(|queue| {
            let number =
                QueueNumber::parse(&queue.number).map_err(|_| WorldError::BadNumber(queue.number.clone()))?;
            let all = |agents: &[String]| -> Result<Vec<Extension>, WorldError> {
                agents.iter().map(|agent| known(phones, agent, &queue.name)).collect()
            };
            let settled = Queue {
                name: queue.name.clone(),
                password: Secret::new(queue.password.clone()),
                static_agents: all(&queue.static_agents)?,
                dynamic_agents: all(&queue.dynamic_agents)?,
                paused: all(&queue.paused)?.into_iter().collect(),
                resting: BTreeMap::new(),
                wrap_up: queue.wrap_up,
                agent_timeout: queue.agent_timeout,
                retry: queue.retry,
                ring_strategy: RingStrategy::RingAll,
                rules: Queue::usual_rules(),
            };
            Ok((number, settled))
        })
        .collect()
}

fn mailboxes(
    world: &World,
    phones: &Phones,
    now: Now,
) -> Result<BTreeMap<Extension, Vec<Message>>, WorldError> {
    let mut mailboxes: BTreeMap<Extension, Vec<Message>> = BTreeMap::new();
    for message in &world.messages {
        let extension = known(phones, &message.extension, "a voicemail message")?;
        mailboxes.entry(extension).or_default().push(Message {
            file: message.file.clone(),
            from: message.from.clone(),
            left: now.wall.saturating_sub(message.age),
            sound: message.sound.clone(),
        });
    }
    Ok(mailboxes)
}

/// Answered past calls have a recording each.
fn archive(world: &World, channels: &mut Channels, now: Now) -> Archive {
    let mut archive = Archive::default();
    for recording in &world.recordings {
        archive.recordings.insert(recording.name.clone(), recording.sound.clone());
    }
    for (voice, past) in (0u32..).zip(&world.past_calls) {
        let wall = now.wall.saturating_sub(past.age);
        let call = channels.open(Now { wall, ..now });
        let start = LocalTime::of(wall, world.utc_offset_minutes);
        let answered = !past.talk.is_zero();
        let recording = answered.then(|| recording_name(&past.from, &past.to, start, &call));
        if let Some(name) = &recording {
            archive.recordings.insert(name.clone(), wav::murmur(5, voice));
        }
        let seconds = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX);
        archive.rows.push(Cdr {
            call,
            start: start.dashed(),
            from: past.from.clone(),
            to: past.to.clone(),
            total_seconds: seconds(past.total),
            talk_seconds: seconds(past.talk),
            status: if answered { "ANSWERED" } else { "NO ANSWER" }.to_owned(),
            direction: past.direction.clone(),
            recording,
        });
    }
    archive.rows.sort_by(|a, b| a.start.cmp(&b.start));
    archive
}
