import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Dealer, Subscriber } from 'zeromq';

const kernelProgram = path.join(
  path.dirname(createRequire(import.meta.url).resolve('tslab/package.json')),
  'bin',
  'tslab',
);

export interface StockReply {
  status: string;
  stdout: string;
  stderr: string;
  displays: Record<string, unknown>[];
}

/** The stock tslab kernel, driven over its sockets as a front end does. */
export class StockKernel {
  readonly #child: ChildProcess;
  readonly #key: string;
  readonly #shell = new Dealer({ linger: 0 });
  readonly #iopub = new Subscriber({ linger: 0 });
  readonly #messages: { type: string; parent: string; content: Record<string, unknown> }[] = [];
  readonly #session = randomUUID();

  private constructor(child: ChildProcess, key: string) {
    this.#child = child;
    this.#key = key;
  }

  static async start(cwd: string, env: Record<string, string>): Promise<StockKernel> {
    const [shell, iopub, stdin, control, hb] = await freePorts(5);
    const key = randomUUID();
    const info = {
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: hb,
      ip: '127.0.0.1',
      key,
      transport: 'tcp',
      signature_scheme: 'hmac-sha256',
    };
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tslab-')), 'connection.json');
    fs.writeFileSync(file, JSON.stringify(info));
    const child = spawn(process.execPath, [kernelProgram, 'kernel', '--config-path', file], {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    const kernel = new StockKernel(child, key);
    kernel.#shell.connect(`tcp://127.0.0.1:${shell}`);
    kernel.#iopub.connect(`tcp://127.0.0.1:${iopub}`);
    kernel.#iopub.subscribe();
    void kernel.#listen(kernel.#shell);
    void kernel.#listen(kernel.#iopub);
    // Ready when a reply and a broadcast have come: subscriptions take a moment to reach the kernel.
    for (let tries = 0; tries < 120; tries++) {
      const id = await kernel.#send('kernel_info_request', {});
      await new Promise((resolve) => setTimeout(resolve, 250));
      const about = kernel.#messages.filter(({ parent }) => parent === id);
      if (
        about.some(({ type }) => type === 'kernel_info_reply') &&
        about.some(({ type }) => type === 'status')
      )
        return kernel;
    }
    throw new Error('The stock tslab kernel does not answer');
  }

  async execute(code: string, timeoutMs = 60_000): Promise<StockReply> {
    const id = await this.#send('execute_request', {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    const about = () => this.#messages.filter(({ parent }) => parent === id);
    const deadline = Date.now() + timeoutMs;
    const isIdle = ({ type, content }: { type: string; content: Record<string, unknown> }) =>
      type === 'status' && content.execution_state === 'idle';
    while (!(about().some(({ type }) => type === 'execute_reply') && about().some(isIdle))) {
      if (Date.now() > deadline) throw new Error(`The stock kernel did not finish: ${code.slice(0, 80)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const stream = (name: string) =>
      about()
        .filter(({ type, content }) => type === 'stream' && content.name === name)
        .map(({ content }) => String(content.text))
        .join('');
    return {
      status: String(about().find(({ type }) => type === 'execute_reply')!.content.status),
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      displays: about()
        .filter(({ type }) => type === 'display_data')
        .map(({ content }) => content.data as Record<string, unknown>),
    };
  }

  close(): void {
    this.#child.kill('SIGKILL');
    this.#shell.close();
    this.#iopub.close();
  }

  async #listen(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
      const [header, parent, , content] = frames
        .slice(at + 2, at + 6)
        .map((frame) => JSON.parse(frame.toString()) as Record<string, unknown>);
      this.#messages.push({
        type: String(header!.msg_type),
        parent: String(parent!.msg_id),
        content: content!,
      });
    }
  }

  async #send(type: string, content: unknown): Promise<string> {
    const id = randomUUID();
    const header = {
      msg_id: id,
      session: this.#session,
      username: 'test',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.3',
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const signature = createHmac('sha256', this.#key);
    for (const part of parts) signature.update(part);
    await this.#shell.send([DELIMITER, signature.digest('hex'), ...parts]);
    return id;
  }
}

const DELIMITER = '<IDS|MSG>';

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
