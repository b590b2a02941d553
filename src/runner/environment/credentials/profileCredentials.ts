import type { Clock } from '../../../common/clock.ts';
import { CodedError } from '../../../common/codedError.ts';
import { credentialsUnavailable } from './credentialsUnavailable.ts';
import type { AwsCredentials, HandlerCredentials } from './handlerCredentials.ts';

export interface ProfileCredentialsOptions {
  /** Asked each time: a changed setting counts at once. */
  readonly profile: () => string | undefined;
  /** Those of a profile, from wherever it has them. */
  readonly load: (profile: string) => Promise<AwsCredentials>;
  readonly clock: Clock;
}

/** Credentials are not used so shortly before they expire: an environment should be able to work a while with them. */
const marginMs = 5 * 60_000;
/** Files of keys may change. */
const lastingMs = 60_000;

interface Loaded {
  readonly profile: string;
  readonly credentials: Promise<AwsCredentials>;
  /** Infinity while they are being loaded. */
  until: number;
}

/** The credentials of the chosen profile, asked for once for as long as they are good. */
export class ProfileCredentials implements HandlerCredentials {
  readonly #options: ProfileCredentialsOptions;
  #loaded: Loaded | undefined;

  constructor(options: ProfileCredentialsOptions) {
    this.#options = options;
  }

  async current(): Promise<AwsCredentials | undefined> {
    const profile = this.#options.profile();
    if (profile === undefined) {
      this.#loaded = undefined;
      return undefined;
    }
    if (this.#loaded?.profile !== profile || this.#loaded.until <= this.#options.clock.now()) this.#loaded = this.#load(profile);
    return this.#loaded.credentials;
  }

  #load(profile: string): Loaded {
    const loaded: Loaded = { profile, credentials: this.#credentialsOf(profile), until: Infinity };
    loaded.credentials.then(
      ({ expiration }) => {
        loaded.until = expiration === undefined ? this.#options.clock.now() + lastingMs : expiration - marginMs;
      },
      // Whoever asks next tries again: the user may have signed in.
      () => {
        loaded.until = 0;
      },
    );
    return loaded;
  }

  async #credentialsOf(profile: string): Promise<AwsCredentials> {
    const { load, clock } = this.#options;
    let credentials: AwsCredentials;
    try {
      credentials = await load(profile);
    } catch (error) {
      throw error instanceof CodedError ? error : credentialsUnavailable(profile, error);
    }
    if (credentials.expiration !== undefined && credentials.expiration <= clock.now()) throw credentialsUnavailable(profile, 'expired');
    return credentials;
  }
}
