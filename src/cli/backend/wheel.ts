import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type ZipFile } from 'yauzl';
import { isFileProblem } from '../../batch/file-problem.js';
import { InstallError } from './install-error.js';

/** Of TensorFlow. Later ones write to stderr whatever they are told (2.21 does), so the version is pinned. */
const WHEEL_VERSION = '2.18.1';

/** Packages of PyPI with TensorFlow's library for Linux, and the platforms that they are made for, by processor. */
const WHEELS: Partial<Record<NodeJS.Architecture, { name: string; platform: string }>> = {
  x64: { name: 'tensorflow-cpu', platform: 'manylinux2014_x86_64' },
  arm64: { name: 'tensorflow', platform: 'manylinux2014_aarch64' },
};

/** Why no wheel fits this machine; nothing where one does. */
export function wheelProblem(): string | undefined {
  const machine = `${process.platform} on ${process.arch}`;
  if (process.platform !== 'linux' || !WHEELS[process.arch])
    return `PyPI's library is used on Linux only, x64 and arm64, and this is ${machine}`;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined)
    return "PyPI's library needs glibc, and this Linux has another C library";
  return undefined;
}

/** What `pip` is to do to put the wheel into a folder. Any Python can: the wheel's own does not matter, as only its library
 * is used. */
export function wheelDownload(folder: string): string[] {
  const { name, platform } = WHEELS[process.arch]!;
  const python = ['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312'];
  const download = ['download', '--no-deps', '--no-cache-dir', '--disable-pip-version-check'];
  const which = ['--only-binary=:all:', '--platform', platform, ...python, '--dest', folder];
  return [...download, ...which, `${name}==${WHEEL_VERSION}`];
}

/** TensorFlow's library, of what is in the wheel. */
export const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** The declarations that the addon includes, and what those include. */
const HEADERS =
  /^tensorflow\/(include\/(?:tensorflow\/c|tensorflow\/core\/platform|tsl\/platform|xla\/tsl\/c)\/.+\.h)$/;

/** Takes the library to `lib/` and its declarations to `include/`.
 * @param wheel A zip file.
 * @throws {InstallError} If it is no zip file, or does not hold the library. */
export async function unpackLibrary(wheel: string, folder: string): Promise<void> {
  const left = new Set(LIBRARIES);
  let zip: ZipFile | undefined;
  try {
    zip = await yauzl.openPromise(wheel);
    for await (const entry of zip.eachEntry()) {
      const [, header] = HEADERS.exec(entry.fileName) ?? [];
      const library = LIBRARIES.find((name) => entry.fileName === `tensorflow/${name}`);
      if (library) left.delete(library);
      const name = library ? path.join('lib', library) : header;
      if (name === undefined) continue;
      const target = path.join(folder, name);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), fs.createWriteStream(target));
    }
  } catch (error) {
    if (isFileProblem(error)) throw error;
    throw new InstallError(`${path.basename(wheel)} cannot be unpacked: ${(error as Error).message}`);
  } finally {
    zip?.close();
  }
  if (left.size) throw new InstallError(`${path.basename(wheel)} does not hold ${[...left].join(', ')}`);
}
