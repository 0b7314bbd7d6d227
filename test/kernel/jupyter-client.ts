import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Dealer, Request, Subscriber } from 'zeromq';

export interface Received {
  type: string;
  /** `msg_id` of the request that it belongs to. */
  parent: string | undefined;
  content: Record<string, any>;
  metadata: Record<string, any>;
}

export interface Executed {
  reply: Record<string, any>;
  /** What was broadcast for this cell, in order, from `busy` to `idle`. */
  broadcast: Received[];
  stdout: string;
  stderr: string;
  displays: Record<string, any>[];
  error: Record<string, any> | undefined;
  result: Record<string, any> | undefined;
}

const DELIMITER = '<IDS|MSG>';

/** A kernel's process and a front end that drives it over its sockets. */
export class JupyterClient {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly broadcast: Received[] = [];
  stderr = '';
  /** Answers `input_request`; undefined: does not. */
  onInput: (prompt: string, password: unknown) => string | undefined = () => '';
  readonly #key: string;
  readonly ports: Ports;
  readonly #shell: Dealer;
  readonly #control: Dealer;
  readonly #stdin: Dealer;
  readonly #iopub: Subscriber;
  readonly #replies = new Map<string, Received>();
  readonly #session = randomUUID();
  readonly #folder: string;
  #changed: (() => void)[] = [];

