import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playThrough } from '#test/day';
import { houseUnderTest } from '#test/house';
import { skipReason } from '#test/skips';
import { compose, dockerFolder, readYaml } from './compose-file.js';
import { readExpression } from './promql.js';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const alerts = readYaml<{ groups: { rules: Alert[] }[] }>('prometheus/alerts.yaml').groups.flatMap(
  ({ rules }) => rules,
);
const dashboardFolder = join(dockerFolder, 'grafana/dashboards');
const dashboards = readdirSync(dashboardFolder).map(
  (file) => JSON.parse(readFileSync(join(dashboardFolder, file), 'utf8')) as Dashboard,
);
const targets = dashboards.flatMap(({ title, panels }) =>
  panels.flatMap((panel) =>
    panel.targets.map(({ expr, legendFormat }) => [`${title}: ${panel.title}`, expr, legendFormat] as const),
  ),
);
const runbook = readFileSync(join(dockerFolder, '../docs/runbook.md'), 'utf8');

/** Prometheus adds these itself. */
const OF_PROMETHEUS: readonly (readonly [string, readonly string[]])[] = [
  ['up', ['job', 'instance']],
  ['ALERTS', ['alertname', 'alertstate', 'severity']],
];
const OF_SCRAPES = ['job', 'instance'];

/** Every metric on the page of a house that has played a day with trouble, with its labels. */
async function metricsOfAHouse(): Promise<Map<string, Set<string>>> {
  const under = await houseUnderTest();
  const seen = new Map(OF_PROMETHEUS.map(([name, labels]) => [name, new Set(labels)]));
  try {
    await playThrough(under.house, { seed: 'monitoring', trades: 100, trouble: 'heavy' });
    await under.house.admin.execute(`update settlement.clock set kind = 'start-of-day'`);
    const text = await (await fetch(`${under.house.api.url}/metrics`)).text();
    for (const [, name = '', labels = ''] of text.matchAll(/^([a-z]\w+)(?:\{(.*)\})? \S+$/gm)) {
      const of = seen.get(name) ?? new Set(OF_SCRAPES);
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) of.add(label);
      seen.set(name, of);
    }
    return seen;
  } finally {
    await under.close();
  }
}

describe('alarms and dashboards', () => {
  let metrics: Map<string, Set<string>>;
  beforeAll(async () => {
    metrics = await metricsOfAHouse();
  }, 120_000);

  function expectShown(expression: string): void {
    for (const { metric, labels } of readExpression(expression).selectors) {
      expect([...metrics.keys()]).toContain(metric);
      for (const label of labels) expect([metric, ...(metrics.get(metric) ?? [])]).toContain(label);
    }
  }

  it.each(alerts.map(({ alert, expr }) => [alert, expr]))('%s rings by what a house really shows', (_, expr) => {
    expectShown(expr);
  });

  it.each(targets)('"%s" draws what a house really shows', (_, expr, legend) => {
    expectShown(expr);
    const { selectors, grouping } = readExpression(expr);
    const labels = new Set([...selectors.flatMap(({ metric }) => [...(metrics.get(metric) ?? [])]), ...grouping]);
    for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect([...labels]).toContain(label);
  });

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s says of what it speaks',
    (_, { expr, annotations }) => {
      const { selectors } = readExpression(expr);
      const labels = selectors.flatMap(({ metric }) => [...(metrics.get(metric) ?? [])]);
      for (const [, label] of annotations.summary.matchAll(/\$labels\.(\w+)/g)) expect(labels).toContain(label);
    },
  );

  it('would notice a metric that nobody shows', () => {
    expect(() => expectShown('rate(asiento_imagined_total[5m])')).toThrow(/asiento_imagined_total/);
    expect(() => expectShown('asiento_lag_messages{stage="x"}')).toThrow(/stage/);
    expect(() => readExpression('sum by (service (up)')).toThrow(/cannot be read/);
  });

  it('are watched under a name of their own, at a severity that somebody answers for', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { labels } of alerts) expect(['page', 'warn', 'ticket']).toContain(labels.severity);
  });

  it('leave no figure of the business unseen', () => {
    const drawn = new Set(targets.flatMap(([, expr]) => readExpression(expr).selectors.map(({ metric }) => metric)));
    const ours = [...metrics.keys()].filter(
      (name) => name.startsWith('asiento_') && !/_(bucket|sum|count)$/.test(name),
    );
    expect(ours.filter((name) => !drawn.has(name))).toEqual([]);
  });
});

describe('the runbook', () => {
  const sections = new Map(
    runbook
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section] as const),
  );

  it.each(alerts.map(({ alert, annotations }) => [alert, annotations.runbook]))(
    'has a section for %s',
    (alert, link) => {
      expect(link).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
      const section = sections.get(alert) ?? '';
      for (const part of ['**Means**', '**Look**', '**Do**', '**Escalate**']) expect(section).toContain(part);
    },
  );

  it('has no section for an alarm that no longer rings', () => {
    const known = new Set(alerts.map(({ alert }) => alert));
    const ofAlarms = [...sections].filter(([, text]) => text.includes('**Escalate**')).map(([title]) => title);
    expect(ofAlarms.filter((title) => !known.has(title))).toEqual([]);
  });
});

describe('Grafana', () => {
  it('is given every dashboard and where the figures come from', () => {
    interface Source {
      readonly datasources: readonly { readonly uid: string; readonly url: string }[];
    }
    interface Provider {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    }
    const [source] = readYaml<Source>('grafana/provisioning/datasources/prometheus.yaml').datasources;
    const [provider] = readYaml<Provider>('grafana/provisioning/dashboards/asiento.yaml').providers;
    expect(source?.url).toBe('http://prometheus:9090');
    expect(compose.services['grafana']?.volumes).toContain(`./grafana/dashboards:${provider?.options.path}:ro`);
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { panels } of dashboards) {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      for (const { datasource } of panels) expect(datasource.uid).toBe(source?.uid);
    }
  });
});

const promtool = ['/usr/bin/promtool', process.env['PROMTOOL'] ?? ''].find((path) => path !== '' && existsSync(path));
if (promtool === undefined)
  skipReason(
    'the rules as Prometheus itself reads them',
    'promtool is not installed (apt-get install prometheus), nor named by PROMTOOL',
    1,
  );

(promtool === undefined ? it.skip : it)('Prometheus itself finds no fault in the rules', () => {
  const said = execFileSync(promtool ?? '', ['check', 'rules', join(dockerFolder, 'prometheus/alerts.yaml')]);
  expect(String(said)).toContain(`SUCCESS: ${alerts.length} rules found`);
});
