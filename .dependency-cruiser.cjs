/** The import table of docs/architecture.md: what each room of the house may know. */
const rooms = {
  'src/common': [],
  'src/lambda': ['src/common'],
  'src/protocol': ['src/common', 'src/lambda'],
  'src/node': ['src/common', 'src/lambda'],
  'src/runner': ['src/common', 'src/lambda', 'src/protocol', 'src/node'],
  'src/aws': ['src/common', 'src/lambda', 'src/node'],
  'src/extension': ['src/common', 'src/lambda', 'src/protocol', 'src/node', 'src/aws'],
  webviews: ['src/common', 'src/lambda', 'src/protocol'],
};

/** Libraries by room; a room that is not named here uses none. Node's own modules are held by `pure` below. */
const libraries = {
  'src/lambda': ['yaml'],
  'src/protocol': ['valibot'],
  'src/runner': ['@aws-sdk/client-(?:lambda|sqs|sns|eventbridge|s3)', '@aws-sdk/credential-providers', '@smithy/core', 'classic-level', 'valibot', 'yauzl'],
  'src/aws': ['@aws-sdk/[a-z0-9-]+', '@smithy/[a-z-]+'],
  'src/extension': ['vscode', '@types/vscode', '@types/yazl', 'valibot', 'jsonc-parser', 'yazl', '@aws-sdk/[a-z-]+'],
  webviews: ['preact', '@preact/signals', 'uplot', '@vscode-elements/elements', '@vscode/codicons'],
};

const any = (names) => names.join('|');

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    {
      name: 'no-test-code-in-product',
      severity: 'error',
      from: { path: '^(src|webviews)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'pure',
      comment: 'What Lambda is, the messages and the pages need no Node.',
      severity: 'error',
      from: { path: '^(src/(common|lambda|protocol)|webviews)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vscode-only-in-extension',
      severity: 'error',
      from: { path: '^(src|webviews)/', pathNot: '^src/extension/' },
      to: { path: '^vscode$|node_modules/@types/vscode/' },
    },
    ...Object.entries(rooms).map(([room, known]) => ({
      name: `${room}-knows-only-its-table`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: '^(src|webviews)/', pathNot: `^(${any([room, ...known])})/` },
    })),
    ...Object.keys(rooms).map((room) => ({
      name: `${room}-uses-only-its-libraries`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: 'node_modules/', pathNot: `node_modules/(${any([...(libraries[room] ?? ['-none-']), '@types/node'])})/` },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/(workspace|fixtures)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'], conditionNames: ['import', 'types', 'default'] },
  },
};
