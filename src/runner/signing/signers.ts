import type { Clock } from '../../common/clock.ts';
import { isValidAt, issueSigner, type LoadedSigner, loadSigner, type SignerNames } from '../../lambda/signing/make/developmentAuthority.ts';
import type { SigningPlatform } from '../../lambda/signing/signingPlatform.ts';
import { type AuthorityFileOptions, openAuthority, readAuthority } from './authorityFile.ts';

export interface SignersOptions {
  readonly authorityFile: AuthorityFileOptions;
  readonly platform: SigningPlatform;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Signer {
  readonly signer: LoadedSigner;
  /** Certificates from its issuer upwards. */
  readonly chain: readonly Uint8Array<ArrayBuffer>[];
}

/** The development authority, and a signer of its for each version of a profile. Their keys live in memory only, and end with the process. */
export class Signers {
  readonly #options: SignersOptions;
  readonly #signers = new Map<string, Promise<Signer>>();
  #opening: Promise<LoadedSigner> | undefined;

  constructor(options: SignersOptions) {
    this.#options = options;
  }

  /** The certificates to trust: none as long as nothing was signed. Throws what `readAuthority` throws. */
  async roots(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const authority = await readAuthority(this.#options.authorityFile);
    return authority === undefined ? [] : [authority.certificate];
  }

  /** Makes the authority on demand. Throws what `openAuthority` and `issueSigner` throw. */
  async of(names: SignerNames): Promise<Signer> {
    const authority = await this.#authority();
    const id = `${names.profileName}/${names.profileVersion}`;
    const known = await this.#signers.get(id);
    const now = this.#options.clock.now();
    if (known !== undefined && isValidAt(known.signer.facts, now) && sameBytes(known.chain[0], authority.certificate)) return known;
    const issued = this.#issue(authority, names, now);
    this.#signers.set(id, issued);
    issued.catch(() => this.#signers.delete(id));
    return issued;
  }

  async #issue(authority: LoadedSigner, names: SignerNames, now: number): Promise<Signer> {
    const { platform } = this.#options;
    const signer = await loadSigner(await issueSigner(authority, names, now, platform), platform);
    return { signer, chain: [authority.certificate] };
  }

  /** Read anew each time, as its file may have been exposed, or replaced. Those who come at the same time share it. */
  #authority(): Promise<LoadedSigner> {
    const { authorityFile, clock } = this.#options;
    this.#opening ??= openAuthority(authorityFile, clock.now()).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }
}

function sameBytes(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}
