//! The contract: who may call, what is loaded, which rule decides, what is stored.

mod capturing;
mod making;
mod moving;
mod packing;
mod reading;
mod recalling;
mod stocking;

use crate::admission;
use crate::errors::Error;
use crate::events::{
    BomReported, ErrorDeclared, EventCaptured, QuarantineSet, RecallContinued, RecallResolved,
    RecallStarted, RoleGranted, RoleRevoked,
};
use crate::messages::{BomPart, ErrorDeclaration, EventRequest, PAGE_LEN_MAX, Role};
use crate::records::{
    Captured, CorrectedRow, EventRecord, Item, ItemView, LateRow, Lot, Node, NodeRow, QueueEntry,
    Recall, UnitRow,
};
use sandpact_sdk::prelude::*;

/// Items and lots: whose, where, in what, made of what, and recalled.
#[storage]
pub struct ItemTrace {
    roles: Roles<Role>,
    items: Map<Hash, Item>,
    /// By parent and child.
    children: OrderedMap<(Hash, Hash), ()>,
    lots: Map<Hash, Lot>,
    /// Units by lot.
    units: OrderedMap<(Hash, Hash), ()>,
    /// Quantities by lot and place.
    stock: Map<(Hash, Hash), Decimal>,
    /// By what was used and what was made of it.
    products: OrderedMap<(Hash, Hash), Node>,
    /// By what was made and what was used.
    sources: OrderedMap<(Hash, Hash), Node>,
    events: Map<Hash, EventRecord>,
    /// Declared events by who recorded them.
    corrected: OrderedMap<(Address, Hash), ()>,
    late: OrderedMap<(UnixSeconds, Hash), ()>,
    recalls: Map<Hash, Recall>,
    queue: Map<(Hash, u64), QueueEntry>,
    /// Transformations that a recall has reached.
    reached: Map<(Hash, Hash), ()>,
    unresolved: OrderedMap<Hash, ()>,
    /// Recalls with something left to look at.
    running: Value<u32>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, EventCaptured, ErrorDeclared, BomReported, QuarantineSet,
    RecallStarted, RecallContinued, RecallResolved,
])]
impl ItemTrace {
    /// Names the admin. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, admin: Address) -> Result<(), Error> {
        self.roles.grant(Role::Admin, &admin);
        self.emit(RoleGranted { role: Role::Admin, account: admin, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The admin records no event: its role goes with no other one.
    #[only(Role::Admin)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        self.check_grant(role, &account)?;
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account. The admin cannot take its own.
    #[only(Role::Admin)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role == Role::Admin && account == env::caller() {
            return Err(Common::WrongState.into());
        }
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Records an event and does what it says. The same event again changes nothing.
    #[only(Role::Manufacturer, Role::Assembler, Role::Carrier, Role::Receiver)]
    pub fn capture(&mut self, event: EventRequest) -> Result<Captured, Error> {
        admission::check(&event, env::time())?;
        self.record(event)
    }

    /// Declares an event erroneous (M8), as who recorded it. It stays as it is, visible beside
    /// its declaration; what it moved is moved back by the events that correct it. The same
    /// declaration again changes nothing.
    #[only(Role::Manufacturer, Role::Assembler, Role::Carrier, Role::Receiver)]
    pub fn declare_error(&mut self, declaration: ErrorDeclaration) -> Result<(), Error> {
        admission::check_declaration(&declaration, env::time())?;
        self.declare(&declaration)
    }

    /// Reports parts of an item as built, as its maker or holder. Each is one that the stated
    /// partner made (M10). The same parts again change nothing.
    #[only(Role::Manufacturer, Role::Assembler)]
    pub fn report_bom(&mut self, item: Hash, parts: Vec<BomPart>) -> Result<(), Error> {
        self.keep_bom(&item, &parts)
    }

    /// Blocks a suspect item under a case.
    #[only(Role::QualityAuthority)]
    pub fn quarantine(&mut self, item: Hash, case: Hash) -> Result<(), Error> {
        self.set_quarantine(&item, case, true)
    }

    /// Releases an item that was blocked under a case.
    #[only(Role::QualityAuthority)]
    pub fn release(&mut self, item: Hash, case: Hash) -> Result<(), Error> {
        self.set_quarantine(&item, case, false)
    }

    /// Recalls a lot (M9): its units are blocked at once, all else by `continue_recall`.
    #[only(Role::RecallAuthority)]
    pub fn start_recall(&mut self, recall: Hash, lot: Hash, commitment: Hash) -> Result<(), Error> {
        self.begin_recall(recall, lot, commitment)
    }

    /// Takes up to 25 steps of a recall (M9); returns whether something is left. Any partner
    /// may, since containers do not move before it is done.
    #[only(
        Role::RecallAuthority,
        Role::Manufacturer,
        Role::Assembler,
        Role::Carrier,
        Role::Receiver
    )]
    pub fn continue_recall(&mut self, recall: Hash, steps: u32) -> Result<bool, Error> {
        self.advance_recall(recall, steps)
    }

    /// Closes a recall that is worked through. What it blocked stays blocked.
    #[only(Role::RecallAuthority)]
    pub fn resolve_recall(&mut self, recall: Hash) -> Result<(), Error> {
        let mut found = self.recalls.get(&recall).ok_or(Common::UnknownId)?;
        if found.is_running() || found.is_resolved {
            return Err(Common::WrongState.into());
        }
        found.is_resolved = true;
        self.recalls.set(&recall, &found);
        self.unresolved.remove(&recall);
        self.emit(RecallResolved { recall, by: env::caller() });
        Ok(())
    }

    /// Whether there is such an item in trade, of this lot and last day, neither blocked nor
    /// ended (D5). Says nothing else, to anybody.
    pub fn verify(
        &self,
        item: Hash,
        lot: Option<Hash>,
        expiry: Option<CivilDate>,
    ) -> Result<bool, Error> {
        Ok(self.is_genuine(&item, lot, expiry))
    }

    /// An item and where it is, for its maker, holder, receiver and the regulator.
    #[only(
        Role::Manufacturer,
        Role::Assembler,
        Role::Receiver,
        Role::QualityAuthority,
        Role::RecallAuthority,
        Role::Regulator
    )]
    pub fn item(&self, item: Hash) -> Result<ItemView, Error> {
        self.view(&item)
    }

    /// A recorded event, for who recorded it and the regulator.
    #[only(Role::Manufacturer, Role::Assembler, Role::Carrier, Role::Receiver, Role::Regulator)]
    pub fn event(&self, event: Hash) -> Result<EventRecord, Error> {
        let found = self.events.get(&event).ok_or(Common::UnknownId)?;
        let caller = env::caller();
        if found.by == caller || self.roles.has(Role::Regulator, &caller) {
            Ok(found)
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    /// What is left of a quantity at the caller's place; `None` is without a place.
    #[only(Role::Manufacturer, Role::Assembler, Role::Receiver)]
    pub fn own_stock(&self, lot: Hash, place: Option<Hash>) -> Result<Decimal, Error> {
        let key = (lot, stocking::at(&env::caller(), place));
        Ok(self.stock.get(&key).unwrap_or(Decimal::integer(0)))
    }

    /// A recall.
    #[only(Role::RecallAuthority, Role::Regulator)]
    pub fn recall(&self, recall: Hash) -> Result<Recall, Error> {
        Ok(self.recalls.get(&recall).ok_or(Common::UnknownId)?)
    }

    /// Units of a lot and where they are, at most 100 after one.
    #[only(Role::Regulator, Role::RecallAuthority)]
    pub fn units_of(
        &self,
        lot: Hash,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<UnitRow>, Error> {
        self.unit_rows(&lot, after.as_ref(), limit.min(PAGE_LEN_MAX))
    }

    /// What is directly in an item, at most 100 after one.
    #[only(Role::Regulator, Role::RecallAuthority)]
    pub fn contents_of(
        &self,
        item: Hash,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<Hash>, Error> {
        let found = self.children.under(&item, after.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(found.into_iter().map(|(child, ())| child).collect())
    }

    /// What was made directly of an item, lot or transformation, at most 100 after one. Asked
    /// again for each of them this gives all descendants.
    #[only(Role::Regulator, Role::RecallAuthority)]
    pub fn products_of(
        &self,
        key: Hash,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<NodeRow>, Error> {
        Ok(reading::rows(self.products.under(&key, after.as_ref(), limit.min(PAGE_LEN_MAX))))
    }

    /// What an item, lot or transformation was made directly of, at most 100 after one. Asked
    /// again for each of them this gives all ancestors.
    #[only(Role::Regulator, Role::RecallAuthority)]
    pub fn sources_of(
        &self,
        key: Hash,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<NodeRow>, Error> {
        Ok(reading::rows(self.sources.under(&key, after.as_ref(), limit.min(PAGE_LEN_MAX))))
    }

    /// Recalls that are not closed, at most 100 after one.
    #[only(Role::Regulator, Role::RecallAuthority)]
    pub fn unresolved_recalls(&self, after: Option<Hash>, limit: u32) -> Result<Vec<Hash>, Error> {
        let found = self.unresolved.after(after.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(found.into_iter().map(|(recall, ())| recall).collect())
    }

    /// Events that a partner declared erroneous, at most 100 after one.
    #[only(Role::Regulator)]
    pub fn corrected_events(
        &self,
        partner: Address,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<CorrectedRow>, Error> {
        Ok(self.corrected_rows(&partner, after.as_ref(), limit.min(PAGE_LEN_MAX)))
    }

    /// Events that were recorded more than a day after they happened, at most 100 after one.
    #[only(Role::Regulator)]
    pub fn late_events(&self, after: Option<LateRow>, limit: u32) -> Result<Vec<LateRow>, Error> {
        let after = after.map(|row| (row.recorded_at, row.event));
        let found = self.late.after(after.as_ref(), limit.min(PAGE_LEN_MAX));
        let row = |((recorded_at, event), ())| LateRow { recorded_at, event };
        Ok(found.into_iter().map(row).collect())
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }
}
