//! From a world as written down to an exchange: every number parsed, every name looked up, once.

use std::collections::BTreeMap;
use std::time::Duration;

use pbx_protocol::endpoints::RingStrategy;
use pbx_protocol::report::Cdr;
use pbx_protocol::{Extension, QueueNumber, Secret};

use crate::exchange::Exchange;
use crate::model::administration::Administration;
use crate::model::archive::{Archive, recording_name};
use crate::model::calls::Calls;
use crate::model::channels::Channels;
use crate::model::dice::Dice;
use crate::model::mailbox::Message;
use crate::model::now::Now;
use crate::model::phone::Phone;
use crate::model::phones::Phones;
use crate::model::queue::Queue;
use crate::model::reports::Reports;
use crate::model::sessions::Sessions;
use crate::model::tickets::Tickets;
use crate::model::wall_time::LocalTime;
use crate::options::Options;
use crate::wav;
use crate::world::{self, World, WorldError};

pub(super) fn settle(world: World, options: &Options, dice: Dice, now: Now) -> Result<Exchange, WorldError> {
    let mut phones = phones(&world)?;
    let queues = queues(&world, &phones)?;
    leave_messages(&world, &mut phones, now)?;
    // Past calls took channels too, so those to come go on counting after them.
    let mut channels = Channels::new();
    let archive = archive(&world, &mut channels, now);
    let admin = Administration::of(&world, &phones.iter().map(|(number, _)| number).collect::<Vec<_>>());
    Ok(Exchange {
        setup: world.setup,
        options: options.clone(),
        started: now,
        admin,
        phones,
        queues,
        archive,
        sessions: Sessions::default(),
        tickets: Tickets::default(),
        calls: Calls::new(channels),
        dice,
        reports: Reports::new(),
    })
}

fn phones(world: &World) -> Result<Phones, WorldError> {
    let settled = world.phones.iter().map(|line| {
        let number =
            Extension::parse(&line.number).map_err(|_| WorldError::BadNumber(line.number.clone()))?;
        Ok((number, Phone::new(line.clone())))
    });
    Ok(Phones::new(settled.collect::<Result<_, _>>()?))
}

fn leave_messages(world: &World, phones: &mut Phones, now: Now) -> Result<(), WorldError> {
    for message in &world.messages {
        let extension = known(phones, &message.extension, "a voicemail message")?;
        let Ok(phone) = phones.get_mut(&extension) else { continue };
        phone.mailbox.0.push(Message {
            file: message.file.clone(),
            from: message.from.clone(),
            left: now.wall.saturating_sub(message.age),
            sound: message.sound.clone(),
        });
    }
    Ok(())
}

fn known(phones: &Phones, number: &str, what: &str) -> Result<Extension, WorldError> {
    Extension::parse(number)
        .ok()
        .filter(|extension| phones.has(extension))
        .ok_or_else(|| WorldError::UnknownExtension { what: what.to_owned(), extension: number.to_owned() })
}

fn queues(world: &World, phones: &Phones) -> Result<BTreeMap<QueueNumber, Queue>, WorldError> {
    let settled = |queue: &world::Queue| {
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
    };
    world.queues.iter().map(settled).collect()
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
        let start = LocalTime::of(wall, world.setup.utc_offset_minutes);
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
    // Downloads list them oldest first; whoever wrote the world need not have.
    archive.rows.sort_by(|a, b| a.start.cmp(&b.start));
    archive
}
