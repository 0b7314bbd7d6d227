import os from 'node:os';
import commander = require('commander');
import { EXIT } from './exit-code.js';
import { gradlabVersion } from './gradlab-version.js';
import { exitWhenInterrupted } from './interruption.js';
import { reportFailure } from './report-failure.js';
import { keepInspectorClosed } from '../session/isolate/keep-inspector-closed.js';

const { Command, CommanderError, Option } = commander;

keepInspectorClosed();

const FORMATS =
  'text, json, html, csv, junit, markdown, github, gradescope, prairielearn, classroom50, statistics, badge';

/** A command loads what it needs when it is called: `gradlab --help` loads none of it. */
const program = new Command('gradlab')
  .description('TypeScript notebooks for hands-on deep learning: run, grade, author')
  .version(gradlabVersion)
  .showSuggestionAfterError()
  .showHelpAfterError('(gradlab --help tells more)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 all passed, 1 something did not, 2 called wrongly, 3 gradlab or the machine broke\n',
  );

program
  .command('run')
  .description('run a notebook from top to bottom and write its outputs')
  .argument('<notebook>', 'the .ipynb file')
  .option('-o, --output <file>', 'write the executed notebook here (default: NOTEBOOK.executed.ipynb)')
  .option('--allow-errors', 'go on after a cell that fails')
  .option('--timeout <seconds>', 'per cell', '600')
  .addHelpText(
    'after',
    '\nExample:\n  gradlab run notebooks/01-learning-rate-finder.ipynb -o executed.ipynb\n',
  )
  .action(async (...args) =>
    finish((await import('./run.js')).run(...(args as Parameters<typeof import('./run.js').run>))),
  );

program
  .command('grade')
  .description('grade notebooks, or folders of them')
  .argument('<path...>', 'notebooks, folders of notebooks or with a folder per student, zip files of either')
  .option('--exercise <slug>', 'grade all as this exercise (default: as each notebook says)')
  .option('--student <name>', 'only this submission; with --class also by id, name or email')
  .option('--graders <dir>', 'folder of exercises (default: graders/ here or in a parent)')
  .option('--out <dir>', 'write results.json, report.html and a journal there')
  .option('--format <format>', `what to print: ${FORMATS}`, 'text')
  .option('-j, --jobs <n>', 'submissions at a time (default: as many as processors and memory allow)')
  .option('--resume', 'keep what an interrupted run has graded (needs --out)')
  .option('--shard <i/n>', 'only every n-th submission, from the i-th')
  .addOption(
    new Option('--isolation <level>', 'bubblewrap, node, process, external')
      .env('GRADLAB_ISOLATION')
      .default('bubblewrap'),
  )
  .option('--experiments', 'also run the cells tagged experiment')
  .option('--seed <n>', "of the grader's random inputs", '1')
  .option('--class <file>', 'class.yaml: roster, due dates, what handing in late costs')
  .option('--stable', 'leave times out of the results')
  .option('--exit-zero', 'exit 0 also when some check did not pass')
  .addHelpText(
    'after',
    '\nExamples:\n  gradlab grade submissions/ --out marks -j 2\n  gradlab grade moodle-download.zip --out marks --resume\n  gradlab grade alice.ipynb --format json\n',
  )
  .action(async (...args) =>
    finish((await import('./grade.js')).grade(...(args as Parameters<typeof import('./grade.js').grade>))),
  );

program
  .command('check')
  .description("the student's view: the public checks of a notebook")
  .argument('<notebook...>', 'the .ipynb files')
  .option('--results <file>', 'also write the results as JSON, for gradlab report')
  .addHelpText('after', '\nExample:\n  gradlab check notebooks/01-learning-rate-finder.ipynb\n')
  .action(async (...args) =>
    finish((await import('./check.js')).check(...(args as Parameters<typeof import('./check.js').check>))),
  );

program
  .command('build')
  .description('write notebooks, public checks and reference outputs from graders/')
  .argument('[slug...]', 'exercises (default: all)')
  .option('--graders <dir>', 'folder of exercises')
  .option('--check', 'write nothing; exit 1 when something is stale')
  .addHelpText('after', '\nExample:\n  gradlab build --check\n')
  .action(async (...args) =>
    finish((await import('./build.js')).build(...(args as Parameters<typeof import('./build.js').build>))),
  );

