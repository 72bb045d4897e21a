import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const dockerFolder = new URL('../../docker/', import.meta.url).pathname;

interface GrantedSecret {
  readonly source: string;
  readonly target: string;
}

/** What is looked at of one service of the compose file, anchors resolved. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly secrets?: readonly (string | GrantedSecret)[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly user?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export function readYaml<Form>(file: string): Form {
  return parse(readFileSync(dockerFolder + file, 'utf8'), { merge: true, strict: true }) as Form;
}

export const compose = readYaml<ComposeFile>('compose.yaml');

/** The services that run our own image for as long as the house is up. */
export const houseServices = Object.entries(compose.services).filter(([, { command }]) => command?.[1] === '--service');

/** Secrets of a service, each with the name of its file in the container. */
export function secretsOf({ secrets = [] }: ComposeService): GrantedSecret[] {
  return secrets.map((secret) => (typeof secret === 'string' ? { source: secret, target: secret } : secret));
}
