//! Where the PBX finds this computer: the address towards it, the others, and whether a VPN lies between.

use std::io;
use std::net::IpAddr;

use crate::fact::Fact;

/// How interfaces of VPNs are called on the three systems.
const VPNS: [&str; 8] = ["tun", "tap", "wg", "ppp", "utun", "ipsec", "vpn", "zt"];

/// A card of the network, real or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interface {
    pub(crate) name: String,
    pub(crate) addresses: Vec<IpAddr>,
}

/// The cards of this computer.
pub(crate) fn interfaces() -> Vec<Interface> {
    let found = netwatcher::list_interfaces().unwrap_or_default();
    let mut found: Vec<Interface> = found
        .into_values()
        .map(|one| Interface { addresses: one.ips.iter().map(|record| record.ip).collect(), name: one.name })
        .collect();
    // The system tells them in any order; two looks are to say the same.
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The address from which the PBX is reached.
pub(crate) async fn towards(host: &str, port: u16) -> io::Result<IpAddr> {
    // A name may stand for several machines, of which the program too takes the first that answers.
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in pbx_client::addresses_of(host, port).await? {
        match pbx_client::address_towards(address).await {
            Ok(own) => return Ok(own),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// `set` is the address that the settings name in its place.
pub(crate) fn facts(
    own: &io::Result<IpAddr>,
    host: &str,
    set: Option<&str>,
    cards: &[Interface],
) -> Vec<Fact> {
    let Ok(own) = own else { return vec![Fact::NoWay { host: host.to_owned() }] };
    let address = own.to_string();
    let mut facts = vec![Fact::OwnAddress { address: address.clone() }];
    let has = |card: &&Interface| card.addresses.iter().any(|one| one == own);
    if let Some(card) = cards.iter().find(has).filter(|card| is_vpn(&card.name)) {
        facts.push(Fact::Vpn { name: card.name.clone(), address: address.clone() });
    }
    let all = || cards.iter().flat_map(|card| &card.addresses);
    let others: Vec<String> =
        all().filter(|one| *one != own && leads_out(**one)).map(ToString::to_string).collect();
    if !others.is_empty() {
        facts.push(Fact::OtherAddresses { addresses: others.join(", ") });
    }
    let set = set.map(str::trim).filter(|set| !set.is_empty());
    // A name may lead anywhere, for good reasons; a number that is none of ours rarely does.
    let elsewhere = set.filter(|set| set.parse::<IpAddr>().is_ok_and(|set| all().all(|one| *one != set)));
    facts.extend(elsewhere.map(|set| Fact::ReportHostElsewhere { host: set.to_owned(), address }));
    facts
}

fn is_vpn(name: &str) -> bool {
    let name = name.to_lowercase();
    VPNS.iter().any(|vpn| name.starts_with(vpn)) || name.contains("vpn") || name.contains("wireguard")
}

/// Not the computer itself, and not an address that ends at the cable.
fn leads_out(address: IpAddr) -> bool {
    let ends_at_the_cable = match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    !address.is_loopback() && !ends_at_the_cable
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str, addresses: &[&str]) -> Interface {
        let addresses = addresses.iter().map(|one| one.parse().unwrap()).collect();
        Interface { name: name.to_owned(), addresses }
    }

    fn seen(own: &str, set: Option<&str>, cards: &[Interface]) -> Vec<Fact> {
        facts(&Ok(own.parse().unwrap()), "pbx.example", set, cards)
    }

    #[test]
    fn several_addresses_are_listed() {
        let cards = [
            card("eth0", &["10.0.0.7", "fe80::1"]),
            card("lo", &["127.0.0.1", "::1"]),
            card("wlan0", &["192.168.1.20"]),
        ];
        let own = Fact::OwnAddress { address: "10.0.0.7".to_owned() };
        let others = Fact::OtherAddresses { addresses: "192.168.1.20".to_owned() };
        assert_eq!(seen("10.0.0.7", None, &cards), [own.clone(), others]);
        assert_eq!(seen("10.0.0.7", None, &cards[..2]), [own]);
    }

    #[test]
    fn a_vpn_is_told() {
        for name in ["tun0", "wg-office", "utun3", "Cisco VPN", "ppp0"] {
            let seen = seen("10.8.0.2", None, &[card(name, &["10.8.0.2"])]);
            assert!(matches!(&seen[1], Fact::Vpn { name: told, .. } if told == name), "{seen:?}");
        }
    }

    #[test]
    fn an_address_in_the_settings_that_is_none_of_ours_is_told() {
        let cards = [card("eth0", &["10.0.0.7"])];
        let told = |set| seen("10.0.0.7", Some(set), &cards).len() == 2;
        assert!(told("10.0.0.99"));
        assert!(!told("10.0.0.7") && !told("desk-7.example") && !told(" "));
    }

    #[test]
    fn no_way_to_the_pbx_is_told() {
        let none = Err(io::Error::from(io::ErrorKind::NetworkUnreachable));
        let fact = Fact::NoWay { host: "pbx.example".to_owned() };
        assert_eq!(facts(&none, "pbx.example", None, &[]), [fact]);
    }
}
