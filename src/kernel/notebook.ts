import type { CellOutcome, InputRequest, Session, SessionOutput } from '../session/index.js';
import { History } from './history.js';
import { textOf, type Message } from './message.js';
import { kernelMemoryMiB, RunningSession } from './running-session.js';
import type { KernelSockets } from './sockets.js';
import { traceback } from './traceback.js';

/** A cell whose code has been started, by the name it has in stack traces. */
interface StartedCell {
  request: Message;
  source: string;
  /** Nothing of it is shown. */
  silent: boolean;
}

/** Content of `execute_reply`. */
export interface ExecuteReply {
  status: 'ok' | 'error' | 'aborted';
  execution_count: number;
}

/** The cells of one kernel: runs them, counts them, and publishes what each puts out as that cell's. */
export class Notebook {
  readonly history = new History();
  readonly #sockets: KernelSockets;
  readonly #session: RunningSession;
  readonly #cells = new Map<string, StartedCell>();
  #executionCount = 0;
  /** Requests that are not counted, for names that no other cell has. */
  #uncounted = 0;
  /** The cell that has begun last. */
  #lastCell: StartedCell | undefined;
  #answerInput: ((text: string) => void) | undefined;
  #closed = false;

  /** @param cwd The notebook's folder. */
  constructor(cwd: string, sockets: KernelSockets) {
    this.#sockets = sockets;
    this.#session = new RunningSession(cwd, {
      onOutput: (event) => this.#output(event),
      onInput: (request) => this.#ask(request),
      onDeath: (reason) => sockets.publish('error', lostError(reason), this.#lastCell?.request.header ?? {}),
    });
  }

  /** Once it is up, the session that knows the cells, for questions about one that is being written. */
  session(): Promise<Session> {
    return this.#session.ready();
  }

  interrupt(): void {
    this.#session.interrupt();
  }

  /** While true, cells wait before they put out more. */
  hold(wait: boolean): void {
    this.#session.hold(wait);
  }

  /** What was typed for a `prompt()`. */
  answerInput(text: string): void {
    this.#answerInput?.(text);
    this.#answerInput = undefined;
  }

  /** What still runs is not told any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#session.close();
  }

  /** Answers an `execute_request`. */
  async execute(request: Message): Promise<ExecuteReply> {
    const { content, header } = request;
    const source = textOf(content['code']);
    const isEmpty = source.trim() === '';
    const silent = content['silent'] === true;
    const counts = !silent && content['store_history'] !== false && !isEmpty;
    if (counts) this.#executionCount++;
    const execution_count = this.#executionCount;
    if (!silent) this.#sockets.publish('execute_input', { code: source, execution_count }, header);
    if (isEmpty) return this.#ok(request);
    const outcome = await this.#run({ request, source, silent }, counts ? `[${execution_count}]` : undefined);
    if (this.#closed) return this.aborted();
    if (counts) this.history.add(execution_count, source, plainTextOf(outcome));
    if (outcome.status !== 'ok') {
      const error = this.#errorOf(outcome);
      if (!silent) this.#sockets.publish('error', error, header);
      return {
        status: 'error',
        execution_count,
        ...error,
        user_expressions: {},
        payload: [],
      } as ExecuteReply;
    }
    if (outcome.value && !silent)
      this.#sockets.publish('execute_result', { execution_count, data: outcome.value, metadata: {} }, header);
    return this.#ok(request);
  }

  /** Content of `execute_reply` for a cell that is not run. */
  aborted(): ExecuteReply {
    return { status: 'aborted', execution_count: this.#executionCount };
  }

  async #ok(request: Message): Promise<ExecuteReply> {
    const execution_count = this.#executionCount;
    const user_expressions: Record<string, object> = {};
    const expressions = (request.content['user_expressions'] ?? {}) as Record<string, unknown>;
    for (const [name, expression] of Object.entries(expressions)) {
      const outcome = await this.#run({ request, source: `(${textOf(expression)}\n)`, silent: true });
      user_expressions[name] =
        outcome.status === 'ok'
          ? { status: 'ok', data: outcome.value ?? { 'text/plain': 'undefined' }, metadata: {} }
          : { status: 'error', ...this.#errorOf(outcome) };
    }
    return { status: 'ok', execution_count, user_expressions, payload: [] } as ExecuteReply;
  }

  #run(cell: StartedCell, name = `[${this.#executionCount}.${++this.#uncounted}]`): Promise<CellOutcome> {
    this.#lastCell = cell;
    this.#cells.set(name, cell);
    const { cellId } = cell.request.metadata; // JupyterLab's.
    return this.#session.execute(name, cell.source, typeof cellId === 'string' ? cellId : undefined);
  }

  #errorOf(outcome: Exclude<CellOutcome, { status: 'ok' }>) {
    if (outcome.status === 'error') {
      const { error, diagnostics } = outcome;
      const lines = traceback(error, diagnostics, (name) => this.#cells.get(name)?.source);
      return { ename: error.name, evalue: error.message, traceback: lines };
    }
    if (outcome.status === 'notRun' || outcome.lost) return lostError(outcome.reason);
    return { ename: 'CompileError', evalue: outcome.reason, traceback: [`CompileError: ${outcome.reason}`] };
  }

  #output(event: SessionOutput): void {
    const cell = this.#cells.get(event.cell) ?? this.#lastCell;
    const parent = cell?.request.header ?? {};
    if (cell?.silent && event.type !== 'late-error') return;
    switch (event.type) {
      case 'stream':
        return this.#sockets.print(event.name, event.text, parent);
      case 'clear':
        return this.#sockets.publish('clear_output', { wait: event.wait }, parent);
      case 'late-error': {
        const { name, message } = event.error;
        const lines = traceback(event.error, undefined, (other) => this.#cells.get(other)?.source);
        return this.#sockets.publish('error', { ename: name, evalue: message, traceback: lines }, parent);
      }
      default: {
        const { bundle, options } = event;
        const type = options.update ? 'update_display_data' : 'display_data';
        const transient = options.displayId === undefined ? {} : { display_id: options.displayId };
        this.#sockets.publish(type, { data: bundle, metadata: options.metadata ?? {}, transient }, parent);
      }
    }
  }

  /** `prompt()` in a cell: asks the front end that has sent the cell. */
  #ask({ prompt, password, cell }: InputRequest): Promise<string | undefined> {
    const asking = this.#cells.get(cell)?.request;
    if (asking?.content['allow_stdin'] !== true) return Promise.resolve(undefined);
    this.#sockets.reply('stdin', asking, 'input_request', { prompt, password });
    return new Promise((resolve) => (this.#answerInput = resolve));
  }
}

function plainTextOf(outcome: CellOutcome): string | undefined {
  const text = outcome.status === 'ok' ? outcome.value?.['text/plain'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The process of the cells is gone. */
function lostError(reason: string) {
  const limit = reason.startsWith('Out of memory')
    ? `. The limit is ${kernelMemoryMiB()} MiB; set GRADLAB_MEMORY_MIB before you start Jupyter to change it`
    : '';
  const evalue = `${reason}. The values of the notebook are lost: run its cells again from the top${limit}`;
  return { ename: 'SessionDiedError', evalue, traceback: [`SessionDiedError: ${evalue}`] };
}
