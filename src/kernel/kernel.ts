import type { CellOutcome, SessionOutput } from '../session/index.js';
import { toCodePoints, toUnits } from './code-points.js';
import type { Connection } from './connection.js';
import { History } from './history.js';
import { kernelInfo } from './kernel-info.js';
import type { Message } from './message.js';
import { RunningSession } from './running-session.js';
import { KernelSockets } from './sockets.js';
import { traceback } from './traceback.js';

type Content = Record<string, unknown>;
type ReplyContent = Content & { status: 'ok' | 'error' | 'aborted' };
type RequestChannel = 'shell' | 'control';

/** A cell whose code has been started, by the name it has in stack traces. */
interface StartedCell {
  request: Message;
  source: string;
  silent: boolean;
}

/** Speaks Jupyter's messaging protocol for one session.
 *
 * Requests on shell are answered one after the other; questions about a cell that is being written are answered at once,
 * also while a cell runs, and so is everything on control.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html */
export class Kernel {
  readonly #connection: Connection;
  readonly #sockets: KernelSockets;
  readonly #session: RunningSession;
  readonly #history = new History();
  readonly #cells = new Map<string, StartedCell>();
  #executionCount = 0;
  #waiting: Message[] = [];
  #running: Message | undefined;
  /** Requests that are not counted, for names that no other cell has. */
  #uncounted = 0;
  /** The cell that has begun last. */
  #lastCell: StartedCell | undefined;
  #answerInput: ((text: string) => void) | undefined;
  #ending = false;
  readonly #onShutdown: () => void;

