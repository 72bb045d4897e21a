import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServicesBehind, servicesOfTheHouse } from '#apps/gateway';
import { CHECKPOINT_KEY } from '#apps/ledger';
import { cutOffSettings } from '#apps/settlement';
import { passwordSetting } from '#platform/database';
import { kafkaUserOf } from '#platform/messaging';
import { settingNames } from '#platform/service';
import { allDefinitions } from '../../apps/asiento/src/house/services.js';
import { compose, dockerFolder, houseServices, readYaml, secretsOf } from './compose-file.js';

const names = allDefinitions(new ServicesBehind()).map(({ name }) => name);
const { migrate, postgres, kafka, gateway } = compose.services;
const PORT = '8080';

/** Every name that means something to a service, or may be given as a file. */
const known = new Set(
  [
    ...settingNames,
    ...cutOffSettings,
    ...servicesOfTheHouse.map((name) => `${name.toUpperCase()}_URL`),
    ...names.map(passwordSetting),
    CHECKPOINT_KEY,
    'GATEWAY_HOSTS',
    'LOG_LEVEL',
  ].flatMap((name) => [name, `${name}_FILE`]),
);

describe('the compose file', () => {
  it('runs every service of the house, and no other', () => {
    expect(houseServices.map(([name]) => name).sort()).toEqual([...names].sort());
    for (const [name, { command }] of houseServices) expect(command).toEqual(['up', '--service', name]);
  });

  it('gives services and migration only settings that somebody reads', () => {
    for (const [name, { environment = {} }] of [...houseServices, ['migrate', migrate] as const].map(
      ([each, service]) => [each, service ?? { environment: {} }] as const,
    )) {
      const unknown = Object.keys(environment).filter((setting) => !known.has(setting));
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('lets each service into database and broker as itself only, with secrets from files', () => {
    for (const [name, service] of houseServices) {
      expect(service.environment).toMatchObject({
        DATABASE_URL_FILE: '/run/secrets/database_url',
        KAFKA_PASSWORD_FILE: '/run/secrets/kafka_password',
        KAFKA_USERNAME: kafkaUserOf(name),
        EVENT_BUS: 'kafka',
        PORT,
        HOST: '0.0.0.0',
      });
      expect(secretsOf(service)).toEqual([
        { source: `database_url_${name}`, target: 'database_url' },
        { source: `kafka_password_${name}`, target: 'kafka_password' },
        { source: 'people_key', target: 'people_key' },
        // The ledger alone signs what the books stand at.
        ...(name === 'ledger' ? [{ source: 'checkpoint_key', target: 'checkpoint_key' }] : []),
      ]);
    }
  });

  it('names no password, and every secret that somebody is given', () => {
    const given = Object.values(compose.services).flatMap((service) => secretsOf(service).map(({ source }) => source));
    expect(given.filter((secret) => !(secret in compose.secrets))).toEqual([]);
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`./secrets/${name}`);
    for (const { environment = {} } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|TOKEN|DATABASE_URL/.test(name)) expect(value).toMatch(/^\/run\/secrets\//);
  });

  it('gives the migration the password of every role, so that services need not know the administrator', () => {
    for (const name of names) {
      const target = `database_password_${name}`;
      expect(migrate?.environment?.[`${passwordSetting(name)}_FILE`]).toBe(`/run/secrets/${target}`);
      expect(secretsOf(migrate ?? { image: '' })).toContainEqual({ source: target, target });
    }
    const administrators = Object.entries(compose.services)
      .filter(([, service]) => secretsOf(service).some(({ source }) => source === 'database_url_admin'))
      .map(([name]) => name);
    expect(administrators).toEqual(['migrate']);
  });

  it('makes a user of Kafka for every service, the administrator and the risk system', () => {
    const users = secretsOf(compose.services['kafka-setup'] ?? { image: '' }).map(({ source }) => source);
    expect(users.sort()).toEqual([...names, 'admin', 'risk'].map((user) => `kafka_password_${user}`).sort());
    expect(compose.services['kafka-setup']).toMatchObject({ network_mode: 'service:kafka' });
  });

  it('starts services after the migration, the migration after users and database, and the gateway last', () => {
    const after = { condition: 'service_completed_successfully' };
    const healthy = { condition: 'service_healthy' };
    expect(migrate?.depends_on).toEqual({ postgres: healthy, 'kafka-setup': after });
    for (const [, { depends_on: needs }] of houseServices)
      expect(needs).toMatchObject({ migrate: after, postgres: healthy, kafka: healthy });
    for (const name of servicesOfTheHouse) expect(gateway?.depends_on?.[name]).toEqual(healthy);
    for (const service of Object.values(compose.services))
      for (const needed of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty([needed]);
  });

  it('tells the gateway where every service answers', () => {
    for (const name of servicesOfTheHouse)
      expect(gateway?.environment?.[`${name.toUpperCase()}_URL`]).toBe(`http://${name}:${PORT}`);
  });

  it('shows Prometheus every service but the simulated world', () => {
    interface Scrapes {
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs: readonly { targets: string[] }[];
      }[];
    }
    const [job] = readYaml<Scrapes>('prometheus/prometheus.yaml').scrape_configs;
    const wanted = names.filter((name) => name !== 'simulator').map((name) => `${name}:${PORT}`);
    expect(job?.static_configs.flatMap(({ targets }) => targets).sort()).toEqual(wanted.sort());
    expect(compose.services['simulator']?.profiles).toEqual(['demo']);
  });

  it.each(Object.entries(compose.services))('locks %s down', (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.image).toMatch(/^[\w/]+:(\d+\.\d+(\.\d+)?|v\d+\.\d+\.\d+|local)$/);
    if (names.includes(name)) expect(service.mem_limit).toBe('400m');
  });

  it('opens ports on this machine only, and only of the gateway and of Grafana', () => {
    const open = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port]),
    );
    expect(open.map(([name]) => name).sort()).toEqual(['gateway', 'grafana']);
    for (const [, port] of open) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const [name, { networks }] of houseServices)
      expect([name, networks]).toEqual([name, name === 'gateway' ? ['house', 'front'] : ['house']]);
    expect(compose.networks['house']).toEqual({ internal: true });
  });

  it('mounts only what is there, and keeps data in volumes', () => {
    for (const { volumes = [] } of Object.values(compose.services))
      for (const volume of volumes) {
        const [from = ''] = volume.split(':');
        if (from.startsWith('.')) expect([from, existsSync(join(dockerFolder, from))]).toEqual([from, true]);
        else expect(compose.volumes).toHaveProperty([from]);
      }
  });

  it('keeps checksums of every page, and watches database and broker', () => {
    expect(postgres?.environment?.['POSTGRES_INITDB_ARGS']).toContain('--data-checksums');
    for (const service of [postgres, kafka]) expect(service?.healthcheck?.test?.[0]).toBe('CMD');
  });

  it('asks for no setting that .env.example does not explain', () => {
    const text = readFileSync(join(dockerFolder, 'compose.yaml'), 'utf8');
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    const explained = readFileSync(join(dockerFolder, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm);
    expect([...asked].sort()).toEqual([...explained].map(([, name]) => name).sort());
  });
});