  private constructor(child: ChildProcess, key: string, ports: Ports, folder: string) {
    this.child = child;
    this.#key = key;
    this.ports = ports;
    this.#folder = folder;
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    const routingId = randomUUID();
    const dealer = (port: number) => {
      const socket = new Dealer({ linger: 0, routingId });
      socket.connect(`tcp://127.0.0.1:${port}`);
      return socket;
    };
    this.#shell = dealer(ports.shell_port);
    this.#control = dealer(ports.control_port);
    this.#stdin = dealer(ports.stdin_port);
    this.#iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    this.#iopub.connect(`tcp://127.0.0.1:${ports.iopub_port}`);
    this.#iopub.subscribe();
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) void this.#listen(socket);
  }

  /** @param command Makes the kernel's command line from the path of the connection file. */
  static async start(
    command: (connectionFile: string) => string[],
    options: { cwd?: string; env?: Record<string, string> } = {},
  ): Promise<JupyterClient> {
    const [shell, iopub, stdin, control, hb] = (await freePorts(5)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const ports = {
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: hb,
    };
    const key = randomUUID();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel '));
    const file = path.join(folder, 'connection.json');
    const more = { ip: '127.0.0.1', key, transport: 'tcp', signature_scheme: 'hmac-sha256' };
    fs.writeFileSync(file, JSON.stringify({ ...ports, ...more }));
    const child = spawn(process.execPath, command(file), {
      cwd: options.cwd ?? folder,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const client = new JupyterClient(child, key, ports, folder);
    // Ready when a reply and a broadcast have come: subscriptions take a moment to reach the kernel.
    for (let tries = 0; tries < 240; tries++) {
      const id = await client.send('shell', 'kernel_info_request', {});
      await new Promise((resolve) => setTimeout(resolve, 250));
      const heard = client.broadcast.some(({ type, parent }) => type === 'status' && parent === id);
      if (client.#replies.has(id) && heard) return client;
      if (child.exitCode !== null) throw new Error(`The kernel has ended: ${client.stderr}`);
    }
    throw new Error('The kernel does not answer');
  }

  /** Sends a request and waits for its reply. */
  async request(
    channel: 'shell' | 'control',
    type: string,
    content: object,
    timeoutMs = 60_000,
  ): Promise<Record<string, any>> {
    const id = await this.send(channel, type, content);
    await this.until(() => this.#replies.has(id), `the reply to ${type}`, timeoutMs);
    return this.#replies.get(id)!.content;
  }

  /** Runs a cell and waits for its reply and its `idle`. */
  async execute(
    code: string,
    options: object = {},
    timeoutMs = 60_000,
    mostIdleMs = timeoutMs,
  ): Promise<Executed> {
    return this.finished(await this.sendCell(code, options), timeoutMs, mostIdleMs);
  }

  sendCell(code: string, options: object = {}, metadata: object = {}): Promise<string> {
    const defaults = { silent: false, store_history: true, user_expressions: {}, allow_stdin: true };
    const content = { code, stop_on_error: true, ...defaults, ...options };
    return this.send('shell', 'execute_request', content, {}, metadata);
  }

  /** Waits for a cell that was sent.
   * @param mostIdleMs How long to wait for its `idle` once the reply has come: some kernels lose it. */
  async finished(id: string, timeoutMs = 60_000, mostIdleMs = timeoutMs): Promise<Executed> {
    const about = () => this.broadcast.filter(({ parent }) => parent === id);
    const isIdle = ({ type, content }: Received) => type === 'status' && content.execution_state === 'idle';
    await this.until(() => this.#replies.has(id), 'the reply to a cell', timeoutMs);
    const isOver = () => about().some(isIdle);
    await this.until(isOver, 'the end of a cell', mostIdleMs).catch((error: unknown) => {
      if (mostIdleMs === timeoutMs) throw error;
    });
    const broadcast = about();
    const contents = (type: string) =>
      broadcast.filter((message) => message.type === type).map(({ content }) => content);
    const stream = (name: string) =>
      contents('stream')
        .filter((content) => content.name === name)
        .map(({ text }) => String(text))
        .join('');
    return {
      reply: this.#replies.get(id)!.content,
      broadcast,
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      displays: contents('display_data'),
      error: contents('error')[0],
      result: contents('execute_result')[0]?.data as Record<string, any> | undefined,
    };
  }

  /** True if the kernel answers its heartbeat in time. */
  async beats(timeoutMs = 1000): Promise<boolean> {
    const socket = new Request({ linger: 0, receiveTimeout: timeoutMs });
    socket.connect(`tcp://127.0.0.1:${this.ports.hb_port}`);
    try {
      await socket.send('beat');
      return (await socket.receive())[0]!.toString() === 'beat';
    } catch {
      return false;
    } finally {
      socket.close();
    }
  }

  /** Frames as they are, for what no front end sends. */
  async sendFrames(frames: (string | Buffer)[]): Promise<void> {
    await this.#shell.send(frames);
  }

  async until(condition: () => boolean, what: string, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}; ${this.stderr}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.#changed.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.child.kill('SIGKILL');
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  async send(
    channel: 'shell' | 'control' | 'stdin',
    type: string,
    content: object,
    parent: object = {},
    metadata: object = {},
  ): Promise<string> {
    const id = randomUUID();
    const header = {
      msg_id: id,
      session: this.#session,
      username: 'test',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.4',
    };
    const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
    const signature = createHmac('sha256', this.#key);
    for (const part of parts) signature.update(part);
    const socket = { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
    await socket.send([DELIMITER, signature.digest('hex'), ...parts]);
    return id;
  }

  async #listen(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
      const [header, parent, metadata, content] = frames
        .slice(at + 2, at + 6)
        .map((frame) => JSON.parse(frame.toString()) as Record<string, any>);
      const message: Received = {
        type: String(header!.msg_type),
        parent: parent!.msg_id as string | undefined,
        content: content!,
        metadata: metadata!,
      };
      if (socket === this.#iopub) this.broadcast.push(message);
      else if (message.type === 'input_request') {
        const value = this.onInput(String(content!.prompt), content!.password);
        if (value !== undefined) void this.send('stdin', 'input_reply', { value }, header!);
      } else this.#replies.set(message.parent!, message);
      for (const changed of this.#changed.splice(0)) changed();
    }
  }
}

interface Ports {
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<net.Server>((resolve) => {
          const server = net.createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
