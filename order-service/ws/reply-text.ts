/** Members of a reply that are JSON text already, as `"order":{…},"durability":"disk"`. */
export class ReplyText {
  readonly members: Buffer;

  constructor(members: Buffer) {
    this.members = members;
  }

  /** And those of a plain object behind them. */
  with(more: object): ReplyText {
    const text = JSON.stringify(more).slice(1, -1);
    if (text === '') return this;
    return new ReplyText(Buffer.concat([this.members, Buffer.from(`,${text}`)]));
  }
}
