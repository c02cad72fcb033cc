// What generated clients and their callers use. `command.ts`, which needs Node, stands apart.

export * from "./bytes.js";
export * from "./codec.js";
export * from "./contract.js";
export * from "./error.js";
export * from "./key.js";
export * from "./transaction.js";
export * from "./transport.js";
