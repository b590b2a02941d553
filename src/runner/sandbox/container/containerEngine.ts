import { CodedError } from '../../../common/codedError.ts';
import { type FoundTool, findContainerTool } from './containerTools.ts';
import type { PathSearch } from '../pathSearch.ts';
import type { ToolResult, ToolRunner } from './toolRunner.ts';

export interface ContainerEngineOptions {
  readonly search: PathSearch;
  readonly run: ToolRunner;
  /** The setting: a tool's name or absolute path; undefined: whichever there is. Asked each time. */
  readonly wanted: () => string | undefined;
}

/** What an image says of itself. */
export interface ImageInfo {
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
}

/** The container tool of this machine: found, its daemon asked, images had. */
export class ContainerEngine {
  readonly #options: ContainerEngineOptions;
  readonly #ready = new Map<string, Promise<FoundTool>>();
  /** Looks for images, and downloads, that are under way. */
  readonly #had = new Map<string, Promise<ImageInfo>>();

  constructor(options: ContainerEngineOptions) {
    this.#options = options;
  }

  /** Throws CodedError `ISOLATION_UNAVAILABLE`: no tool, or its daemon does not answer. What works is remembered. */
  ready(): Promise<FoundTool> {
    const wanted = this.#options.wanted();
    const key = wanted ?? '';
    const known = this.#ready.get(key);
    if (known !== undefined) return known;
    const found = this.#find(wanted).catch((error: unknown) => {
      this.#ready.delete(key);
      throw error;
    });
    this.#ready.set(key, found);
    return found;
  }

  run(tool: FoundTool, args: readonly string[]): Promise<ToolResult> {
    return this.#options.run(tool.command, args);
  }

  /** Pulls the image where it is not here; environments that start at once wait for one download. Throws CodedError `IMAGE_UNAVAILABLE`. */
  image(tool: FoundTool, image: string, platform: string): Promise<ImageInfo> {
    const key = `${platform} ${image}`;
    const having = this.#had.get(key) ?? this.#have(tool, image, platform).finally(() => this.#had.delete(key));
    this.#had.set(key, having);
    return having;
  }

  async #have(tool: FoundTool, image: string, platform: string): Promise<ImageInfo> {
    const here = await this.#inspect(tool, image, platform);
    if (here !== undefined) return here;
    await this.#pull(tool, image, platform);
    const pulled = await this.#inspect(tool, image, platform);
    if (pulled === undefined) {
      throw new CodedError('IMAGE_UNAVAILABLE', `The image ${image} is not there for ${platform}: build or publish it for that architecture.`, {
        details: { image, platform },
      });
    }
    return pulled;
  }

  async #find(wanted: string | undefined): Promise<FoundTool> {
    const tool = await findContainerTool(wanted, this.#options.search);
    const { status, complaint } = await this.run(tool, ['info']);
    if (status === 0) return tool;
    throw new CodedError(
      'ISOLATION_UNAVAILABLE',
      `The isolation container cannot be used: ${tool.command} does not reach its engine. Start it, then invoke again. It says: ${lastLine(complaint)}`,
      { details: { tool: tool.command } },
    );
  }

  async #inspect(tool: FoundTool, image: string, platform: string): Promise<ImageInfo | undefined> {
    const { status, output } = await this.run(tool, ['image', 'inspect', image]);
    if (status !== 0) return undefined;
    const [found] = listOf(output);
    const { Architecture: architecture, Config: config } = recordOf(found);
    // An image that was pulled for the other architecture has the same name.
    if (typeof architecture === 'string' && architecture !== '' && `linux/${architecture}` !== platform) return undefined;
    const { Entrypoint: entryPoint, Cmd: command } = recordOf(config);
    return { entryPoint: textsOf(entryPoint), command: textsOf(command) };
  }

  async #pull(tool: FoundTool, image: string, platform: string): Promise<void> {
    const { status, complaint } = await this.run(tool, ['pull', '--platform', platform, image]);
    if (status === 0) return;
    throw new CodedError(
      'IMAGE_UNAVAILABLE',
      `The image ${image} is not on this machine for ${platform} and cannot be pulled. Build it, log in to its registry, or mend its name. ` +
        `${tool.command} says: ${lastLine(complaint)}`,
      { details: { image, platform } },
    );
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function listOf(json: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
