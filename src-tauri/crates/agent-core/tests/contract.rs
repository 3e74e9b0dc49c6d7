//! The UI's types are these types: `ui/src/contract.ts` is generated from them, committed, and compared here.
//! `UPDATE_CONTRACT=1 cargo test -p agent-core --test contract` writes it anew.

use std::any::TypeId;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use agent_core::*;
use serde::Serialize;
use ts_rs::{Config, TS, TypeVisitor};

/// Each type once. They stand in the order of their names: ts-rs visits them in another one with each build of it.
struct Contract {
    config: Config,
    seen: HashSet<TypeId>,
    types: BTreeSet<String>,
}

impl TypeVisitor for Contract {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of ours can be written to a file; a number or a list is none.
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        self.types.insert(T::decl(&self.config));
    }
}

/// All that crosses between the core and a page begins with one of these types.
fn contract() -> serde_json::Result<String> {
    let head = "// Generated from the Rust types of agent-core. Do not edit:\n\
         // UPDATE_CONTRACT=1 cargo test -p agent-core --test contract\n";
    let mut contract = Contract { config: Config::default(), seen: HashSet::new(), types: BTreeSet::new() };
    contract.visit::<View>();
    contract.visit::<PopView>();
    contract.visit::<Intent>();
    contract.visit::<PopIntent>();
    contract.visit::<PasswordSlot>();
    contract.visit::<HistoryQuery>();
    contract.visit::<HistoryPage>();
    contract.visit::<ImportOutcome>();
    contract.visit::<DemoAction>();
    contract.visit::<Refusal>();
    contract.visit::<DirectoryEntry>();
    contract.visit::<doctor::Line>();
    contract.visit::<doctor::TestCall>();
    contract.visit::<doctor::TestCallTrouble>();
    let types = contract.types.iter().map(|text| format!("\nexport {text}\n"));
    let defaults = [
        value("defaultView", &View::default())?,
        value("defaultAgent", &AgentView::default())?,
        value("defaultAccount", &Account::default())?,
        value("usualKeys", &usual_keys())?,
    ];
    Ok(std::iter::once(head.to_owned()).chain(types).chain(defaults).collect())
}

/// What a part of the core begins as, for samples to begin with.
fn value<T: TS + Serialize>(name: &str, begins: &T) -> serde_json::Result<String> {
    let json = serde_json::to_string_pretty(begins)?;
    Ok(format!("\nexport const {name}: {} = {json};\n", T::name(&Config::default())))
}

#[test]
fn contract_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/contract.ts");
    let expected = contract().unwrap();
    if std::env::var_os("UPDATE_CONTRACT").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(
        found == expected,
        "ui/src/contract.ts is out of date: UPDATE_CONTRACT=1 cargo test -p agent-core --test contract"
    );
}
