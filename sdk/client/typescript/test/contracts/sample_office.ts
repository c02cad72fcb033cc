// Client of the contract sample_office 1.2.3, written by `sandpact client typescript`.

import * as sandpact from "./sandpact/index.js";

export * from "./sandpact/index.js";

/** One Role. */
export type Role =
  /** Is Clerk. */
  | "Clerk"
  /** Is Judge. */
  | "Judge";

export const Role: sandpact.Codec<Role> = sandpact.names({
  Clerk: 0,
  Judge: 4,
});

/** A Line. */
export interface Line {
  /** The rate_bp. */
  readonly rate_bp: number;
  /** The tax. */
  readonly tax: bigint;
}

export const Line: sandpact.Codec<Line> = sandpact.struct<Line>({
  rate_bp: sandpact.u16,
  tax: sandpact.i128,
});

/** One Kind. */
export type Kind =
  /** Is Plain. */
  | { readonly tag: "Plain" }
  /** Is Credit. */
  | {
      readonly tag: "Credit";
      readonly value: {
        /** The of. */
        readonly of: sandpact.Hash;
        /** The lines. */
        readonly lines: readonly Line[];
      };
    };

export const Kind: sandpact.Codec<Kind> = sandpact.choice<Kind>({
  Plain: [0, null],
  Credit: [3, sandpact.struct({
    of: sandpact.hash,
    lines: sandpact.list(Line),
  })],
});

/** A Request. */
export interface Request {
  /** The kind. */
  readonly kind: Kind;
  /** The date. */
  readonly date: sandpact.CivilDate;
  /** The currency. */
  readonly currency: sandpact.Currency;
  /** The note. */
  readonly note: string | null;
  /** The deep. */
  readonly deep: readonly [number | null] | null;
  /** The pair. */
  readonly pair: readonly [bigint, Uint8Array];
}

export const Request: sandpact.Codec<Request> = sandpact.struct<Request>({
  kind: Kind,
  date: sandpact.civilDate,
  currency: sandpact.currency,
  note: sandpact.option(sandpact.text),
  deep: sandpact.option(sandpact.tuple<readonly [number | null]>(sandpact.option(sandpact.u8))),
  pair: sandpact.tuple<readonly [bigint, Uint8Array]>(sandpact.u64, sandpact.fixedBytes(3)),
});

/** A Line. */
export interface Line2 {
  /** The 0. */
  readonly 0: bigint;
}

export const Line2: sandpact.Codec<Line2> = sandpact.struct<Line2>({
  0: sandpact.seconds,
});

/** What each method takes. */
export interface Arguments {
  /** Does create. In full. */
  create: {
    /** The clerk. */
    readonly clerk: sandpact.Address;
  };
  /** Does grant. In full. */
  grant: {
    /** The role. */
    readonly role: Role;
    /** The account. */
    readonly account: sandpact.Address;
  };
  /** Does file_it. In full. */
  file_it: {
    /** The request. */
    readonly request: Request;
  };
  /** Does lines. In full. */
  lines: {};
}

export const argumentsOf: { readonly [M in keyof Arguments]: sandpact.Codec<Arguments[M]> } = {
  create: sandpact.struct<Arguments["create"]>({
    clerk: sandpact.address,
  }),
  grant: sandpact.struct<Arguments["grant"]>({
    role: Role,
    account: sandpact.address,
  }),
  file_it: sandpact.struct<Arguments["file_it"]>({
    request: Request,
  }),
  lines: sandpact.struct<Arguments["lines"]>({}),
};

/** What each method returns. */
export interface Returns {
  create: void;
  grant: void;
  file_it: sandpact.Hash;
  lines: readonly Line2[];
}

export const returnsOf: { readonly [M in keyof Returns]: sandpact.Codec<Returns[M]> } = {
  create: sandpact.nothing,
  grant: sandpact.nothing,
  file_it: sandpact.hash,
  lines: sandpact.list(Line2),
};

/** Why a call was refused. */
export type SampleOfficeError =
  /** No role. */
  | {
      readonly code: 1;
      readonly name: "NotAuthorised";
    }
  /** There is one. */
  | {
      readonly code: 100;
      readonly name: "Taken";
      readonly data: {
        /** The number. */
        readonly number: bigint;
      };
    };

/** What a call told the outside. */
export type SampleOfficeEvent =
  /** Filed it. */
  | {
      readonly name: "Filed";
      readonly data: {
        /** The id. */
        readonly id: sandpact.Hash;
        /** The by. */
        readonly by: sandpact.Address;
      };
    };

/** The errors and events, for decoding them by code and name. */
export const description: sandpact.Description = {
  errors: [
    [1, "NotAuthorised", null],
    [100, "Taken", sandpact.struct({
      number: sandpact.u64,
    })],
  ],
  events: [
    ["Filed", sandpact.struct({
      id: sandpact.hash,
      by: sandpact.address,
    })],
  ],
};

/** An office. */
export class SampleOffice {
  readonly #contract: sandpact.Contract<SampleOfficeError, SampleOfficeEvent>;

  /** The contract at an address. */
  constructor(transport: sandpact.Transport, address: sandpact.Address) {
    this.#contract = new sandpact.Contract(transport, address, description);
  }

  /** A step of a transaction of several calls, for `sandpact.send`. */
  static invoke<M extends keyof Arguments>(
    contract: sandpact.Address,
    method: M,
    args: Arguments[M],
  ): sandpact.Call {
    return { tag: "Invoke", value: { contract, method, args: argumentsOf[method].enc(args) } };
  }

  /** Deploys the contract's module. Does create. In full. */
  static async deploy(
    transport: sandpact.Transport,
    signer: sandpact.Signer,
    code: Uint8Array,
    args: Arguments["create"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<sandpact.Address, SampleOfficeError, SampleOfficeEvent>> {
    return sandpact.deploy(transport, signer, code, argumentsOf.create.enc(args), description, options);
  }

  /** Does grant. In full. */
  async grant(
    signer: sandpact.Signer,
    args: Arguments["grant"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["grant"], SampleOfficeError, SampleOfficeEvent>> {
    return this.#contract.call(signer, "grant", argumentsOf.grant.enc(args), returnsOf.grant, options);
  }

  /** Does file_it. In full. */
  async file_it(
    signer: sandpact.Signer,
    args: Arguments["file_it"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["file_it"], SampleOfficeError, SampleOfficeEvent>> {
    return this.#contract.call(signer, "file_it", argumentsOf.file_it.enc(args), returnsOf.file_it, options);
  }

  /** Does lines. In full. */
  async lines(
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["lines"], SampleOfficeError>> {
    return this.#contract.query("lines", new Uint8Array(), returnsOf.lines, options);
  }
}
