//! `uc-sim`: the simulated PBX as a program. Prints where it listens and how to sign in, and runs until stopped.

use std::process::ExitCode;

use pbx_simulator::{Options, Simulator, World};

const USAGE: &str = "uc-sim [--bind ADDRESS] [--port PORT] [--control-port PORT]

Runs a simulated OpenVox UC PBX with the demo's phones and queues.
  --bind ADDRESS       address to listen on (127.0.0.1)
  --port PORT          port of the UC API (9011; 0 takes a free one)
  --control-port PORT  port for scripts: POST /control, GET /snapshot, POST /faults, POST /skip (9012)";

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let options = match parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("uc-sim: {mistake}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uc-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let world = World::demo();
    let (user, password) = (world.setup.api_user.clone(), world.setup.api_password.clone());
    let simulator = Simulator::start(world, options).await?;
    println!("api      http://{}", simulator.address());
    if let Some(control) = simulator.control_address() {
        println!("control  http://{control}");
    }
    println!("user     {user}");
    // The password of a simulated PBX is no secret.
    println!("password {}", password.expose());
    println!("agent    101");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
enum Mistake {
    #[error("{0} is not an option")]
    Unknown(String),
    #[error("{0} needs a value")]
    NoValue(String),
    #[error("{1:?} is no value for {0}")]
    BadValue(String, String),
}

/// `None` where help was asked for.
fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Options>, Mistake> {
    let mut options = Options { port: 9011, control_port: Some(9012), ..Options::demo() };
    while let Some(word) = words.next() {
        if word == "--help" || word == "-h" {
            return Ok(None);
        }
        let mut value = || words.next().ok_or_else(|| Mistake::NoValue(word.clone()));
        match word.as_str() {
            "--bind" => options.bind = number(&word, value()?)?,
            "--port" => options.port = number(&word, value()?)?,
            "--control-port" => options.control_port = Some(number(&word, value()?)?),
            _ => return Err(Mistake::Unknown(word)),
        }
    }
    Ok(Some(options))
}

fn number<T: std::str::FromStr>(option: &str, value: String) -> Result<T, Mistake> {
    value.parse().map_err(|_| Mistake::BadValue(option.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>, Mistake> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_read() {
        let options = parsed("--bind 0.0.0.0 --port 0 --control-port 8123").unwrap().unwrap();
        assert_eq!((options.bind.to_string().as_str(), options.port), ("0.0.0.0", 0));
        assert_eq!(options.control_port, Some(8123));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(matches!(parsed("--port"), Err(Mistake::NoValue(_))));
        assert!(matches!(parsed("--port many"), Err(Mistake::BadValue(..))));
        assert!(matches!(parsed("--prot 1"), Err(Mistake::Unknown(_))));
        assert!(parsed("--help").unwrap().is_none());
    }
}
