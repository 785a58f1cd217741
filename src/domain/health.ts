import type { Message } from './message.ts';

/** What is examined of a library's file. */
export const HEALTH_CHECKS = [
  'file',
  'schema',
  'rows',
  'keys',
  'derived',
  'index',
  'history',
  'clock',
  'place',
] as const;
export type HealthCheck = (typeof HEALTH_CHECKS)[number];

/** Something wrong with a library's file (a problem), or something about it that may become wrong (a hint). */
export interface HealthFinding {
  readonly check: HealthCheck;
  readonly severity: 'problem' | 'hint';
  readonly message: Message;
  /** Whether `kd doctor --repair` mends it. */
  readonly mended: boolean;
  /** What to do about it. */
  readonly todo: Message;
}
