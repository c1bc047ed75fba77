//! The gate through which bytes leave the machine: it asks policy, writes the record, and only then lets go.

use std::sync::Arc;

use async_trait::async_trait;
use attune_models::egress::{Departure, Gate, Purpose, Refused};
use attune_store::Store;

use crate::clock::Clock;
use crate::policy::PolicyFile;

/// Policy and record together.
pub(crate) struct PolicyGate {
    policy: Arc<PolicyFile>,
    store: Arc<Store>,
    clock: Clock,
}

impl PolicyGate {
    pub(crate) fn new(policy: Arc<PolicyFile>, store: Arc<Store>, clock: Clock) -> Self {
        Self { policy, store, clock }
    }

    fn decide(&self, departure: &Departure) -> (Result<(), Refused>, String) {
        let policy = self.policy.policy();
        let authority = policy.authority();
        let host = departure.destination.host_str().unwrap_or_default();
        let decision = match departure.purpose {
            Purpose::FetchModel if policy.rules.models.download => Ok(()),
            Purpose::FetchModel => Err(Refused(format!(
                "Fetching models is forbidden by {authority}. Ask IT for the model, or import it from a file."
            ))),
            Purpose::Ask | Purpose::ProbeProvider if policy.rules.allows_host(host) => Ok(()),
            Purpose::Ask | Purpose::ProbeProvider => Err(Refused(format!(
                "Asking {host} is forbidden by {authority}. Nothing was sent. Answer on this device, or ask IT."
            ))),
        };
        (decision, authority)
    }
}

#[async_trait]
impl Gate for PolicyGate {
    async fn ask(&self, departure: &Departure) -> Result<(), Refused> {
        let (decision, decided_by) = self.decide(departure);
        let row = attune_store::Departure {
            at: self.clock.now(),
            purpose: purpose_name(departure.purpose).to_owned(),
            destination: departure.destination.to_string(),
            subject: departure.subject.clone(),
            personal_bytes: departure.personal_bytes,
            permitted: decision.is_ok(),
            decided_by,
        };
        // Without a record nothing leaves: that is what the record is for.
        self.store.record_departure(&row).await.map_err(|error| {
            Refused(format!("Nothing was sent, because its record could not be written: {error}"))
        })?;
        decision
    }
}

impl std::fmt::Debug for PolicyGate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PolicyGate").finish_non_exhaustive()
    }
}

fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Ask => "ask",
        Purpose::ProbeProvider => "probe_provider",
        Purpose::FetchModel => "fetch_model",
    }
}
