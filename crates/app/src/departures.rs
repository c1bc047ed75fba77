//! The record of what left the machine.

use attune_wire::{DepartureView, ListDepartures};

use crate::{App, Error};

/// The newest rows of the record.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_departures(app: &App, request: ListDepartures) -> Result<Vec<DepartureView>, Error> {
    let rows = app.store().departures(request.limit.min(1000)).await?;
    Ok(rows
        .into_iter()
        .map(|row| DepartureView {
            at: row.at.0,
            purpose: row.purpose,
            destination: row.destination,
            subject: row.subject,
            personal_bytes: row.personal_bytes,
            permitted: row.permitted,
            decided_by: row.decided_by,
        })
        .collect())
}
