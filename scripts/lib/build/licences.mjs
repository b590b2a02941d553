/** Whose code is in dist, under which terms: the file that says so, and a build that fails on terms that this project does not take. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { UserError } from '../log.mjs';
import { inRoot, readJson } from '../project.mjs';

const accepted = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** What is copied into dist beside the bundles. The icon font's terms ask for a mention, which this file is. */
const copied = [
  { folder: 'node_modules/aws-lambda-ric' },
  { folder: 'node_modules/@vscode/codicons', alsoAccepted: 'CC-BY-4.0' },
  { folder: 'node_modules/classic-level', parts: ['deps/leveldb/leveldb-1.20/LICENSE', 'deps/snappy/snappy/COPYING'] },
];

/** @param inputs the files of all bundles, relative to the project's root. */
export function thirdPartyLicences(inputs) {
  const bundled = [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))].map((folder) => ({ folder }));
  const named = new Set(copied.map(({ folder }) => folder));
  return sections([...copied, ...bundled.filter(({ folder }) => !named.has(folder))].map((entry) => describe(entry)));
}

/** Each text once, under all the packages that it is the text of. */
function sections(packages) {
  const byText = Map.groupBy(packages, ({ text }) => text);
  return [...byText]
    .map(([text, same]) => [[...new Set(same.map(({ title }) => title))].toSorted(byName).join('\n'), text])
    .toSorted(([a], [b]) => byName(a, b))
    .map(([titles, text]) => `${titles}\n${'-'.repeat(80)}\n\n${text}\n`)
    .join('\n\n');
}

const byName = (a, b) => a.localeCompare(b, 'en');

/** The package that a file belongs to, such as node_modules/@scope/name, or undefined for the project's own. */
function packageFolder(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'));
  return match?.[1];
}

function describe({ folder, alsoAccepted, parts = [] }) {
  const { name, version, license } = readJson(inRoot(folder, 'package.json'));
  if (license !== alsoAccepted && !isAccepted(license)) {
    throw new UserError(`${name} ${version} has the licence ${license ?? '(none named)'}, which this project does not take.`);
  }
  const files = [...readdirSync(inRoot(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)), ...parts];
  const texts = files.map((file) => inRoot(folder, file)).filter((file) => existsSync(file));
  const text = texts.map((file) => readFileSync(file, 'utf8').trim()).join('\n\n');
  return { title: `${name} ${version} (${license})`, text: text === '' ? `The package holds no text of its licence, ${license}.` : text };
}

/** SPDX expressions: one choice of an OR must be acceptable, and all parts of an AND. */
export function isAccepted(expression) {
  if (typeof expression !== 'string') return false;
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => accepted.has(licence.trim())));
}
