import { asHostError, type Host, type HostError } from '$lib/host';
import type { CheckView, DepartureView, PolicyView } from '$lib/wire/wire';

const DEPARTURES = 200;

/** What the settings page shows beside settings: policy, what left the device, and the state of its parts. */
export class Records {
  policy = $state.raw<PolicyView>();
  departures = $state.raw<readonly DepartureView[]>();
  checks = $state.raw<readonly CheckView[]>();
  checking = $state(false);
  error = $state.raw<HostError>();

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    this.error = undefined;
    try {
      const policy = this.#host.call('get_policy', {});
      const departures = this.#host.call('list_departures', { limit: DEPARTURES });
      [this.policy, this.departures] = await Promise.all([policy, departures]);
    } catch (thrown) {
      this.error = asHostError(thrown);
    }
  }

  async check(): Promise<void> {
    this.checking = true;
    this.error = undefined;
    try {
      this.checks = await this.#host.call('run_doctor', {});
    } catch (thrown) {
      this.error = asHostError(thrown);
    }
    this.checking = false;
  }
}
