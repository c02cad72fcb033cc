mod amending;
mod banks;
mod figures;
mod inputs;
mod measures;
mod refusals;
mod transferring;
mod world;
