// Where a generated package has its own copy of the runtime part.

export * from "../../../src/index.js";
