import { spawn } from 'node:child_process';
import net from 'node:net';
import { chromium, type Locator, type Page } from 'playwright-core';
import { jupyterEnvironment, jupyterProgram } from '../kernel/jupyter.js';

/** A JupyterLab over a folder of notebooks, and the page of one browser that uses it as a student does. */
export class Lab {
  readonly page: Page;
  readonly #url: string;
  readonly #stop: () => Promise<void>;

  private constructor(page: Page, url: string, stop: () => Promise<void>) {
    this.page = page;
    this.#url = url;
    this.#stop = stop;
  }

  /** @param prefix Where Jupyter's own files go.
   * @param env Added to the environment of the kernels. */
  static async start(prefix: string, course: string, env: Record<string, string> = {}): Promise<Lab> {
    const port = await freePort();
    const options = [
      '--no-browser',
      '--allow-root',
      `--port=${port}`,
      '--expose-app-in-browser',
      '--LabApp.news_url=None',
      '--IdentityProvider.token=secret',
    ];
    const server = spawn(jupyterProgram('jupyter-lab'), [...options, `--ServerApp.root_dir=${course}`], {
      env: jupyterEnvironment(prefix, env),
      stdio: 'ignore',
      detached: true,
    });
    const browser = await chromium.launch({
      executablePath: process.env['GRADLAB_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${url}/api/status?token=secret`).catch(() => undefined);
      if (answer?.ok) break;
      if (tries > 240) throw new Error('JupyterLab does not answer');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    return new Lab(page, url, async () => {
      await browser.close();
      if (server.pid) process.kill(-server.pid, 'SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 1500)); // It ends its kernels.
    });
  }

  close(): Promise<void> {
    return this.#stop();
  }

  /** Opens a notebook alone, and waits for its kernel. */
  async open(notebook: string): Promise<void> {
    await this.page.goto(`${this.#url}/lab/tree/${notebook}?token=secret&reset`);
    await this.page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60_000 });
    await this.idle();
  }

  command(name: string): Promise<void> {
    return this.page.evaluate((id) => {
      const { jupyterapp } = globalThis as unknown as {
        jupyterapp: { commands: { execute(command: string): Promise<unknown> } };
      };
      void jupyterapp.commands.execute(id);
    }, name);
  }

  /** Waits until the kernel is there, no cell runs, and none waits to be run. */
  async idle(timeout = 90_000): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 200)); // A command needs a moment to reach the kernel.
    await this.page.waitForFunction(
      () => {
        const { jupyterapp, document } = globalThis as unknown as {
          jupyterapp: {
            shell: { currentWidget?: { sessionContext?: { session?: { kernel?: { status: string } } } } };
          };
          document: { querySelectorAll(selector: string): Iterable<{ textContent: string }> };
        };
        const status = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status;
        const prompts = [...document.querySelectorAll('.jp-InputPrompt')];
        return status === 'idle' && !prompts.some(({ textContent }) => textContent.includes('[*]'));
      },
      undefined,
      { timeout },
    );
  }

  /** Makes a cell the active one, and brings it into view. */
  async select(index: number): Promise<Locator> {
    await this.page.evaluate(async (at) => {
      const { jupyterapp } = globalThis as unknown as {
        jupyterapp: {
          shell: {
            currentWidget: {
              content: { activeCellIndex: number; scrollToItem(index: number): Promise<void> };
            };
          };
        };
      };
      const { content } = jupyterapp.shell.currentWidget;
      content.activeCellIndex = at;
      await content.scrollToItem(at);
    }, index);
    return this.page.locator('.jp-Notebook .jp-Cell.jp-mod-active');
  }

  /** Puts a text into a new cell at the end and runs it. */
  async run(code: string): Promise<Locator> {
    await this.page.locator('.jp-Notebook .jp-Cell').last().click();
    await this.command('notebook:move-cursor-down');
    await this.command('notebook:insert-cell-below');
    const cell = this.page.locator('.jp-Notebook .jp-CodeCell.jp-mod-active');
    await cell.locator('.cm-content').fill(code);
    await this.command('notebook:run-cell');
    return cell;
  }
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  const port = await new Promise<number>((resolve) =>
    probe.listen(0, '127.0.0.1', () => resolve((probe.address() as net.AddressInfo).port)),
  );
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
