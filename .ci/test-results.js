// What `npm test` came to, from vitest's JSON: node .ci/test-results.js files | failures | counts RUN.json [AGAIN.json].
// AGAIN.json is a second run of the files that failed in the first one: it decides about them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [wanted, ...runs] = process.argv.slice(2);
const suites = new Map();
for (const run of runs.filter((file) => existsSync(file)))
  for (const suite of JSON.parse(readFileSync(run, 'utf8')).testResults) {
    const earlier = suites.get(suite.name);
    suites.set(suite.name, earlier ? { ...suite, earlier } : suite);
  }

const shown = (file) => path.relative(process.cwd(), file);
const tests = ({ assertionResults }, status) => assertionResults.filter((test) => test.status === status);
const isFailed = (suite) => suite.status === 'failed';
const told = (suite) =>
  [
    ...(tests(suite, 'failed').length ? [] : [suite.message]),
    ...tests(suite, 'failed').map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages[0]}`),
  ].map((text) => `${shown(suite.name)}: ${text.split('\n').slice(0, 12).join('\n  ')}`);

if (wanted === 'files')
  for (const suite of [...suites.values()].filter(isFailed)) console.log(shown(suite.name));
else if (wanted === 'failures') {
  for (const suite of suites.values()) {
    if (isFailed(suite)) console.log(told(suite).join('\n'));
    else if (suite.earlier) console.log(`Passed the second time only. ${told(suite.earlier).join('\n')}`);
  }
} else {
  const count = (status) => [...suites.values()].reduce((sum, suite) => sum + tests(suite, status).length, 0);
  const broken = [...suites.values()].filter((suite) => isFailed(suite) && !tests(suite, 'failed').length);
  console.log(count('passed'), count('failed') + broken.length);
}