program
  .command('verify')
  .description('prove the graders: starter, solution, right and wrong answers')
  .argument('[slug...]', 'exercises (default: all)')
  .option('--graders <dir>', 'folder of exercises')
  .option('--seeds <n>', "how many of the grader's seeds to try", '1')
  .option('--quick', 'only one right answer for each task and one wrong one for each check')
  .option('-j, --jobs <n>', 'submissions at a time', String(Math.min(2, os.availableParallelism())))
  .option('--format <format>', 'what to print: text, json', 'text')
  .addHelpText('after', '\nExample:\n  gradlab verify 01-learning-rate-finder --seeds 5\n')
  .action(async (...args) =>
    finish(
      (await import('./verify.js')).verify(...(args as Parameters<typeof import('./verify.js').verify>)),
    ),
  );

program
  .command('fill')
  .description('make a submission: for trying, tests and demos')
  .argument('<slug>', 'the exercise')
  .requiredOption('-o, --output <notebook>', 'the .ipynb file to write; never overwrites')
  .option('--from <what>', 'starter or solution', 'starter')
  .option('--task <id=file...>', 'put the text of a file in the place of a task')
  .option('--graders <dir>', 'folder of exercises')
  .addHelpText(
    'after',
    '\nExample:\n  gradlab fill 01-learning-rate-finder -o try.ipynb --task lr-factor=answer.ts\n',
  )
  .action(async (...args) =>
    finish((await import('./fill.js')).fill(...(args as Parameters<typeof import('./fill.js').fill>))),
  );

program
  .command('release')
  .description('make the folder that students get')
  .argument('<slug...>', 'exercises')
  .requiredOption('-o, --output <dir>', 'a new or empty folder')
  .option('--instructor <dir>', 'also make the private folder that grades a class in CI, graders included')
  .option('--gradescope <file>', 'also make the autograder to upload there, a .zip, graders included')
  .option('--graders <dir>', 'folder of exercises')
  .addHelpText('after', '\nExample:\n  gradlab release 01-learning-rate-finder -o ../course-release\n')
  .action(async (...args) =>
    finish(
      (await import('./release.js')).release(...(args as Parameters<typeof import('./release.js').release>)),
    ),
  );

program
  .command('new')
  .description('a new exercise that builds and verifies')
  .argument('<slug>', 'its name: small letters, digits, hyphens')
  .option('--from-nbgrader <notebook>', "an instructor's notebook of nbgrader to begin with")
  .option('--graders <dir>', 'folder of exercises')
  .addHelpText(
    'after',
    '\nExamples:\n  gradlab new 04-dropout && gradlab build && gradlab verify 04-dropout\n  gradlab new 05-squares --from-nbgrader source/ps1/problem1.ipynb\n',
  )
  .action(async (...args) =>
    finish(
      (await import('./new.js')).newExercise(...(args as Parameters<typeof import('./new.js').newExercise>)),
    ),
  );

program
  .command('report')
  .description('the same results in another format; several files become one')
  .argument('<results...>', 'results.json files')
  .option('--format <format>', `${FORMATS}, canvas, moodle, nbgrader, feedback`, 'text')
  .option('-o, --output <place>', 'write here instead of printing; for feedback a folder')
  .option('--class <file>', 'class.yaml: roster, due dates, what handing in late costs')
  .option('--exercise <slug>', 'only this exercise')
  .option('--student <name>', 'only this submission; with --class also by id, name or email')
  .option(
    '--fill <file>',
    "Canvas' exported gradebook or Moodle's grading worksheet, to be filled; it is not changed",
  )
  .option(
    '--column <title>',
    'of the table to fill, that takes the points (default: the one of the exercise)',
  )
  .option('--feedback-column <title>', 'of the table to fill, that takes the comments (Moodle)')
  .option('--scale', 'convert points to those of the table to fill')
  .addHelpText(
    'after',
    '\nExamples:\n  gradlab report shard-1/results.json shard-2/results.json --format html -o class.html\n  gradlab report marks/results.json --format canvas --fill gradebook.csv -o filled.csv\n  gradlab report marks/results.json --format feedback -o feedback\n',
  )
  .action(async (...args) =>
    finish(
      (await import('./report.js')).report(...(args as Parameters<typeof import('./report.js').report>)),
    ),
  );

