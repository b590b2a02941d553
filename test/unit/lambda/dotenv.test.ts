import { expect, test } from 'vitest';
import { parseDotenv } from '../../../src/lambda/dotenv.ts';

test.each<[string, string, Readonly<Record<string, string>>]>([
  ['plain', 'STAGE=dev\nLEVEL=debug', { STAGE: 'dev', LEVEL: 'debug' }],
  ['nothing', '', {}],
  ['comments and blank lines', '# one\n\n   # two\nAB=1\n', { AB: '1' }],
  ['export', 'export AB=1\n  export\tCD=2', { AB: '1', CD: '2' }],
  ['blanks around', '  AB =  x y  \nCD\t=\tz', { AB: 'x y', CD: 'z' }],
  ['no value', 'AB=\nCD= \nEF=""\nGH=\'\'', { AB: '', CD: '', EF: '', GH: '' }],
  ['an empty value before a quoted line is not joined', 'AB=\nCD="x"', { AB: '', CD: 'x' }],
  ['a comment behind', 'AB=x # y\nCD="x" # y\nEF=\'x\' # y\nGH= # y\nIJ="x"# y', { AB: 'x', CD: 'x', EF: 'x', GH: '', IJ: 'x' }],
  ['a hash inside', 'AB=x#y\nCD=#y\nEF="x # y"\nGH=\'# y\'', { AB: 'x#y', CD: '#y', EF: 'x # y', GH: '# y' }],
  ['an equals sign inside', 'URL=http://h/?a=b&c=d', { URL: 'http://h/?a=b&c=d' }],
  ['quotes inside', 'AB=it\'s\nCD=say "x"\nEF="it\'s"\nGH=\'say "x"\'', { AB: "it's", CD: 'say "x"', EF: "it's", GH: 'say "x"' }],
  ['escapes in double quotes', String.raw`AB="a\nb\tc\\d\"e\$f\qg"`, { AB: 'a\nb\tc\\d"e$f\\qg' }],
  ['no escapes elsewhere', String.raw`AB='a\nb'` + '\n' + String.raw`CD=a\nb`, { AB: String.raw`a\nb`, CD: String.raw`a\nb` }],
  ['several lines', 'AB="one\ntwo"\nCD=\'three\nfour\'\nEF=5', { AB: 'one\ntwo', CD: 'three\nfour', EF: '5' }],
  ['a dollar sign', 'AB=$HOME\nCD="${HOME}"', { AB: '$HOME', CD: '${HOME}' }],
  ['the last of a name', 'AB=1\nAB=2', { AB: '2' }],
  ['the line ends of Windows, and a byte order mark', '\uFEFFAB=1\r\nCD="2\r\n3"\r\n', { AB: '1', CD: '2\n3' }],
  ['a name of an object', 'constructor=1\ntoString=2', { constructor: '1', toString: '2' }],
])('%s', (_, text, variables) => {
  const read = parseDotenv(text);
  expect(read.problems).toEqual([]);
  expect(Object.entries(read.variables)).toEqual(Object.entries(variables));
});

test.each<[string, string, readonly (readonly [number, RegExp])[]]>([
  ['no assignment', 'AB=1\nhunter2\nCD=2', [[2, /^It is not NAME=value\.$/]]],
  ['an unclosed quote', 'AB=1\nSECRET="hunter2\nCD=2', [[2, /^The quote of SECRET is not closed\.$/]]],
  ['an unclosed single quote', "SECRET='hunter2", [[1, /not closed/]]],
  ['something behind a quote', 'SECRET="hunter2"x\nAB=1', [[1, /^Something follows the quoted value of SECRET\.$/]]],
  ['behind a quote of two lines', '\nSECRET="hunter\n2"x', [[2, /follows/]]],
  ['a reserved name', 'AB=1\nAWS_REGION=hunter2', [[2, /^Lambda sets AWS_REGION itself/]]],
  ['a name of one letter', 'A=hunter2', [[1, /^A is no name/]]],
  ['a name that begins with _', '_AB=hunter2', [[1, /^_AB is no name/]]],
  ['what is no name is not told', 'hunter2-secret=x', [[1, /^What stands before the = is no name/]]],
  ['a NUL character', 'SECRET=hunter2\0', [[1, /NUL/]]],
  ['several', 'x\n\nAWS_REGION=a\ny', [[1, /not NAME/], [3, /AWS_REGION/], [4, /not NAME/]]],
])('%s is a problem that tells no value', (_, text, expected) => {
  const { problems, variables } = parseDotenv(text);
  expect(problems.map(({ line }) => line)).toEqual(expected.map(([line]) => line));
  for (const [index, [, message]] of expected.entries()) expect(problems[index]?.message).toMatch(message);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
  expect(Object.keys(variables)).not.toContain('SECRET');
});

test('a long file is read in time that grows with it', () => {
  const line = `AB="${'x\\n'.repeat(20_000)}" # ${'# '.repeat(20_000)}\nCD=${'a # '.repeat(20_000)}\n`;
  const started = performance.now();
  expect(Object.keys(parseDotenv(line.repeat(5)).variables)).toEqual(['AB', 'CD']);
  expect(performance.now() - started).toBeLessThan(1000);
});
