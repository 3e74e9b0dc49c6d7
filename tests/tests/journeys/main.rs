//! What an agent does in a shift, in the real program in a real window, against the simulated PBX. Each journey has a
//! desktop, a PBX and a data folder of its own. `./check` builds the program before it runs them.

mod absence;
mod blind;
mod callers;
mod calls;
mod consult;
#[path = "../../../src-tauri/crates/contact-sources/tests/servers/contact_servers.rs"]
mod contact_servers;
mod contacts;
mod desktops;
mod dialling;
mod doctor;
mod guards;
mod journal;
mod keys;
mod missed;
mod names;
mod notes;
mod notifications;
mod pages;
mod phone;
mod policy;
mod pop;
mod practice;
mod queues;
mod quit;
mod restart;
mod results;
mod screens;
mod sign_in;
mod sounds;
mod starting;
mod state;
mod team;
mod tray;
mod windows;
