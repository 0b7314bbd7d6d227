import type { Connection } from './connection.js';
import { complete, inspect, isComplete } from './editing.js';
import { kernelInfo } from './kernel-info.js';
import { textOf, type Message } from './message.js';
import { Notebook } from './notebook.js';
import { KernelSockets } from './sockets.js';

type RequestChannel = 'shell' | 'control';

/** Speaks Jupyter's messaging protocol for one notebook.
 *
 * Requests on shell are answered one after the other; questions about a cell that is being written and interrupts are answered
 * at once, also while a cell runs, and so is everything on control.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html */
export class Kernel {
  readonly #connection: Connection;
  readonly #sockets: KernelSockets;
  readonly #notebook: Notebook;
  readonly #onShutdown: () => void;
  /** Requests on shell that have not been begun. */
  #waiting: Message[] = [];
  #running: Message | undefined;

  /** @param cwd The notebook's folder.
   * @param onShutdown Called once a front end has asked for the end and got its answer. */
  constructor(connection: Connection, { cwd, onShutdown }: { cwd: string; onShutdown: () => void }) {
    this.#connection = connection;
    this.#onShutdown = onShutdown;
    this.#sockets = new KernelSockets(connection.key, {
      onMessage: (channel, message) => this.#receive(channel, message),
      onCongestion: (congested) => this.#notebook.hold(congested),
    });
    this.#notebook = new Notebook(cwd, this.#sockets);
  }

  /** @throws {Error} If a port is taken. */
  async start(): Promise<void> {
    await this.#sockets.bind(this.#connection);
    this.#sockets.publish('status', { execution_state: 'starting' }, {});
  }

  interrupt(): void {
    this.#notebook.interrupt();
  }

  async close(): Promise<void> {
    await this.#notebook.close();
    await this.#sockets.flush();
    this.#sockets.close();
  }

  #receive(channel: RequestChannel | 'stdin', message: Message): void {
    const { msg_type: type } = message.header;
    if (channel === 'stdin') {
      if (type === 'input_reply') this.#notebook.answerInput(textOf(message.content['value']));
    } else if (channel === 'control' || (this.#running && CANNOT_WAIT.has(type))) {
      void this.#handle(channel, message);
    } else {
      this.#waiting.push(message);
      if (!this.#running) void this.#work();
    }
  }

  /** Answers what waits on shell, in order. */
  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#running = next;
      const aborted = await this.#handle('shell', next);
      for (const message of aborted) {
        this.#sockets.publish('status', { execution_state: 'busy' }, message.header);
        this.#reply('shell', message, this.#notebook.aborted());
        this.#sockets.publish('status', { execution_state: 'idle' }, message.header);
      }
    }
    this.#running = undefined;
  }

  /** @returns Requests that are not to be carried out any more. */
  async #handle(channel: RequestChannel, message: Message): Promise<Message[]> {
    const { msg_type: type } = message.header;
    let aborted: Message[] = [];
    this.#sockets.publish('status', { execution_state: 'busy' }, message.header);
    try {
      if (type === 'execute_request') aborted = await this.#execute(channel, message);
      else await this.#answer(channel, message);
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
    return aborted;
  }

  #reply(channel: RequestChannel, to: Message, content: object): void {
    this.#sockets.reply(channel, to, to.header.msg_type.replace('_request', '_reply'), content);
  }

  /** @returns The cells that were sent before this one has failed, which are not run. */
  async #execute(channel: RequestChannel, message: Message): Promise<Message[]> {
    const answer = await this.#notebook.execute(message);
    let sentBefore: Message[] = [];
    if (answer.status === 'error' && message.content['stop_on_error'] !== false) {
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
      sentBefore = this.#waiting.filter(({ header }) => header.msg_type === 'execute_request');
      this.#waiting = this.#waiting.filter((waiting) => !sentBefore.includes(waiting));
    }
    this.#reply(channel, message, answer);
    return sentBefore;
  }

  async #answer(channel: RequestChannel, message: Message): Promise<void> {
    const { content, header } = message;
    const reply = (answer: object) => this.#reply(channel, message, answer);
    switch (header.msg_type) {
      case 'kernel_info_request':
        return reply(kernelInfo());
      case 'complete_request':
        return reply(await complete(await this.#notebook.session(), content));
      case 'inspect_request':
        return reply(await inspect(await this.#notebook.session(), content));
      case 'is_complete_request':
        return reply(await isComplete(await this.#notebook.session(), content));
      case 'history_request':
        return reply({ status: 'ok', history: this.#notebook.history.find(content) });
      case 'comm_info_request':
        return reply({ status: 'ok', comms: {} });
      case 'connect_request':
        return reply({ status: 'ok', ...portsOf(this.#connection) });
      case 'interrupt_request':
        this.#notebook.interrupt();
        return reply({ status: 'ok' });
      case 'shutdown_request': {
        const answer = { status: 'ok', restart: content['restart'] === true };
        reply(answer);
        return this.#sockets.publish('shutdown_reply', answer, header);
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
        return this.#sockets.publish('comm_close', { comm_id: content['comm_id'], data: {} }, header);
      case 'comm_msg':
      case 'comm_close':
        return;
      default:
        process.stderr.write(`gradlab kernel: unknown message ${header.msg_type}\n`);
    }
  }
}

const portsOf = ({ shellPort, controlPort, stdinPort, iopubPort, heartbeatPort }: Connection) => ({
  shell_port: shellPort,
  iopub_port: iopubPort,
  stdin_port: stdinPort,
  control_port: controlPort,
  hb_port: heartbeatPort,
});

/** Questions about a cell that is being written change nothing. Visual Studio Code asks on shell for interrupts. */
const CANNOT_WAIT = new Set([
  'complete_request',
  'inspect_request',
  'is_complete_request',
  'interrupt_request',
]);

/** How long requests that were sent together with the one that failed may take to come in. */
const ARRIVAL_MS = 20;
