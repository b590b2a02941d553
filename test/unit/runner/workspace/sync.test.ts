import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codesOf, folderWith, namesOf, template, workspaceFunctions } from './support.ts';

const app = 'exports.handler = async () => 1;\n';

test('functions have absolute paths, in the order of templates and resources', async () => {
  const folder = await folderWith({
    'one/template.yaml': template({ B: 'b/', A: './a' }, '      Layers: [layer]\n      ReservedConcurrentExecutions: 3\n      FunctionUrlConfig: { AuthType: NONE }\n'),
    'one/a/app.js': app,
    'one/b/app.mjs': app,
    'one/layer/nodejs/x.js': '',
    'two/template.yaml': template({ C: '../shared' }),
    'shared/app.ts': app,
  });
  const templates = ['one', 'two'].map((name) => join(folder, name, 'template.yaml'));
  const contents = await workspaceFunctions().sync({ templates });
  expect(contents.problems).toEqual([]);
  expect(namesOf(contents)).toEqual(['B', 'A', 'C']);
  const [b, , c] = contents.functions;
  expect(b).toMatchObject({
    logicalId: 'B',
    codeFolder: join(folder, 'one/b'),
    layers: [{ type: 'folder', path: join(folder, 'one/layer') }],
    reservedConcurrency: 3,
    url: { authType: 'NONE', invokeMode: 'BUFFERED' },
    position: { file: templates[0], line: 1, column: 2 },
  });
  expect(c?.codeFolder).toBe(join(folder, 'shared'));
  expect(c?.problem).toBeUndefined();
});

test('a sync without change has the revisions of the one before; other settings have others', async () => {
  const folder = await folderWith({ 'template.yaml': template({ A: '.', B: '.' }), 'app.js': app });
  const workspace = workspaceFunctions();
  const sync = { templates: [join(folder, 'template.yaml')] };
  const [first, second] = [await workspace.sync(sync), await workspace.sync(sync)];
  expect(second).toEqual(first);
  expect(new Set(first.functions.map(({ revision }) => revision)).size).toBe(2);
});

test('values of parameters are passed on', async () => {
  const named = template({ A: '.' }, '      FunctionName: !Sub "app-${Name}"\n');
  const text = `Parameters:\n  Name: { Type: String, Default: dev }\n${named}`;
  const folder = await folderWith({ 'template.yaml': text, 'app.js': app });
  const workspace = workspaceFunctions();
  const templates = [join(folder, 'template.yaml')];
  expect(namesOf(await workspace.sync({ templates }))).toEqual(['app-dev']);
  expect(namesOf(await workspace.sync({ templates, parameters: { Name: 'prod' } }))).toEqual(['app-prod']);
});

test('a handler that is missing is told with what was looked for', async () => {
  const folder = await folderWith({ 'template.yaml': template({ A: 'a', B: 'b' }), 'a/other.js': app, 'b/app.cjs': app });
  const contents = await workspaceFunctions().sync({ templates: [join(folder, 'template.yaml')] });
  expect(codesOf(contents)).toEqual(['HANDLER_MISSING A']);
  const [a, b] = contents.functions;
  expect(a?.problem).toBe(contents.problems[0]);
  expect(a?.problem).toMatchObject({ severity: 'error', position: { line: 4, column: 15, endColumn: 26 } });
  expect(a?.problem?.message).toContain(`app.js, app.mjs, app.cjs, app.ts, app.mts, app.cts`);
  expect(a?.problem?.message).toContain(join(folder, 'a'));
  expect(b?.problem).toBeUndefined();
});

