import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  commandIds,
  contextKeys,
  internalCommandIds,
  itemTraits,
  settingIds,
  settingsSection,
  viewContainerId,
  viewIds,
  walkthroughId,
} from '../../../src/extension/contributions.ts';

const Menu = v.array(v.object({ command: v.string(), when: v.optional(v.string(), '') }));
const Manifest = v.object({
  capabilities: v.object({ untrustedWorkspaces: v.object({ restrictedConfigurations: v.array(v.string()) }) }),
  contributes: v.object({
    commands: v.array(v.object({ command: v.string(), category: v.literal('%category%'), icon: v.string(), enablement: v.optional(v.string(), '') })),
    views: v.record(v.string(), v.array(v.object({ id: v.string(), icon: v.string() }))),
    viewsContainers: v.object({ activitybar: v.array(v.object({ id: v.string() })) }),
    viewsWelcome: v.array(v.object({ view: v.string(), when: v.string() })),
    configuration: v.array(v.object({ properties: v.record(v.string(), v.looseObject({ scope: v.string() })) })),
    menus: v.record(v.string(), Menu),
    walkthroughs: v.array(v.object({ id: v.string(), steps: v.array(v.object({ media: v.object({ svg: v.string() }) })) })),
  }),
});

const root = new URL('../../../', import.meta.url);
const manifestText = readFileSync(new URL('package.json', root), 'utf8');
const { contributes, capabilities } = v.parse(v.pipe(v.string(), v.parseJson(), Manifest), manifestText);
const strings = v.parse(
  v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())),
  readFileSync(new URL('package.nls.json', root), 'utf8'),
);

const sorted = (values: Iterable<string>) => [...values].sort();
const settingNames = Object.values(settingIds).map((id) => `${settingsSection}.${id}`);
const whenClauses = [
  ...Object.values(contributes.menus).flat().map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement),
];

describe('the manifest and the code have the same', () => {
  it.each([
    { what: 'commands', inManifest: contributes.commands.map(({ command }) => command), inCode: Object.values(commandIds) },
    { what: 'views', inManifest: Object.values(contributes.views).flat().map(({ id }) => id), inCode: Object.values(viewIds) },
    { what: 'view containers', inManifest: contributes.viewsContainers.activitybar.map(({ id }) => id), inCode: [viewContainerId] },
    { what: 'containers of views', inManifest: Object.keys(contributes.views), inCode: [viewContainerId] },
    { what: 'settings', inManifest: contributes.configuration.flatMap(({ properties }) => Object.keys(properties)), inCode: settingNames },
    { what: 'walkthroughs', inManifest: contributes.walkthroughs.map(({ id }) => id), inCode: [walkthroughId] },
    {
      what: 'context keys',
      inManifest: new Set(whenClauses.join(' ').match(/lambdaWorkbench\.(?!functions|layers|localRunner)\w+/g)),
      inCode: Object.values(contextKeys),
    },
    {
      what: 'traits of items',
      inManifest: new Set(whenClauses.flatMap((when) => [...when.matchAll(/viewItem =~ \/\\b(\w+)\\b\//g)].map(([, trait = '']) => trait))),
      inCode: Object.values(itemTraits),
    },
  ])('$what', ({ inManifest, inCode }) => {
    expect(sorted(inManifest)).toEqual(sorted(inCode));
  });
});

describe('the manifest', () => {
  it.each(Object.entries(contributes.menus))('%s calls contributed commands only', (_menu, items) => {
    const known = new Set<string>(Object.values(commandIds));
    expect(items.map(({ command }) => command).filter((command) => !known.has(command))).toEqual([]);
  });

  it('contributes no command that only tree items call', () => {
    for (const id of Object.values(internalCommandIds)) expect(manifestText).not.toContain(id);
  });

  it('gives every setting a default', () => {
    const properties = contributes.configuration.flatMap((group) => Object.entries(group.properties));
    expect(properties.filter(([, schema]) => !('default' in schema)).map(([name]) => name)).toEqual([]);
  });

  it('restricts settings that exist', () => {
    for (const setting of capabilities.untrustedWorkspaces.restrictedConfigurations) expect(settingNames).toContain(setting);
  });

  it('calls existing commands from the texts of views and walkthroughs', () => {
    const known = new Set<string>([...Object.values(commandIds), ...Object.values(viewIds).map((id) => `${id}.focus`), 'workbench.trust.manage']);
    const called = Object.values(strings).flatMap((text) => [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id = '']) => id));
    expect(called.filter((id) => !known.has(id))).toEqual([]);
    expect(called.length).toBeGreaterThan(0);
  });

  it('has the pictures that it names', () => {
    const pictures = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg));
    for (const picture of pictures) expect(readFileSync(new URL(picture, root), 'utf8')).toContain('<svg');
  });
});

describe('package.nls.json', () => {
  it('has the strings of the manifest and no others', () => {
    const used = new Set([...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key));
    expect(sorted(Object.keys(strings))).toEqual(sorted(used));
  });
});
