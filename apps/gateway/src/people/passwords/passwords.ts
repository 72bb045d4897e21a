import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's for argon2id, which is the library's default kind: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords are kept as argon2id, each with a salt of its own. */
@Injectable()
export class Passwords implements OnModuleInit {
  private ofNobody = '';

  async onModuleInit(): Promise<void> {
    this.ofNobody = await this.hash(randomBytes(32).toString('hex'));
  }

  hash(password: string): Promise<string> {
    return hash(password.normalize('NFKC'), COST);
  }

  /**
   * Takes as long where there is no person or no password, so that nobody finds out by the clock who works here.
   * @param kept the hash, undefined where there is none
   */
  async fits(kept: string | undefined, password: string): Promise<boolean> {
    const fits = await verify(kept ?? this.ofNobody, password.normalize('NFKC'));
    return fits && kept !== undefined;
  }
}
