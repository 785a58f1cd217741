import { nameKey } from '../domain/text.ts';
import { type Venue, VenueTable } from '../domain/venue.ts';
import type { Database } from './database.ts';

interface VenueRow {
  id: number;
  name: string;
  full_name: string | null;
  type: Venue['type'];
  held: Venue['held'] | null;
  since: number | null;
}

export class Venues {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): Venue[] {
    const aliases = new Map<number, string[]>();
    for (const { venue_id, alias } of this.#db.all<{ venue_id: number; alias: string }>(
      'SELECT venue_id, alias FROM venue_alias ORDER BY alias',
    )) {
      aliases.set(venue_id, [...(aliases.get(venue_id) ?? []), alias]);
    }
    return this.#db.all<VenueRow>('SELECT * FROM venue ORDER BY name').map((row) => ({
      name: row.name,
      fullName: row.full_name ?? undefined,
      type: row.type,
      held: row.held ?? undefined,
      since: row.since ?? undefined,
      aliases: aliases.get(row.id) ?? [],
    }));
  }

  table(): VenueTable {
    return new VenueTable(this.all());
  }

  /** The names of series of several conferences, such as PMLR. */
  series(): Set<string> {
    return new Set(
      this.#db.all<{ name: string }>("SELECT name FROM venue WHERE type = 'series'").map(({ name }) => name),
    );
  }

  idOf(name: string): number | undefined {
    return this.#db.get<{ id: number }>('SELECT id FROM venue WHERE name = ?', name)?.id;
  }

  /** Puts the shipped venues in place of those shipped before; what the user added stays. */
  ship(venues: readonly Venue[]): void {
    this.#db.run('DELETE FROM venue_alias WHERE shipped = 1');
    for (const venue of venues) {
      this.#db.run(
        `INSERT INTO venue (name, full_name, type, held, since, shipped) VALUES (?, ?, ?, ?, ?, 1)
           ON CONFLICT (name) DO UPDATE SET full_name = excluded.full_name, type = excluded.type,
             held = excluded.held, since = excluded.since WHERE shipped = 1`,
        venue.name,
        venue.fullName ?? null,
        venue.type,
        venue.held ?? null,
        venue.since ?? null,
      );
      const id = this.idOf(venue.name) as number;
      for (const alias of venue.aliases) {
        this.#db.run(
          'INSERT INTO venue_alias (alias_key, venue_id, alias, shipped) VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING',
          nameKey(alias),
          id,
          alias,
        );
      }
    }
  }
}
