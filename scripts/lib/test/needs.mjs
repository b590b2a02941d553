/** What stages need beside the dependencies, each made or looked for once, by the first stage that asks. */
import { chromiumMissing, findChromium } from '../../../test/host/driver/chromium.ts';
import { findDesktop } from '../../../test/host/driver/desktop.ts';
import { build } from '../build/build.mjs';
import { MissingTool, UserError } from '../log.mjs';
import { ensureHost } from '../setup/host.mjs';
import { nothing } from './counts.mjs';

const providers = {
  chromium() {
    if (findChromium() === undefined) throw new MissingTool(chromiumMissing);
  },
  host: ensureHost,
  build,
};

export class Needs {
  #met = new Map();

  /** The outcome of a stage that cannot run, or undefined where it can. */
  async unmet(stage) {
    for (const need of needsOf(stage)) {
      if (!this.#met.has(need)) this.#met.set(need, meet(providers[need]));
      const obstacle = await this.#met.get(need);
      if (obstacle !== undefined) return obstacle;
    }
    return undefined;
  }
}

function needsOf({ needs = [], unlessDesktop = [] }) {
  return findDesktop() === undefined ? needs : needs.filter((need) => !unlessDesktop.includes(need));
}

async function meet(provide) {
  try {
    await provide();
    return undefined;
  } catch (error) {
    // A developer's machine skips what it has no tools for, and says so; a build server must have them.
    if (error instanceof MissingTool && process.env.CI !== 'true') return { ...nothing, skipped: 1, reason: error.message };
    return { ...nothing, failed: 1, fault: error instanceof UserError ? error.message : error.stack };
  }
}
