//! The endpoints of queues and their members.

use pbx_protocol::endpoints::{
    AddDynamicAgent, DelDynamicAgent, Done, PauseAgent, QueryQueueStatus, QueryQueues, QueueList,
    QueueMember, QueueStatus, QueueStatusAnswer, QueueWithStatus, RingStrategy, UnpauseAgent, UpdateQueue,
};
use pbx_protocol::{Extension, QueueNumber, Selection};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::queue::Queue;
use crate::model::refusal::Refusal;

pub(super) fn query(exchange: &mut Exchange, query: &QueryQueues, _: &Asker) -> Answered<QueueList> {
    let wanted: Vec<&QueueNumber> = match &query.queues {
        Selection::All => exchange.queues.keys().collect(),
        Selection::Only(queues) => queues.iter().collect(),
    };
    let queues = wanted.into_iter().map(|number| Ok(exchange.queue(number)?.listed(number)));
    Ok(QueueList { queues: queues.collect::<Answered<_>>()? })
}

pub(super) fn query_status(
    exchange: &mut Exchange,
    query: &QueryQueueStatus,
    asker: &Asker,
) -> Answered<QueueStatusAnswer> {
    let queue = exchange.queue(&query.queue)?;
    let member = |member: &Extension| QueueMember {
        extension: member.clone(),
        status: queue.status_of(member, exchange.phone_state(member), asker.now),
    };
    let members = queue.members().map(member).collect();
    let waiting = u32::try_from(exchange.calls.waiting_in(&query.queue)).unwrap_or(u32::MAX);
    let status = QueueStatus { members, waiting };
    Ok(QueueStatusAnswer { queue: QueueWithStatus { number: query.queue.clone(), status } })
}

/// Whatever the strategy, all phones ring: this PBX keeps the word and knows no other way.
pub(super) fn update(exchange: &mut Exchange, update: &UpdateQueue, _: &Asker) -> Answered<Done> {
    if !update.ring_strategy.as_ref().is_none_or(RingStrategy::is_known) {
        return Err(Refusal::QueueFailed);
    }
    for agents in [&update.static_agents, &update.dynamic_agents].into_iter().flatten() {
        exchange.phones.existing(agents)?;
    }
    exchange.queues.get_mut(&update.queue).ok_or(Refusal::NoSuchQueue)?.apply(update);
    Ok(Done {})
}

pub(super) fn sign_in(exchange: &mut Exchange, add: &AddDynamicAgent, _: &Asker) -> Answered<Done> {
    queue_of_existing(exchange, &add.queue, &add.extension)?.sign_in(&add.extension, add.password.as_ref())
}

pub(super) fn sign_out(exchange: &mut Exchange, del: &DelDynamicAgent, _: &Asker) -> Answered<Done> {
    queue_of_existing(exchange, &del.queue, &del.extension)?.sign_out(&del.extension, &del.password)
}

pub(super) fn pause(exchange: &mut Exchange, ask: &PauseAgent, _: &Asker) -> Answered<Done> {
    queue_of_member(exchange, &ask.queue, &ask.extension)?.paused.insert(ask.extension.clone());
    Ok(Done {})
}

pub(super) fn unpause(exchange: &mut Exchange, ask: &UnpauseAgent, _: &Asker) -> Answered<Done> {
    queue_of_member(exchange, &ask.queue, &ask.extension)?.paused.remove(&ask.extension);
    Ok(Done {})
}

fn queue_of_existing<'a>(
    exchange: &'a mut Exchange,
    number: &QueueNumber,
    extension: &Extension,
) -> Answered<&'a mut Queue> {
    let queue = exchange.queues.get_mut(number).ok_or(Refusal::NoSuchQueue)?;
    exchange.phones.get(extension)?;
    Ok(queue)
}

fn queue_of_member<'a>(
    exchange: &'a mut Exchange,
    number: &QueueNumber,
    extension: &Extension,
) -> Answered<&'a mut Queue> {
    let queue = queue_of_existing(exchange, number, extension)?;
    if queue.has(extension) { Ok(queue) } else { Err(Refusal::NoSuchExtension) }
}
