//! `uc-sim`: the simulated PBX as a program. Prints where it listens and how to sign in, and runs until stopped.

mod command_line;

use std::process::ExitCode;
use std::time::Duration;

use pbx_simulator::Simulator;

use command_line::Wanted;

/// A floor that lives does something so often.
const BEAT: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> ExitCode {
    let matches = command_line::tree().get_matches();
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    match command_line::wanted(&matches) {
        Ok(wanted) => match run(wanted).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("uc-sim: {error}");
                ExitCode::FAILURE
            }
        },
        Err(mistake) => {
            eprintln!("uc-sim: {mistake}");
            ExitCode::from(2)
        }
    }
}

async fn run(wanted: Wanted) -> Result<(), Box<dyn std::error::Error>> {
    let Wanted { world, options, lives } = wanted;
    let (user, password) = (world.setup.api_user.clone(), world.setup.api_password.clone());
    let agent = world.phones.first().map(|phone| phone.number.clone());
    let mut simulator = Simulator::start(world, options).await?;
    let scheme = if simulator.certificate().is_some() { "https" } else { "http" };
    println!("api      {scheme}://{}", simulator.address());
    if let Some(certificate) = simulator.certificate() {
        let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
        print!("sha-256  ");
        digest.as_ref().iter().for_each(|byte| print!("{byte:02x}"));
        println!();
    }
    if let Some(control) = simulator.control_address() {
        println!("control  http://{control}");
    }
    println!("user     {user}");
    // The password of a simulated PBX is no secret.
    println!("password {}", password.expose());
    if let Some(agent) = agent {
        println!("agent    {agent}");
    }
    if let Some(seed) = lives {
        simulator.live(seed, BEAT);
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}
