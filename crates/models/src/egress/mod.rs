//! The one gate through which bytes leave the machine. Every outgoing request is described here first,
//! asked for, and recorded, before a connection is made; only this module makes HTTP clients.
//!
//! It must never know what is said through a client: no turns, no keys, no model formats.

mod address;
mod client;

use std::sync::Arc;

use async_trait::async_trait;
use url::Url;

pub use address::{Allowed, allowed_for, check_address};
pub use client::{ClientError, Destination, certificate_fault, download_client, http_client, refusal_in};

/// Why bytes would leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A question goes to a remote model.
    Ask,
    /// A provider is asked which models it has, or whether a key works.
    ProbeProvider,
    /// A model file is fetched. Nothing personal leaves.
    FetchModel,
}

/// A request to leave the machine.
#[derive(Debug, Clone)]
pub struct Departure {
    /// Why.
    pub purpose: Purpose,
    /// Where to. Never with a key in it.
    pub destination: Url,
    /// How many bytes of a person's text are in it.
    pub personal_bytes: u64,
    /// Which provider or package, for the record.
    pub subject: String,
}

/// The gate said no. The sentence says who decided and what can be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// Asks policy and writes the audit row, before anything is sent. A refusal is recorded too.
#[async_trait]
pub trait Gate: Send + Sync + std::fmt::Debug {
    /// Permits or refuses. When this returns `Ok`, the audit row is durable.
    ///
    /// # Errors
    /// [`Refused`] with a sentence for the person.
    async fn ask(&self, departure: &Departure) -> Result<(), Refused>;
}

/// A gate that is shared.
pub type SharedGate = Arc<dyn Gate>;
