import { execFileSync } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtFixture } from '../runner/runtimes/official/builtFixture.ts';
import { versionOf } from '../shared/toolchain.ts';
import { benchFolder } from './benchFolder.ts';

/** A trivial function of one language. */
export interface BenchRuntime {
  /** As the table has it, with the client where it is AWS's. */
  readonly name: string;
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly codeFolder: string;
  /** A process of the language that does nothing: what no start can be faster than. */
  readonly bare: readonly [command: string, ...args: string[]];
  readonly bareName: string;
  /** Of the service. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What there is to measure here: which runtimes, and which are not measured, with the tool that each needs. */
export interface BenchRuntimes {
  readonly there: readonly BenchRuntime[];
  readonly missing: readonly { readonly name: string; readonly tool: string }[];
}

interface Candidate {
  readonly name: string;
  readonly tools: readonly string[];
  readonly make: (toolchain: string) => Promise<Omit<BenchRuntime, 'name'>>;
}

const javaClient = 'com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0';
const javac = 'javac --release 11 -d classes -cp "$(find repository/com/amazonaws -name "*.jar" | tr "\\n" ":")" src/example/*.java';

const candidates: readonly Candidate[] = [
  {
    name: 'Node.js',
    tools: [process.execPath],
    make: async () => ({
      functionName: 'node',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      codeFolder: await folderWith('index.mjs', 'export const handler = async (event) => event;\n'),
      bare: [process.execPath, '-e', '0'],
      bareName: '`node -e 0`',
    }),
  },
  {
    name: 'Python',
    tools: ['python3'],
    make: async (version) => ({
      functionName: 'python',
      runtime: `python${/\d+\.\d+/.exec(version)?.[0] ?? ''}`,
      handler: 'app.handler',
      codeFolder: await folderWith('app.py', 'def handler(event, context):\n    return event\n'),
      // What version managers put on PATH is a script that looks for it.
      bare: [execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim(), '-c', '0'],
      bareName: '`python3 -c 0`',
    }),
  },
  {
    name: 'Go (aws-lambda-go)',
    tools: ['go'],
    make: async (toolchain) => {
      const build = ['go', 'build', '-trimpath', '-tags', 'lambda.norpc', '-o', 'bootstrap', '.'] as const;
      const environment = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
      return compiled('go', await builtFixture({ name: 'go', toolchain, commands: [build], environment, keep: ['bootstrap'] }));
    },
  },
  {
    name: 'Rust (lambda_runtime)',
    tools: ['cargo'],
    make: async (toolchain) => {
      const build = ['cargo', 'build', '--release', '--quiet', '--locked', '--target-dir', 'target'] as const;
      return compiled('rust', await builtFixture({ name: 'rust', toolchain, commands: [build], keep: ['target/release/bootstrap'] }));
    },
  },
  {
    name: 'Java (AWS’s client)',
    tools: ['javac', 'mvn'],
    make: async (toolchain) => {
      const fetch = ['mvn', '--batch-mode', '--quiet', 'dependency:get', `-Dartifact=${javaClient}`, '-Dmaven.repo.local=repository'] as const;
      const built = await builtFixture({ name: 'java', toolchain, commands: [fetch, ['sh', '-c', javac]], keep: ['repository', 'classes'] });
      const codeFolder = await benchFolder();
      await cp(join(built, 'classes'), codeFolder, { recursive: true });
      return {
        functionName: 'java',
        runtime: `java${/\d+/.exec(toolchain)?.[0] ?? ''}`,
        handler: 'example.Handler::handle',
        codeFolder,
        bare: ['java', '-version'],
        bareName: '`java -version`',
        environment: { MAVEN_OPTS: `-Dmaven.repo.local=${join(built, 'repository')}` },
      };
    },
  },
];

/** Builds what is to be built: the first time takes minutes, and is kept. */
export async function benchRuntimes(): Promise<BenchRuntimes> {
  const there: BenchRuntime[] = [];
  const missing: { name: string; tool: string }[] = [];
  for (const { name, tools, make } of candidates) {
    const lacking = tools.find((tool) => versionOf(tool) === undefined);
    if (lacking === undefined) there.push({ name, ...(await make(versionOf(tools[0] ?? '') ?? '')) });
    else missing.push({ name, tool: lacking });
  }
  return { there, missing };
}

/** A template of all of them; answers its path. */
export async function runtimesTemplate(runtimes: readonly BenchRuntime[]): Promise<string> {
  const resources = runtimes.map(
    ({ functionName, runtime, handler, codeFolder }) => `  ${functionName}:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: ${functionName}, CodeUri: ${codeFolder}, Runtime: ${runtime}, Handler: '${handler}', MemorySize: 512, Timeout: 60 }`,
  );
  return join(await folderWith('template.yaml', `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('\n')}\n`), 'template.yaml');
}

export function environmentOf(runtimes: readonly BenchRuntime[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...runtimes.map(({ environment }) => environment));
}

/** Without an environment's variables, a function's own executable ends as soon as its client looks for them. */
async function compiled(functionName: string, built: string): Promise<Omit<BenchRuntime, 'name'>> {
  const codeFolder = await benchFolder();
  await cp(built, codeFolder, { recursive: true });
  return {
    functionName,
    runtime: 'provided.al2023',
    handler: 'bootstrap',
    codeFolder,
    bare: [join(codeFolder, 'bootstrap')],
    bareName: 'the same executable, which ends at once without a Runtime API',
  };
}

async function folderWith(name: string, content: string): Promise<string> {
  const folder = await benchFolder();
  await writeFile(join(folder, name), content);
  return folder;
}
