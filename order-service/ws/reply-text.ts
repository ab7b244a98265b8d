/** Members of a reply that are JSON text already, as `"order":{…},"durability":"disk"`. */
export class ReplyText {
  readonly members: string;

  constructor(members: string) {
    this.members = members;
  }

  /** And those of a plain object behind them. */
  with(more: object): ReplyText {
    const text = JSON.stringify(more).slice(1, -1);
    return text === '' ? this : new ReplyText(`${this.members},${text}`);
  }
}
