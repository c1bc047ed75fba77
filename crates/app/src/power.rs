//! Where the machine has its power from: the edge that asks the system. What need not be done now waits while a
//! battery pays for it.

use std::fmt;
use std::sync::Arc;

use starship_battery::{Manager, State};

/// What says whether the machine runs on its battery.
#[derive(Clone)]
pub struct Power {
    on_battery: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl Power {
    /// The system's batteries. A machine that has none, or does not tell of them, counts as plugged in.
    #[must_use]
    pub fn system() -> Self {
        Self::told_by(|| discharges().unwrap_or(false))
    }

    /// Another source, which says whether the machine runs on its battery.
    #[must_use]
    pub fn told_by(on_battery: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { on_battery: Arc::new(on_battery) }
    }

    /// Whether the machine runs on its battery. It is asked of the system anew each time, aside from the tasks
    /// that must not wait for a driver.
    pub(crate) async fn is_battery(&self) -> bool {
        let on_battery = self.on_battery.clone();
        tokio::task::spawn_blocking(move || on_battery()).await.unwrap_or(false)
    }
}

impl fmt::Debug for Power {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Power")
    }
}

/// Whether a battery of the system is being emptied; none where that is not known.
fn discharges() -> Option<bool> {
    let batteries = Manager::new().and_then(|manager| manager.batteries()).ok()?;
    let mut states = batteries.flatten().map(|battery| battery.state()).peekable();
    states.peek()?;
    Some(states.any(|state| state == State::Discharging))
}
