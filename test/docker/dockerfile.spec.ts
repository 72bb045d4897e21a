import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { compose, dockerFolder, houseServices } from './compose-file.js';

const text = readFileSync(`${dockerFolder}Dockerfile`, 'utf8');
const dockerfile = DockerfileParser.parse(text);
const ignored = readFileSync(`${dockerFolder}../.dockerignore`, 'utf8').split('\n');
const packageJson = JSON.parse(readFileSync(`${dockerFolder}../package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};

/** Arguments of all instructions of a kind, as they stand. */
const all = (keyword: string): string[] =>
  dockerfile
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArgumentsContent() ?? '');

describe('the Dockerfile', () => {
  it('has no fault that its linter knows', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('builds on an exact version of Node, the same in both stages', () => {
    const images = dockerfile.getFROMs().map((from) => from.getImage());
    expect(images).toHaveLength(2);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:22\.\d+\.\d+-\w+-slim$/);
  });

  it('never runs scripts of packages, and keeps no tool of the build', () => {
    const npm = all('RUN').flatMap((run) => run.match(/npm (ci|prune|install)[^&]*/g) ?? []);
    expect(npm.length).toBeGreaterThanOrEqual(2);
    for (const command of npm) expect(command).toContain('--ignore-scripts');
    expect(npm.at(-1)).toMatch(/^npm prune .*--omit=dev/);
    expect(all('ADD')).toEqual([]);
  });

  it('runs as a user that owns nothing', () => {
    const users = all('USER');
    expect(users).toEqual(['10001:10001']);
    const [, final] = dockerfile.getFROMs();
    const copies = dockerfile.getCOPYs().filter((copy) => final !== undefined && copy.isAfter(final));
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) expect(copy.getFlags().map((flag) => flag.getName())).toEqual(['from']);
  });

  it('is asked whether it lives where its service answers', () => {
    expect(all('HEALTHCHECK')[0]).toContain('/livez');
    expect(all('ENV')[0]).toContain('PORT=8080');
  });

  it('starts with the same command as everybody else', () => {
    const [entrypoint] = all('ENTRYPOINT').map((content) => JSON.parse(content) as string[]);
    expect(entrypoint?.join(' ')).toBe(packageJson.scripts['asiento']);
    for (const [, service] of houseServices) {
      expect(service.entrypoint).toBeUndefined();
      expect(service.build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile' });
    }
    expect(compose.services['migrate']?.entrypoint).toBeUndefined();
  });

  it('takes in nothing that is not named: no secret, no data, no history', () => {
    expect(ignored.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
    const admitted = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const never of ['docker', '.git', '.env', '.data', '.cache', 'node_modules', 'test'])
      expect(admitted).not.toContain(never);
    for (const needed of [
      'apps',
      'libs',
      'bin',
      'package.json',
      'package-lock.json',
      '.npmrc',
      '.swcrc',
      'tsconfig.json',
    ])
      expect(admitted).toContain(needed);
  });
});
