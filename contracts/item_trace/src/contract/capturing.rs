//! Steps of recording events and their error declarations.

use super::ItemTrace;
use crate::errors::Error;
use crate::events::{ErrorDeclared, EventCaptured};
use crate::messages::{Act, ErrorDeclaration, EventRequest, LATE_SECONDS, Role};
use crate::movement::Subject;
use crate::records::{Captured, Declared, EventRecord, Item};
use sandpact_sdk::prelude::*;

/// Longest chain: an item and all containers around it.
const CHAIN_LEN_MAX: usize = 9;

/// An item with the chain of its parents, itself first.
pub(super) type Chain = Vec<(Hash, Item)>;

/// What all steps of one event need.
pub(super) struct Happening {
    /// The event.
    pub id: Hash,
    /// When it happened.
    pub time: UnixSeconds,
    /// Where.
    pub place: Option<Hash>,
    /// Who says so.
    pub by: Address,
}

impl ItemTrace {
    pub(super) fn check_grant(&self, role: Role, account: &Address) -> Result<(), Error> {
        const OTHERS: [Role; 7] = [
            Role::Regulator,
            Role::Manufacturer,
            Role::Assembler,
            Role::Carrier,
            Role::Receiver,
            Role::QualityAuthority,
            Role::RecallAuthority,
        ];
        let conflicts = match role {
            Role::Admin => OTHERS.iter().any(|role| self.roles.has(*role, account)),
            _ => self.roles.has(Role::Admin, account),
        };
        if conflicts { Err(Error::RoleConflict) } else { Ok(()) }
    }

    /// Records an event that is well formed.
    #[inline(never)]
    pub(super) fn record(&mut self, event: EventRequest) -> Result<Captured, Error> {
        let content = Hash(crypto::sha3_256(&event.encode()));
        let (id, now, by) = (event.id, env::time(), env::caller());
        if let Some(known) = self.events.get(&id) {
            let is_same = known.content == content && known.by == by;
            let captured = Captured { event: id, recorded_at: known.recorded_at };
            return if is_same { Ok(captured) } else { Err(Error::DuplicateEvent) };
        }
        let happening = Happening { id, time: event.time, place: event.place, by };
        self.act(&happening, event.act)?;
        let (time, commitment) = (event.time, event.commitment);
        let record = EventRecord { content, by, time, recorded_at: now, commitment, error: None };
        self.events.set(&id, &record);
        let is_late = now.seconds_since(time).is_some_and(|seconds| seconds > LATE_SECONDS);
        if is_late {
            self.late.set(&(now, id), &());
        }
        self.emit(EventCaptured { event: id, time, is_late, by });
        Ok(Captured { event: id, recorded_at: now })
    }

    /// A carrier sees and does nothing else.
    #[inline(never)]
    fn act(&mut self, of: &Happening, act: Act) -> Result<(), Error> {
        if !matches!(act, Act::Observe { .. }) {
            self.check_trader(&of.by)?;
        }
        match act {
            Act::Commission { items, quantities, expiry } => {
                self.commission(of, &items, &quantities, expiry)
            }
            Act::Observe { items, quantities } => self.observe(of, &items, &quantities),
            Act::Ship { items, quantities, to, destination } => {
                self.ship(of, &items, &quantities, to, destination)
            }
            Act::Receive { items, quantities } => self.receive(of, &items, &quantities),
            Act::Dispense { items } => self.dispense(of, &items),
            Act::Decommission { items, quantities } => self.decommission(of, &items, &quantities),
            Act::Pack { parent, children, quantities } => {
                self.pack(of, &parent, &children, &quantities)
            }
            Act::Unpack { parent, children, quantities } => {
                self.unpack(of, &parent, &children, &quantities)
            }
            Act::Transform {
                inputs,
                input_quantities,
                outputs,
                output_quantities,
                expiry,
                yield_max,
            } => {
                let used = (inputs.as_slice(), input_quantities.as_slice());
                let made = (outputs.as_slice(), output_quantities.as_slice());
                self.transform(of, used, made, expiry, yield_max.as_ref())
            }
            Act::Associate { parent, children, lots } => {
                self.associate(of, &parent, &children, &lots)
            }
        }
    }

    /// Whether an account trades (D2): it makes, buys or sells.
    pub(super) fn is_trader(&self, account: &Address) -> bool {
        let roles = [Role::Manufacturer, Role::Assembler, Role::Receiver];
        roles.iter().any(|role| self.roles.has(*role, account))
    }

    fn check_trader(&self, account: &Address) -> Result<(), Error> {
        if self.is_trader(account) { Ok(()) } else { Err(Common::NotAuthorised.into()) }
    }

    /// Declares an event erroneous (M8).
    #[inline(never)]
    pub(super) fn declare(&mut self, declaration: &ErrorDeclaration) -> Result<(), Error> {
        let content = Hash(crypto::sha3_256(&declaration.encode()));
        let (event, reason, by) = (declaration.event, declaration.reason, env::caller());
        let mut known = self.events.get(&event).ok_or(Common::UnknownId)?;
        if known.by != by {
            return Err(Error::NotTheRecorder);
        }
        match known.error {
            Some(declared) if declared.content == content => return Ok(()),
            Some(_) => return Err(Common::DuplicateRequestDifferentContent.into()),
            None => {}
        }
        let corrections = declaration.corrections.clone();
        known.error = Some(Declared { content, reason, corrections, recorded_at: env::time() });
        self.events.set(&event, &known);
        self.corrected.set(&(by, event), &());
        self.emit(ErrorDeclared { event, reason, by });
        Ok(())
    }

    pub(super) fn load(&self, key: &Hash) -> Result<Item, Error> {
        Ok(self.items.get(key).ok_or(Common::UnknownId)?)
    }

    /// An item and what it is in, outermost last: as many as containers may be nested.
    #[inline(never)]
    pub(super) fn chain(&self, key: &Hash) -> Result<Chain, Error> {
        let mut chain = vec![(*key, self.load(key)?)];
        while let Some(parent) = chain.last().and_then(|(_, item)| item.parent) {
            if chain.len() > CHAIN_LEN_MAX {
                return Err(Error::TooDeep);
            }
            chain.push((parent, self.load(&parent)?));
        }
        Ok(chain)
    }

    /// The first of a chain, for the rules of movement.
    pub(super) fn subject<'a>(&self, chain: &'a Chain) -> Result<Subject<'a>, Error> {
        let (key, item) = chain.first().ok_or(Common::UnknownId)?;
        let (_, outermost) = chain.last().ok_or(Common::UnknownId)?;
        Ok(Subject { key, item, outermost, is_lot_recalled: self.is_lot_recalled(item) })
    }

    pub(super) fn is_lot_recalled(&self, item: &Item) -> bool {
        let lot = item.lot.and_then(|lot| self.lots.get(&lot));
        lot.is_some_and(|lot| lot.recall.is_some())
    }

    /// Stores an item that an event has touched.
    #[inline(never)]
    pub(super) fn touch(&mut self, of: &Happening, key: &Hash, item: Item) {
        self.items.set(key, &Item { last_event: of.id, last_time: of.time, ..item });
    }
}