  /** @param cwd The notebook's folder.
   * @param onShutdown Called once a front end has asked for the end and got its answer. */
  constructor(connection: Connection, { cwd, onShutdown }: { cwd: string; onShutdown: () => void }) {
    this.#connection = connection;
    this.#onShutdown = onShutdown;
    this.#sockets = new KernelSockets(connection.key, {
      onMessage: (channel, message) => this.#receive(channel, message),
      onCongestion: (congested) => this.#session.hold(congested),
    });
    this.#session = new RunningSession(cwd, {
      onOutput: (event) => this.#output(event),
      onInput: (request) => this.#ask(request),
      onDeath: (reason) =>
        this.#sockets.publish('error', lostError(reason), this.#lastCell?.request.header ?? {}),
    });
  }

  /** @throws {Error} If a port is taken. */
  async start(): Promise<void> {
    await this.#sockets.bind(this.#connection);
    this.#sockets.publish('status', { execution_state: 'starting' }, {});
  }

  interrupt(): void {
    this.#session.interrupt();
  }

  async close(): Promise<void> {
    await this.#session.close();
    await this.#sockets.flush();
    this.#sockets.close();
  }

  #receive(channel: 'shell' | 'control' | 'stdin', message: Message): void {
    if (channel === 'stdin') {
      if (message.header.msg_type === 'input_reply') this.#answerInput?.(textOf(message.content['value']));
      return;
    }
    const atOnce = channel === 'control' || (this.#running && ABOUT_EDITING.has(message.header.msg_type));
    if (atOnce) void this.#handle(channel, message);
    else {
      this.#waiting.push(message);
      if (!this.#running) void this.#work();
    }
  }

  /** Answers what waits on shell, in order. */
  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#running = next;
      await this.#handle('shell', next);
    }
    this.#running = undefined;
  }

  async #handle(channel: RequestChannel, message: Message): Promise<void> {
    const { msg_type: type } = message.header;
    this.#sockets.publish('status', { execution_state: 'busy' }, message.header);
    try {
      await this.#answer(channel, message);
    } catch (error) {
      process.stderr.write(`gradlab kernel: ${type} failed: ${(error as Error).stack ?? String(error)}\n`);
      const { name, message: evalue } = error as Error;
      if (type.endsWith('_request'))
        this.#reply(channel, message, { status: 'error', ename: name, evalue, traceback: [] });
    }
    this.#sockets.publish('status', { execution_state: 'idle' }, message.header);
    // A front end takes the last status for the kernel's. It belongs to no request: those have one `busy` each.
    if (this.#running && this.#running !== message)
      this.#sockets.publish('status', { execution_state: 'busy' }, {});
    if (type === 'shutdown_request') this.#onShutdown();
  }

  #reply(channel: RequestChannel, to: Message, content: ReplyContent): void {
    this.#sockets.reply(channel, to, to.header.msg_type.replace('_request', '_reply'), content);
  }

  async #answer(channel: RequestChannel, message: Message): Promise<void> {
    const { content } = message;
    const reply = (answer: ReplyContent) => this.#reply(channel, message, answer);
    switch (message.header.msg_type) {
      case 'kernel_info_request':
        return reply(kernelInfo() as ReplyContent);
      case 'execute_request': {
        const answer = await this.#execute(message);
        const stops = answer.status === 'error' && content['stop_on_error'] !== false;
        const sentBefore = stops ? [...this.#waiting] : [];
        reply(answer);
        return this.#abort(sentBefore);
      }
      case 'complete_request':
        return reply(await this.#complete(content));
      case 'inspect_request':
        return reply(await this.#inspect(content));
      case 'is_complete_request':
        return reply(await this.#isComplete(content));
      case 'history_request':
        return reply({ status: 'ok', history: this.#history.find(content) });
      case 'comm_info_request':
        return reply({ status: 'ok', comms: {} });
      case 'connect_request': {
        const { shellPort, iopubPort, stdinPort, controlPort, heartbeatPort } = this.#connection;
        return reply({
          status: 'ok',
          shell_port: shellPort,
          iopub_port: iopubPort,
          stdin_port: stdinPort,
          control_port: controlPort,
          hb_port: heartbeatPort,
        });
      }
      case 'interrupt_request':
        this.#session.interrupt();
        return reply({ status: 'ok' });
      case 'shutdown_request': {
        const answer = { status: 'ok' as const, restart: content['restart'] === true };
        this.#ending = true;
        reply(answer);
        this.#sockets.publish('shutdown_reply', answer, message.header);
        return;
      }
      case 'debug_request':
        return reply({
          status: 'ok',
          type: 'response',
          request_seq: content['seq'],
          command: content['command'],
          success: false,
          message: 'This kernel has no debugger',
        });
      case 'comm_open':
        // There is nobody here to talk to.
        this.#sockets.publish('comm_close', { comm_id: content['comm_id'], data: {} }, message.header);
        return;
      case 'comm_msg':
      case 'comm_close':
        return;
      default:
        process.stderr.write(`gradlab kernel: unknown message ${message.header.msg_type}\n`);
    }
  }

  async #execute(message: Message): Promise<ReplyContent> {
    const { content, header } = message;
    const code = textOf(content['code']);
    const silent = content['silent'] === true;
    const storeHistory = !silent && content['store_history'] !== false;
    if (storeHistory && code.trim() !== '') this.#executionCount++;
    const execution_count = this.#executionCount;
    if (!silent) this.#sockets.publish('execute_input', { code, execution_count }, header);
    const id = storeHistory && code.trim() !== '' ? `[${execution_count}]` : this.#uncountedName();
    this.#lastCell = { request: message, source: code, silent };
    this.#cells.set(id, this.#lastCell);
    const outcome = code.trim() === '' ? undefined : await this.#session.execute(id, code);
    if (this.#ending) return { status: 'aborted', execution_count };
    if (outcome && outcome.status !== 'ok') {
      const error = this.#errorOf(outcome);
      this.#sockets.publish('error', error, header);
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
      if (storeHistory) this.#history.add(execution_count, code, undefined);
      return { status: 'error', execution_count, ...error, user_expressions: {}, payload: [] };
    }
    if (outcome?.value && !silent)
      this.#sockets.publish('execute_result', { execution_count, data: outcome.value, metadata: {} }, header);
    if (storeHistory && code.trim() !== '')
      this.#history.add(execution_count, code, outcome?.value?.['text/plain'] as string | undefined);
    const user_expressions = await this.#evaluate(message, content['user_expressions']);
    return { status: 'ok', execution_count, user_expressions, payload: [] };
  }

  #errorOf(outcome: Exclude<CellOutcome, { status: 'ok' }>) {
    if (outcome.status === 'error') {
      const { error, diagnostics } = outcome;
      const lines = traceback(error, diagnostics, (cell) => this.#cells.get(cell)?.source);
      return { ename: error.name, evalue: error.message, traceback: lines };
    }
    if (outcome.status === 'notRun' || outcome.lost) return lostError(outcome.reason);
    return { ename: 'CompileError', evalue: outcome.reason, traceback: [`CompileError: ${outcome.reason}`] };
  }

  /** For what is run without being counted. */
  #uncountedName(): string {
    return `[${this.#executionCount}.${++this.#uncounted}]`;
  }

  async #evaluate(request: Message, expressions: unknown): Promise<Content> {
    const results: Content = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Content)) {
      const id = this.#uncountedName();
      this.#cells.set(id, { request, source: textOf(expression), silent: true });
      const outcome = await this.#session.execute(id, `(${textOf(expression)}\n)`);
      results[name] =
        outcome.status === 'ok'
          ? { status: 'ok', data: outcome.value ?? { 'text/plain': 'undefined' }, metadata: {} }
          : { status: 'error', ...this.#errorOf(outcome) };
    }
    return results;
  }

  /** The cells that were sent before one has failed are not run. */
  #abort(sentBefore: Message[]): void {
    const aborted = sentBefore.filter(({ header }) => header.msg_type === 'execute_request');
    this.#waiting = this.#waiting.filter((message) => !aborted.includes(message));
    for (const message of aborted) {
      this.#sockets.publish('status', { execution_state: 'busy' }, message.header);
      this.#reply('shell', message, { status: 'aborted', execution_count: this.#executionCount });
      this.#sockets.publish('status', { execution_state: 'idle' }, message.header);
    }
  }

  async #complete({ code, cursor_pos }: Content): Promise<ReplyContent> {
    const source = textOf(code);
    const position = typeof cursor_pos === 'number' ? cursor_pos : toCodePoints(source, source.length);
    const at = toUnits(source, position);
    const session = await this.#session.ready();
    const found = (await session.complete(source, at)) ?? { start: at, end: at, matches: [] };
    const start = toCodePoints(source, found.start);
    const end = toCodePoints(source, found.end);
    return {
      status: 'ok',
      matches: found.matches.map(({ text }) => text),
      cursor_start: start,
      cursor_end: end,
      metadata: {
        _jupyter_types_experimental: found.matches.map(({ text, kind }) => ({
          text,
          type: kind,
          start,
          end,
        })),
      },
    };
  }

  async #inspect({ code, cursor_pos }: Content): Promise<ReplyContent> {
    const source = textOf(code);
    const position = typeof cursor_pos === 'number' ? cursor_pos : toCodePoints(source, source.length);
    const session = await this.#session.ready();
    const found = await session.inspect(source, toUnits(source, position));
    if (!found) return { status: 'ok', found: false, data: {}, metadata: {} };
    const { signature, documentation } = found;
    return {
      status: 'ok',
      found: true,
      data: {
        'text/plain': documentation === '' ? signature : `${signature}\n\n${documentation}`,
        'text/markdown': `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`,
      },
      metadata: {},
    };
  }

  async #isComplete({ code }: Content): Promise<ReplyContent> {
    const session = await this.#session.ready();
    const completeness = await session.isComplete(textOf(code));
    const answer = { status: completeness ?? 'unknown', indent: '' };
    return answer as unknown as ReplyContent; // Here the status says how complete the code is.
  }

  #output(event: SessionOutput): void {
    const cell = this.#cells.get(event.cell) ?? this.#lastCell;
    const parent = cell?.request.header ?? {};
    if (cell?.silent && event.type !== 'late-error') return;
    switch (event.type) {
      case 'stream':
        return this.#sockets.publish('stream', { name: event.name, text: event.text }, parent);
      case 'clear':
        return this.#sockets.publish('clear_output', { wait: event.wait }, parent);
      case 'late-error': {
        const { name, message } = event.error;
        const lines = traceback(event.error, undefined, (cell) => this.#cells.get(cell)?.source);
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
  #ask({ prompt, cell }: { prompt: string; cell: string }): Promise<string | undefined> {
    const asking = this.#cells.get(cell)?.request;
    if (asking?.content['allow_stdin'] !== true) return Promise.resolve(undefined);
    this.#sockets.reply('stdin', asking, 'input_request', { prompt, password: false });
    return new Promise((resolve) => (this.#answerInput = resolve));
  }
}

/** The process of the cells is gone. */
function lostError(reason: string) {
  const evalue = `${reason}. The values of the notebook are lost: run its cells again from the top`;
  return { ename: 'SessionDiedError', evalue, traceback: [`SessionDiedError: ${evalue}`] };
}

/** A field that should be a text. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** They do not change anything, and whoever types cannot wait. */
const ABOUT_EDITING = new Set(['complete_request', 'inspect_request', 'is_complete_request']);

/** How long requests that were sent together with the one that failed may take to come in. */
const ARRIVAL_MS = 20;
