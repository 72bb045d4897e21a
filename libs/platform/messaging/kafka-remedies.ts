import type { KafkaSettings } from './kafka-connection.js';

/** What the broker, or the client on its behalf, calls the fault. */
export function typeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { type, code } = at as { type?: unknown; code?: unknown };
    if (typeof type === 'string') return type;
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** Why a broker does not let us in, and what to do about it. */
export function whyNoAnswer(broker: string, { sasl, tls }: KafkaSettings, error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  const text = error instanceof Error ? error.message : String(error);
  const user = sasl?.username ?? 'this user';
  if (name === 'KafkaJSSASLAuthenticationError' || text.includes('SASL SCRAM'))
    return (
      `${broker} does not know ${user} with this password; compare KAFKA_USERNAME and KAFKA_PASSWORD with what the broker was ` +
      'given (`docker compose up kafka-setup` makes the users from docker/secrets)'
    );
  switch (typeOf(error)) {
    case 'ECONNREFUSED':
      return `${broker}: nobody listens there; start the broker, or correct KAFKA_BROKERS`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${broker}: no machine has this name; correct KAFKA_BROKERS`;
    case 'ILLEGAL_SASL_STATE':
    case 'UNSUPPORTED_SASL_MECHANISM':
      return sasl
        ? `${broker} takes no user here; use its port for SCRAM-SHA-512, or leave out KAFKA_USERNAME and KAFKA_PASSWORD`
        : `${broker} wants a user; set KAFKA_USERNAME and KAFKA_PASSWORD`;
    case 'ECONNRESET':
    case 'EPROTO':
      return `${broker} does not speak ${tls ? 'TLS' : 'plain text'} on this port; correct KAFKA_TLS or the port`;
  }
  if (/timeout/i.test(text))
    return `${broker} does not answer in time; a firewall may be in between, or it wants ${tls ? 'no TLS' : 'TLS'} (KAFKA_TLS)`;
  if (!sasl && /connection/i.test(text))
    return `${broker} ends the connection: it wants a user (KAFKA_USERNAME, KAFKA_PASSWORD) or TLS (KAFKA_TLS)`;
  return `${broker}: ${text}`;
}
