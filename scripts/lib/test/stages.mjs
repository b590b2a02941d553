/** The stages of the test run, as data: what runs, for how long at most, and how its outcome is counted. */
import { commandOf, inRoot } from '../project.mjs';
import { countMocha, countVitest } from './counts.mjs';

const minutes = (count) => count * 60_000;

/**
 * `commands`: arguments for Node, one after another. `count`: reads the tests' own results from `resultsFile`; a stage without it is one check.
 * `needs`: see needs.mjs; `unlessDesktop`: those that a desktop VS Code makes unnecessary.
 * @param resultsFile where the stage's tests write what came of them.
 */
export function stages(resultsFile) {
  const vitest = (project, limit, { needs, workers = [] } = {}) => ({
    name: project,
    limit,
    needs,
    commands: [
      [commandOf('vitest'), 'run', '--project', project, ...workers, '--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile(project)}`],
    ],
    count: countVitest,
  });
  return [
    { name: 'types', limit: minutes(5), commands: [[commandOf('typescript-native', 'tsc'), '-b']] },
    { name: 'lint', limit: minutes(5), commands: [[commandOf('oxlint'), '--type-aware', '--deny-warnings']] },
    {
      name: 'structure',
      limit: minutes(5),
      commands: [
        [inRoot('scripts', 'lib', 'test', 'readsTypeScript.mjs')],
        [commandOf('dependency-cruiser', 'depcruise'), '--output-type', 'err-long', 'src', 'webviews', 'test'],
        [commandOf('knip')],
      ],
    },
    // They compute, and wait for nothing: a core each.
    vitest('unit', minutes(10), { workers: ['--maxWorkers=100%'] }),
    vitest('runner', minutes(20), { needs: ['build'] }),
    {
      name: 'host',
      limit: minutes(5),
      needs: ['chromium', 'host', 'build'],
      unlessDesktop: ['chromium', 'host'],
      commands: [[inRoot('test', 'host', 'run.ts')]],
      count: countMocha,
    },
    vitest('ui', minutes(15), { needs: ['chromium', 'host', 'build'] }),
  ];
}
