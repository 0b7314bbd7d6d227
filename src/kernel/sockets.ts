import { Reply, Router, XPublisher } from 'zeromq';
import { addressOf, type Connection } from './connection.js';
import { MessageCodec, type Header, type Message } from './message.js';
import { StreamPacer } from './stream-pacer.js';

type Channel = 'shell' | 'control' | 'stdin';

export interface SocketEvents {
  onMessage: (channel: Channel, message: Message) => void;
  /** Output waits to be sent, or no longer does: whoever makes it should wait too. */
  onCongestion: (congested: boolean) => void;
}

/** The kernel's five sockets. What is published goes out in order; none of it is dropped but for a front
 * end that does not read. */
export class KernelSockets {
  readonly #codec: MessageCodec;
  readonly #events: SocketEvents;
  readonly #routers = { shell: router(), control: router(), stdin: router() };
  readonly #iopub = new XPublisher({
    sendHighWaterMark: HIGH_WATER_MESSAGES,
    sendTimeout: STUCK_MS,
    noDrop: true,
    verbosity: 'allSubs',
    linger: LINGER_MS,
  });
  readonly #heartbeat = new Reply({ linger: 0 });
  readonly #printed = new StreamPacer(({ name, text, parent }) =>
    this.#broadcast('stream', { name, text }, parent),
  );
  readonly #waiting: { frames: (Buffer | string)[]; bytes: number }[] = [];
  #waitingBytes = 0;
  #congested = false;
  #sending: Promise<void> | undefined;
  #closed = false;

  constructor(key: string, events: SocketEvents) {
    this.#codec = new MessageCodec(key);
    this.#events = events;
  }

  /** @throws {Error} If a port is taken: says which. */
  async bind(connection: Connection): Promise<void> {
    const { shellPort, controlPort, stdinPort, iopubPort, heartbeatPort } = connection;
    const places: [{ bind(address: string): Promise<void> }, number][] = [
      [this.#routers.shell, shellPort],
      [this.#routers.control, controlPort],
      [this.#routers.stdin, stdinPort],
      [this.#iopub, iopubPort],
      [this.#heartbeat, heartbeatPort],
    ];
    for (const [socket, port] of places) {
      const address = addressOf(connection, port);
      try {
        await socket.bind(address);
      } catch (error) {
        throw new Error(`Cannot listen at ${address}: ${(error as Error).message}`, { cause: error });
      }
    }
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.#listen(channel);
    void this.#welcome();
    void this.#beat();
  }

  /** Answers on the channel that a message came in by. */
  reply(channel: Channel, to: Message, type: string, content: object): void {
    if (this.#closed) return;
    const frames = this.#codec.encode(to.identities, type, content, to.header);
    void this.#routers[channel].send(frames).catch(() => {}); // Whoever asked has gone.
  }

  /** Broadcasts to all front ends. */
  publish(type: string, content: object, parent: Partial<Header>, metadata: object = {}): void {
    this.#printed.flush();
    this.#broadcast(type, content, parent, metadata);
  }

  /** Broadcasts what a cell has printed: in order with all else, but not in messages of its own. */
  print(name: 'stdout' | 'stderr', text: string, parent: Partial<Header>): void {
    this.#printed.add({ name, text, parent });
  }

  #broadcast(type: string, content: object, parent: Partial<Header>, metadata: object = {}): void {
    if (this.#closed) return;
    this.#queue(this.#codec.encode([type], type, content, parent, metadata));
  }

  #queue(frames: (Buffer | string)[], place: 'first' | 'last' = 'last'): void {
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    if (place === 'first') this.#waiting.unshift({ frames, bytes });
    else this.#waiting.push({ frames, bytes });
    this.#waitingBytes += bytes;
    this.#sending ??= this.#send();
    if (!this.#congested && this.#waitingBytes > CONGESTED_BYTES) {
      this.#congested = true;
      this.#events.onCongestion(true);
    }
  }

  /** When all that was published has been handed over. */
  async flush(): Promise<void> {
    this.#printed.flush();
    while (this.#sending) await this.#sending;
  }

  close(): void {
    this.#closed = true;
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close();
  }

  async #send(): Promise<void> {
    await new Promise(setImmediate); // Whoever publishes has more urgent things to do: a cell is sent to be compiled first.
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { frames } = next;
      await this.#iopub.send(frames).catch(() => this.#leaveBehind(frames));
      this.#waitingBytes -= next.bytes;
      if (this.#congested && this.#waitingBytes < CONGESTED_BYTES / 4) {
        this.#congested = false;
        this.#events.onCongestion(false);
      }
    }
    this.#sending = undefined;
  }

  /** A front end does not read, and all others wait for it: for a while it loses what it does not take. */
  async #leaveBehind(frames: (Buffer | string)[]): Promise<void> {
    if (this.#closed) return;
    this.#iopub.noDrop = false;
    setTimeout(() => {
      if (!this.#closed) this.#iopub.noDrop = true;
    }, LEFT_BEHIND_MS).unref();
    await this.#iopub.send(frames).catch(() => {});
  }

  async #listen(channel: Channel): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      let message: Message;
      try {
        message = this.#codec.decode(frames);
      } catch (error) {
        process.stderr.write(
          `gradlab kernel: ignored a message on ${channel}: ${(error as Error).message}\n`,
        );
        continue;
      }
      this.#events.onMessage(channel, message);
    }
  }

  /** Tells each new subscriber that it hears us from now on. */
  async #welcome(): Promise<void> {
    for await (const [frame] of this.#iopub) {
      if (frame?.[0] !== 1) continue;
      const subscription = frame.subarray(1).toString('utf8');
      this.#queue(this.#codec.encode([subscription], 'iopub_welcome', { subscription }, {}), 'first');
    }
  }

  async #beat(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }
}

const HIGH_WATER_MESSAGES = 5000;
/** A front end that takes nothing for so long keeps the others waiting no more. */
const STUCK_MS = 3000;
const LEFT_BEHIND_MS = 60_000;
const CONGESTED_BYTES = 32 << 20;
/** How long what was sent may still be on its way when the kernel ends. */
const LINGER_MS = 2000;

const router = () => new Router({ linger: LINGER_MS, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
