import { servicesOfTheHouse } from '#apps/gateway';
import { allContracts } from '#contracts';
import { businessServices, simulatedWorld } from '#apps/asiento';

/**
 * The services and what they say to each other, as a page with a Mermaid drawing and a table: made from the definitions by
 * which the services run, so that it cannot differ from them.
 */
export function drawnHouse(): string {
  const services = [...businessServices, simulatedWorld];
  const arrows = new Map<string, string[]>();
  const draw = (from: string, to: string, topic: string): void => {
    const known = arrows.get(`${from}|${to}`);
    if (known) known.push(topic);
    else arrows.set(`${from}|${to}`, [topic]);
  };
  for (const { topic, origin } of allContracts) {
    const speakers = services.filter(({ says }) => says.some((said) => said.topic === topic)).map(({ name }) => name);
    const from = speakers.length > 0 ? speakers : [outsideOf(topic, origin)];
    for (const { name, hears } of services)
      if (hears.some((heard) => heard.topic === topic)) for (const speaker of from) draw(speaker, name, topic);
  }
  const drawing = [
    '```mermaid',
    'flowchart LR',
    '  outside(["front and middle office, counterparties, clock"])',
    '  desk(["clerks at the dashboard, command line"])',
    ...servicesOfTheHouse.map((name) => `  ${name}[${name}]`),
    '  simulator[["simulator: the custodian of a demo"]]',
    ...[...arrows].map(([pair, topics]) => {
      const [from, to] = pair.split('|');
      return `  ${from} -- "${topics.map(shortened).join('<br/>')}" --> ${to}`;
    }),
    '```',
  ];
  const table = allContracts.map(({ topic, partitions, cleanup }) => {
    const said = services.filter(({ says }) => says.some((one) => one.topic === topic)).map(({ name }) => name);
    const heard = services.filter(({ hears }) => hears.some((one) => one.topic === topic)).map(({ name }) => name);
    return `| \`${topic}\` | ${said.join(', ') || 'outside'} | ${heard.join(', ') || 'readers outside'} | ${partitions} | ${cleanup} |`;
  });
  return [
    '# Who says what to whom',
    '',
    'Made from the definitions of the services; a test fails when it differs (`UPDATE_DOCUMENTS=1` writes it anew).',
    '',
    ...drawing,
    '',
    '| topic | said by | heard by | partitions over Kafka | cleanup |',
    '|---|---|---|---|---|',
    ...table,
    '',
  ].join('\n');
}

function outsideOf(topic: string, origin: string): string {
  return topic.startsWith('desk.') || origin !== 'outside' ? 'desk' : 'outside';
}

/** `reconciliation.trade-agreed.v1` becomes `trade-agreed`, `front-office.trades.v1` becomes `front-office.trades`. */
function shortened(topic: string): string {
  const said = topic.replace(/\.v\d+$/, '');
  return said.startsWith('front-office') || said.startsWith('middle-office') ? said : said.replace(/^[^.]+\./, '');
}
