import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { createCommand, goodPackage } from '../../shared/functionPackage.ts';
import type { TestClient } from '../../shared/lambdaClient.ts';
import type { FunctionState } from './functionState.ts';
import { below, oneOf } from './random.ts';

/** A change of one function, and what there is after it. */
export interface Operation {
  readonly send: (client: TestClient) => Promise<unknown>;
  readonly after: FunctionState | undefined;
}

interface Subject {
  readonly FunctionName: string;
  readonly state: FunctionState;
  readonly random: () => number;
  /** A text that no other operation has. */
  readonly text: string;
  /** The last number that was given out. */
  readonly lastVersion: number;
}

type Maker = (subject: Subject) => Operation | undefined;

export function creating(FunctionName: string, text: string): Operation {
  return {
    send: (client) => client.send(createCommand(FunctionName, goodPackage, { Description: text, Tags: { made: text } })),
    after: { description: text, tags: { made: text }, versions: {}, aliases: {} },
  };
}

/** One that fits what there is. */
export function nextOperation(subject: Subject): Operation {
  for (;;) {
    const operation = oneOf(subject.random, makers)?.(subject);
    if (operation !== undefined) return operation;
  }
}

const update: Maker = ({ FunctionName, state, text }) => ({
  send: (client) => client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: text })),
  after: { ...state, description: text },
});

const publish: Maker = ({ FunctionName, state, lastVersion }) => {
  // Without a change, the last version is the answer.
  if (Object.values(state.versions).includes(state.description)) return undefined;
  return {
    send: (client) => client.send(new PublishVersionCommand({ FunctionName })),
    after: { ...state, versions: { ...state.versions, [lastVersion + 1]: state.description } },
  };
};

const setAlias: Maker = ({ FunctionName, state, random }) => {
  const FunctionVersion = oneOf(random, ['$LATEST', ...Object.keys(state.versions)]) ?? '';
  const Name = `alias${below(random, 3)}`;
  const input = { FunctionName, Name, FunctionVersion };
  const isNew = state.aliases[Name] === undefined;
  return {
    send: (client) => (isNew ? client.send(new CreateAliasCommand(input)) : client.send(new UpdateAliasCommand(input))),
    after: { ...state, aliases: { ...state.aliases, [Name]: FunctionVersion } },
  };
};

const deleteAlias: Maker = ({ FunctionName, state, random }) => {
  const Name = oneOf(random, Object.keys(state.aliases));
  if (Name === undefined) return undefined;
  const { [Name]: _gone, ...aliases } = state.aliases;
  return { send: (client) => client.send(new DeleteAliasCommand({ FunctionName, Name })), after: { ...state, aliases } };
};

const deleteVersion: Maker = ({ FunctionName, state, random }) => {
  const used = new Set(Object.values(state.aliases));
  // The last one stays: what is the same as it would be published again as another.
  const Qualifier = oneOf(random, Object.keys(state.versions).slice(0, -1));
  if (Qualifier === undefined || used.has(Qualifier)) return undefined;
  const { [Qualifier]: _gone, ...versions } = state.versions;
  return { send: (client) => client.send(new DeleteFunctionCommand({ FunctionName, Qualifier })), after: { ...state, versions } };
};

const tag: Maker = ({ FunctionName, state, random, text }) => {
  const Tags = { [`tag${below(random, 3)}`]: text };
  return {
    send: (client) => client.send(new TagResourceCommand({ Resource: arnOf(FunctionName), Tags })),
    after: { ...state, tags: { ...state.tags, ...Tags } },
  };
};

const untag: Maker = ({ FunctionName, state, random }) => {
  const key = oneOf(random, Object.keys(state.tags));
  if (key === undefined) return undefined;
  const { [key]: _gone, ...tags } = state.tags;
  return { send: (client) => client.send(new UntagResourceCommand({ Resource: arnOf(FunctionName), TagKeys: [key] })), after: { ...state, tags } };
};

const remove: Maker = ({ FunctionName, random }) => {
  // Seldom, so that functions get old enough to have versions.
  if (random() < 0.6) return undefined;
  return { send: (client) => client.send(new DeleteFunctionCommand({ FunctionName })), after: undefined };
};

const makers: readonly Maker[] = [update, update, publish, publish, setAlias, setAlias, deleteAlias, deleteVersion, tag, untag, remove];

function arnOf(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}