program
  .command('mark')
  .description('marks by hand: a sheet goes out, and comes back with points')
  .argument('<path...>', 'what grade --out has written; sheets or pages that are filled in')
  .option('--format <format>', 'csv: one sheet for a spreadsheet; yaml: a page per submission', 'csv')
  .option('-o, --output <place>', 'write here (default: to-mark.csv or to-mark/ beside the results)')
  .option('--graders <dir>', 'folder of exercises, for the marking guides')
  .option('--student <name>', 'with --check: this one mark; after grade --class also by id, name or email')
  .option('--check <id>', 'also one that the grader has marked')
  .option('--points <n>', 'in place of what stands there')
  .option('--comment <text>', 'what the student reads; the reason')
  .option('--withdraw', 'take a mark back')
  .option('--exercise <slug>', 'where the student has handed in several')
  .addHelpText(
    'after',
    "\nExamples:\n  gradlab mark marks                    # writes marks/to-mark.csv\n  gradlab mark marks/to-mark.csv        # takes it back, filled in\n  gradlab mark marks --student ada --check lr-factor/defaults --points 0.5 --comment 'right for a range of one'\n",
  )
  .action(async (...args) =>
    finish((await import('./mark.js')).mark(...(args as Parameters<typeof import('./mark.js').mark>))),
  );

program
  .command('diff')
  .description('whose marks moved between two gradings, and why')
  .argument('<before>', 'results.json of the earlier one')
  .argument('<after>', 'results.json of the later one')
  .option('--format <format>', 'text, json', 'text')
  .addHelpText('after', '\nExample:\n  gradlab diff marks/results.previous.json marks/results.json\n')
  .action(async (...args) =>
    finish((await import('./diff.js')).diff(...(args as Parameters<typeof import('./diff.js').diff>))),
  );

const kernel = program.command('kernel').description('the Jupyter kernel');
kernel
  .command('install')
  .description('make JupyterLab, VS Code and others find the kernel')
  .option('--user', 'for this user (default)')
  .option('--prefix <dir>', 'under DIR/share/jupyter/kernels')
  .option('--sys-prefix', "under the prefix of Python, e.g. an active virtual environment's")
  .option('--name <name>', 'of the kernelspec', 'gradlab')
  .addHelpText('after', '\nExample:\n  gradlab kernel install --user\n')
  .action(async (...args) =>
    finish(
      (await import('./kernel.js')).install(...(args as Parameters<typeof import('./kernel.js').install>)),
    ),
  );
kernel
  .command('spec')
  .description('print the kernelspec')
  .addHelpText('after', '\nExample:\n  gradlab kernel spec\n')
  .action(async () => finish((await import('./kernel.js')).spec()));
kernel
  .command('start')
  .description('run a kernel; front ends call this')
  .argument('<connection-file>', 'as Jupyter writes it')
  .addHelpText('after', '\nExample:\n  gradlab kernel start connection.json\n')
  .action(async (file: string) => finish((await import('./kernel-start.js')).start(file)));

program
  .command('lab')
  .description('open JupyterLab with the kernel')
  .argument('[notebook]', 'a notebook or a folder (default: notebooks/)')
  .argument('[options...]', 'after --, for JupyterLab')
  .addHelpText('after', '\nExamples:\n  gradlab lab\n  gradlab lab notebooks -- --no-browser --port 9999\n')
  .action(async (place: string | undefined, options: string[]) =>
    finish((await import('./lab.js')).lab(place, options)),
  );

const backend = program
  .command('backend')
  .description('what notebooks compute with, and native TensorFlow for it')
  .addHelpText('after', '\nExample:\n  gradlab backend\n')
  .action(async () => finish((await import('./backend.js')).status()));
backend
  .command('install')
  .description('get native TensorFlow: nothing needs it, large networks train faster')
  .option(
    '--from <place>',
    'npm: its own installer; pypi: compiled against the library there (default: what works)',
  )
  .option('--force', 'even if it is there')
  .addHelpText('after', '\nExample:\n  gradlab backend install\n')
  .action(async (...args) =>
    finish(
      (await import('./backend.js')).install(...(args as Parameters<typeof import('./backend.js').install>)),
    ),
  );

program
  .command('data')
  .description('get the data sets')
  .argument('[name]', 'fashion-mnist or mnist (default: both)')
  .addHelpText('after', '\nExample:\n  gradlab data fashion-mnist\n')
  .action(async (...args) =>
    finish((await import('./data.js')).data(...(args as Parameters<typeof import('./data.js').data>))),
  );

program
  .command('doctor')
  .description('what works on this machine, and what to do about the rest')
  .addHelpText('after', '\nExample:\n  gradlab doctor\n')
  .action(async () => finish((await import('./doctor.js')).doctor()));

async function finish(command: Promise<number>): Promise<void> {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), await command);
}

exitWhenInterrupted();
// A reader that has seen enough, e.g. `| head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

for (const command of program.commands)
  command.showHelpAfterError(`(gradlab ${command.name()} --help tells more)`);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  else process.exitCode = await reportFailure(error);
}