/** A function of these properties, and the problems that it has beside the files below. */
test.each<[string, string, readonly string[]]>([
  ['a package of a layer', 'Handler: wrapper.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [layer]', []],
  ['a module of a layer', 'Handler: tools.wrap\nRuntime: python3.13\nCodeUri: code\nLayers: [layer]', []],
  ['a bootstrap of a layer', 'Handler: x\nRuntime: provided.al2023\nCodeUri: code\nLayers: [layer]', []],
  ['a bootstrap of the code', 'Handler: x\nRuntime: provided.al2023\nCodeUri: own', []],
  ['no bootstrap', 'Handler: x\nRuntime: provided.al2023\nCodeUri: code', ['HANDLER_MISSING F']],
  ['a module in a package', 'Handler: pkg.mod.handler\nRuntime: python3.13\nCodeUri: code', []],
  ['a package', 'Handler: pkg.handler\nRuntime: python3.13\nCodeUri: code', []],
  ['a folder that has the name of the file', 'Handler: folder.handler\nRuntime: nodejs24.x\nCodeUri: code', ['HANDLER_MISSING F']],
  ['a handler without a module', 'Handler: handler\nRuntime: nodejs24.x\nCodeUri: code', ['HANDLER_INVALID F']],
  ['a runtime whose handlers are no files', 'Handler: a.B::c\nRuntime: java21\nCodeUri: code', []],
  ['no folder', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: none', ['CODE_FOLDER_MISSING F']],
  ['an archive that is none', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: app.zip', ['CODE_ARCHIVE_UNUSABLE F']],
  ['no archive', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: none.zip', ['CODE_FOLDER_MISSING F']],
  ['a single file', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: code/app.js', []],
  ['no layer', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [none]', ['LAYER_FOLDER_MISSING F']],
  ['a layer in a zip', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [app.zip]', []],
  ['a zip of a layer that is not there', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [none.zip]', ['LAYER_FOLDER_MISSING F']],
  ['a layer that is a file', 'Handler: app.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [code/app.js]', ['LAYER_NOT_ZIP F']],
  ['a handler that may be in a zip', 'Handler: wrapper.handler\nRuntime: nodejs24.x\nCodeUri: code\nLayers: [app.zip]', []],
  [
    'a bootstrap that may be in a layer of AWS',
    'Handler: x\nRuntime: provided.al2023\nCodeUri: code\nLayers: ["arn:aws:lambda:us-east-1:123456789012:layer:x:1"]',
    [],
  ],
  ['another error', 'Handler: none.handler\nRuntime: nodejs24.x\nCodeUri: code\nTimeout: 0', ['PROPERTY_OUT_OF_RANGE F']],
])('%s', async (_, properties, expected) => {
  const indented = properties.split('\n').map((line) => `      ${line}\n`).join('');
  const folder = await folderWith({
    'template.yaml': `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n${indented}`,
    'code/app.js': app,
    'code/folder.js/x': '',
    'code/pkg/__init__.py': '',
    'code/pkg/mod.py': '',
    'own/bootstrap': '',
    'app.zip': '',
    'layer/bootstrap': '',
    'layer/nodejs/node_modules/wrapper/index.js': '',
    'layer/python/tools.py': '',
  });
  const contents = await workspaceFunctions().sync({ templates: [join(folder, 'template.yaml')] });
  expect(codesOf(contents)).toEqual(expected);
  expect(namesOf(contents)).toEqual(['F']);
  const blocking = contents.problems.find(({ severity }) => severity === 'error');
  expect(contents.functions[0]?.problem).toEqual(blocking);
});

test('on Windows a bootstrap may have an ending', async () => {
  const properties = '{ Runtime: provided.al2023, Handler: x, CodeUri: . }';
  const text = `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: ${properties}\n`;
  const folder = await folderWith({ 'template.yaml': text, 'bootstrap.exe': '' });
  const templates = [join(folder, 'template.yaml')];
  expect(codesOf(await workspaceFunctions({ platform: 'win32' }).sync({ templates }))).toEqual([]);
  expect(codesOf(await workspaceFunctions({ platform: 'linux' }).sync({ templates }))).toEqual(['HANDLER_MISSING F']);
});

test('templates that cannot be read leave the others served', async () => {
  const folder = await folderWith({
    'broken.yaml': 'Resources: [',
    'large.yaml': '#'.repeat(4_000_000),
    'folder.yaml/x': '',
    'good.yaml': template({ A: '.' }),
    'app.js': app,
  });
  const templates = ['missing', 'broken', 'large', 'folder', 'good'].map((name) => join(folder, `${name}.yaml`));
  const contents = await workspaceFunctions().sync({ templates });
  expect(codesOf(contents)).toEqual(['TEMPLATE_MISSING', 'TEMPLATE_SYNTAX', 'TEMPLATE_TOO_LARGE', 'TEMPLATE_MISSING']);
  expect(contents.problems.map(({ position }) => position.file)).toEqual(templates.slice(0, 4));
  expect(namesOf(contents)).toEqual(['A']);
});

test('of functions with one name the first template wins', async () => {
  const folder = await folderWith({ 'a.yaml': template({ Same: '.' }), 'b.yaml': template({ Same: '.', Other: '.' }), 'app.js': app });
  const templates = [join(folder, 'b.yaml'), join(folder, 'a.yaml'), join(folder, 'b.yaml')];
  const contents = await workspaceFunctions().sync({ templates });
  expect(namesOf(contents)).toEqual(['Same', 'Other']);
  expect(codesOf(contents)).toEqual(['FUNCTION_NAME_TAKEN Same']);
  expect(contents.problems[0]?.position).toMatchObject({ file: templates[1], line: 1 });
});

test('code inside a template is laid down where the service keeps it', async () => {
  const properties = '{ Runtime: nodejs24.x, Handler: index.handler, InlineCode: one }';
  const text = `Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: ${properties}\n`;
  const folder = await folderWith({ 'template.yaml': text });
  const inlineFolder = await folderWith();
  const templates = [join(folder, 'template.yaml')];
  const [first] = (await workspaceFunctions({ inlineFolder }).sync({ templates })).functions;
  expect(first?.problem).toBeUndefined();
  expect(await readFile(join(first?.codeFolder ?? '', 'index.js'), 'utf8')).toBe('one');
  const without = await workspaceFunctions().sync({ templates });
  expect(codesOf(without)).toEqual(['INLINE_CODE_UNSUPPORTED F']);
});

test('an aborted sync rejects, and what was served before stays', async () => {
  const folder = await folderWith({ 'a.yaml': template({ A: '.' }), 'b.yaml': template({ B: '.' }), 'app.js': app });
  const workspace = workspaceFunctions();
  const abort = new AbortController();
  const aborted = workspace.sync({ templates: [join(folder, 'a.yaml')] }, abort.signal);
  abort.abort(new Error('closed'));
  await expect(aborted).rejects.toThrow('closed');
  expect(namesOf(await workspace.sync({ templates: [join(folder, 'b.yaml')] }))).toEqual(['B']);
});

test('a sync after disposal rejects', async () => {
  const workspace = workspaceFunctions();
  workspace.dispose();
  workspace.dispose();
  await expect(workspace.sync({ templates: [] })).rejects.toMatchObject({ code: 'DISPOSED' });
});

test('a path that no system takes is a folder that does not exist', async () => {
  const folder = await folderWith({ 'template.yaml': template({ A: String.raw`"a\0b"`, B: '""' }), 'app.js': app });
  const contents = await workspaceFunctions().sync({ templates: [join(folder, 'template.yaml')] });
  expect(codesOf(contents)).toEqual(['CODE_FOLDER_MISSING A']);
});

test('nothing to serve', async () => {
  expect(await workspaceFunctions().sync({ templates: [] })).toEqual({ functions: [], problems: [] });
});
