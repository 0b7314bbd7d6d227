import { isFileProblem } from '../batch/file-problem.js';
import { nativeFolder, nativePackage, nativePackageIn } from '../lab/native-package.js';
import { nearestName } from '../lab/nearest-name.js';
import { inPlace } from './backend/in-place.js';
import { InstallError } from './backend/install-error.js';
import { installPackage } from './backend/install-package.js';
import { generalNeeds, needsOfWheel, SIZES } from './backend/needs.js';
import { tryNative } from './backend/try-native.js';
import { WAYS, type WayName } from './backend/ways.js';
import { EXIT } from './exit-code.js';
import { choice } from './options.js';

interface InstallOptions {
  from?: string;
  force?: boolean;
}

/** `gradlab backend install`: gets native TensorFlow, which nothing needs. */
export async function install({ from, force = false }: InstallOptions): Promise<number> {
  const names = Object.keys(WAYS) as WayName[];
  const ways = from === undefined ? names : [choice('--from', from, names, nearestName)];
  const installed = force ? undefined : nativePackage();
  if (installed !== undefined) {
    const tried = await tryNative(installed);
    if ('library' in tried) {
      say(`Native TensorFlow ${tried.library} is installed and works (--force installs it anew)`);
      return EXIT.passed;
    }
    say(`Native TensorFlow is installed and does not work: ${tried.problem}`);
  }
  const folder = nativeFolder();
  const missing = await generalNeeds(folder);
  if (missing.length === 0 && !ways.includes('npm')) missing.push(...(await needsOfWheel()).missing);
  if (missing.length) return giveUp(missing);
  const { download, meanwhile, kept } = SIZES;
  say(
    `Installing native TensorFlow in ${folder}: about ${download} MB to download, ${meanwhile} MB of disk meanwhile, ${kept} MB after that`,
  );
  try {
    await inPlace(folder, (stage) => fill(stage, ways));
  } catch (error) {
    if (error instanceof InstallError || isFileProblem(error)) return giveUp(error.message.split('\n'));
    throw error;
  }
  process.stdout.write(`${folder}\n`);
  say('Notebooks use it from now on; grading stays with WebAssembly. Removing the folder undoes this');
  return EXIT.passed;
}

/** @throws {InstallError} If no way works; says before that why the others do not. */
async function fill(stage: string, ways: WayName[]): Promise<void> {
  say('Getting the package from npm …');
  await installPackage(stage);
  for (const [at, name] of ways.entries()) {
    try {
      await WAYS[name](stage, say);
      say('Training a step with it …');
      const tried = await tryNative(nativePackageIn(stage));
      if ('problem' in tried) throw new InstallError(`It does not work: ${tried.problem}`);
      say(`TensorFlow ${tried.library} works: its weights are those of plain JavaScript`);
      return;
    } catch (error) {
      if (!(error instanceof InstallError) || at === ways.length - 1) throw error;
      say(`That does not work here: ${error.message}`);
    }
  }
}

function giveUp(reasons: string[]): number {
  say('Native TensorFlow is not installed:');
  for (const reason of reasons) say(`- ${reason}`);
  say('Nothing needs it: notebooks use WebAssembly');
  return EXIT.broken;
}

/** `gradlab backend`: what notebooks compute with here. */
export async function status(): Promise<number> {
  const file = nativePackage();
  if (file === undefined) {
    const { download, meanwhile, kept } = SIZES;
    process.stdout.write(
      `– Native TensorFlow is not installed: notebooks use WebAssembly\n    Not needed. gradlab backend install gets it: about ${download} MB to download, ${meanwhile} MB of disk meanwhile, ${kept} MB after that\n`,
    );
    const missing = [...(await generalNeeds(nativeFolder())), ...(await needsOfWheel()).missing];
    for (const one of missing) process.stdout.write(`    Missing for that: ${one}\n`);
    return EXIT.passed;
  }
  const tried = await tryNative(file);
  const place = file.slice(0, file.lastIndexOf(`node_modules`) - 1);
  process.stdout.write(
    'library' in tried
      ? `✓ Notebooks use native TensorFlow ${tried.library}, in ${place}; grading uses WebAssembly\n`
      : `✗ Native TensorFlow, in ${place}, does not work: ${tried.problem}\n    Notebooks use WebAssembly. gradlab backend install --force installs it anew\n`,
  );
  return 'library' in tried ? EXIT.passed : EXIT.broken;
}

const say = (line: string) => void process.stderr.write(`${line}\n`);
