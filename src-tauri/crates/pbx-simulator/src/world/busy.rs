//! A floor of many agents and eight queues, for programs that have to show or count them.

use std::time::Duration;

use crate::world::{Phone, Queue, World};

const QUEUES: [&str; 8] =
    ["Sales", "Support", "Billing", "Orders", "Returns", "Technical", "Complaints", "Key accounts"];
const FAMILY: [&str; 12] =
    ["Li", "Wang", "Zhang", "Liu", "Chen", "Yang", "Zhao", "Huang", "Zhou", "Wu", "Xu", "Sun"];
const GIVEN: [&str; 10] = ["Na", "Wei", "Min", "Jing", "Lei", "Yan", "Qiang", "Fang", "Tao", "Xiu"];
/// The first agent's number.
const FIRST: usize = 2001;

impl World {
    /// So many agents in eight queues, all at work, all of whom lift by themselves.
    pub fn busy(agents: usize) -> Self {
        let mut world = Self::empty();
        let numbers: Vec<String> = (0..agents).map(|at| (FIRST + at).to_string()).collect();
        for (at, number) in numbers.iter().enumerate() {
            let name = format!("{} {}", FAMILY[at % FAMILY.len()], GIVEN[at / FAMILY.len() % GIVEN.len()]);
            world.phones.push(Phone { answers_by_itself: true, ..Phone::new(number, &name) });
        }
        for (at, name) in QUEUES.iter().enumerate() {
            let mut queue = Queue::new(&(6500 + at).to_string(), name).password(&(5500 + at).to_string());
            // Each agent serves one queue, and every third a second one.
            let serves = |agent: usize| agent % 8 == at || agent.is_multiple_of(3) && (agent + 3) % 8 == at;
            let members = numbers.iter().enumerate().filter(|(agent, _)| serves(*agent));
            queue.static_agents = members.map(|(_, number)| number.clone()).collect();
            queue.wrap_up = Duration::from_secs(10);
            world.queues.push(queue);
        }
        world
    }
}
