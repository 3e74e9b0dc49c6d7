//! The port to which the PBX sends reports: bound by the program, free, or who has it.

use pbx_client::{BindError, Incoming, Listener};
use tokio::sync::mpsc;

use crate::fact::Fact;

/// Another program, as the system names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PortHolder {
    pub(crate) pid: u32,
    pub(crate) name: String,
}

/// Tries to listen, as the program would, and stops at once.
pub(crate) async fn try_it(port: u16) -> Result<(), BindError> {
    let (sender, _receiver) = mpsc::channel::<Incoming>(1);
    Listener::bind(port, sender).await?.close().await;
    Ok(())
}

/// What came of it; `program` is the process that has the data folder, and may have the port.
pub(crate) fn facts(
    port: u16,
    tried: &Result<(), BindError>,
    holder: Option<PortHolder>,
    program: Option<u32>,
) -> Vec<Fact> {
    vec![match (tried, holder) {
        (Ok(()), _) => Fact::PortFree { port },
        (Err(BindError::PortTaken { .. }), Some(holder)) if Some(holder.pid) == program => {
            Fact::PortOurs { port, pid: holder.pid }
        }
        (Err(BindError::PortTaken { .. }), Some(PortHolder { pid, name })) => {
            Fact::PortTaken { port, holder: format!("{name} ({pid})") }
        }
        (Err(BindError::PortTaken { .. }), None) => Fact::PortTakenUnnamed { port },
        (Err(error @ (BindError::Io(_) | BindError::NoRandomness)), _) => {
            Fact::PortRefused { port, detail: error.to_string() }
        }
    }]
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_taken_port_says_by_whom() {
        let taken = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let tried = try_it(port).await;
        let holder = |pid| Some(PortHolder { pid, name: "softphone".to_owned() });
        for program in [None, Some(8)] {
            let named = Fact::PortTaken { port, holder: "softphone (7)".to_owned() };
            assert_eq!(facts(port, &tried, holder(7), program), [named]);
        }
        assert_eq!(facts(port, &tried, holder(7), Some(7)), [Fact::PortOurs { port, pid: 7 }]);
        assert_eq!(facts(port, &tried, None, None), [Fact::PortTakenUnnamed { port }]);
        drop(taken);
        assert_eq!(facts(port, &try_it(port).await, None, None), [Fact::PortFree { port }]);
    }
}
