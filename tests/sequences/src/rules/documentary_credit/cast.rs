//! The people of a sequence, and what they call.

use super::clerk::bill_of;
use super::days;
use super::model::{AMOUNT, Bank, EXPIRY, INSTALMENTS, Kind, LATEST, Model, QUANTITY, Read};
use super::model::{SHORTER_PERIOD, TENOR};
use super::steps::{Present, Said, Step};
use banking_calendar::{BankingCalendar, ClosedDay, Reason, Weekday};
use documentary_credit::{
    Answer, Availability, BankAt, Conditions, Disposal, DocumentKind, DocumentaryCredit, Error,
    GoodsQuantity, Instalment, InsuranceReading, PartialShipments, PresentRequest,
    PresentedDocument, Readings, RequiredDocument, Role, Tenor, TenorStart, Terms, TransferRequest,
};
use receivable_registry::interface::ReceivablesMock;
use sandpact_sdk::prelude::{Address, CivilDate, Currency, Hash};
use sandpact_testing::{Account, Calls, Deployed, Ledger, Outcome};

const PLACE: [u8; 5] = *b"CNSHA";

/// The people of a sequence.
pub struct Cast {
    pub ledger: Ledger,
    pub contract: Deployed<DocumentaryCredit>,
    applicant: Account,
    beneficiary: Account,
    second: Account,
    /// By part: nominated, confirming, issuing.
    banks: [Account; 3],
}

/// An id of this kind and number.
pub fn id(kind: u8, number: usize) -> Hash {
    let mut bytes = [kind; 32];
    bytes[31] = u8::try_from(number).unwrap_or(u8::MAX);
    Hash(bytes)
}

/// The credit, or the transferred one.
pub fn credit_id(is_child: bool) -> Hash {
    id(1, usize::from(is_child))
}

fn currency(code: [u8; 3]) -> Currency {
    Currency::new(code).expect("letters")
}

impl Cast {
    /// A ledger with an advised credit of this kind.
    pub fn new(kind: &Kind) -> Self {
        let ledger = Ledger::new();
        let [authority, applicant, beneficiary, second] =
            ledger.accounts(["authority", "applicant", "beneficiary", "second beneficiary"]);
        let banks = ledger.accounts(["nominated", "confirming", "issuing"]);
        let address = authority.address;
        let calendar = ledger.deploy(&authority, Calls::<BankingCalendar>::create(address));
        calendar.by(&authority).grant(banking_calendar::Role::Oracle, address).ok();
        let weekend = vec![Weekday::Saturday, Weekday::Sunday];
        let closed = |(date, is_strike)| ClosedDay {
            date,
            reason: if is_strike { Reason::ForceMajeure } else { Reason::Holiday },
        };
        let closed = days::closed().into_iter().map(closed).collect();
        calendar.by(&authority).publish(PLACE, 2026, 480, weekend, vec![], closed).ok();
        let creation = Calls::<DocumentaryCredit>::create(address, calendar.address());
        let contract = ledger.deploy(&authority, creation);
        for bank in banks {
            contract.by(&authority).grant(Role::Bank, bank.address).ok();
        }
        if kind.has_registry {
            let registry = ReceivablesMock::new().is_financed_elsewhere(false);
            let registry = [beneficiary, second].into_iter().fold(registry, |registry, seller| {
                banks.iter().fold(registry, |registry, bank| {
                    let (seller, bank) = (seller.address, bank.address);
                    registry.is_financed_elsewhere_for(seller, invoice(true), bank, true)
                })
            });
            let registry = ledger.mock(registry);
            contract.by(&authority).name_registry(Some(registry)).ok();
        }
        let cast = Self { ledger, contract, applicant, beneficiary, second, banks };
        let [nominated, confirming, issuing] = &cast.banks;
        cast.contract.by(issuing).issue(credit_id(false), cast.terms(kind)).ok();
        cast.contract.by(nominated).advise(credit_id(false)).ok();
        if kind.is_confirmed {
            cast.contract.by(confirming).confirm(credit_id(false)).ok();
        }
        cast
    }

    fn bank(&self, bank: Bank) -> &Account {
        let [nominated, confirming, issuing] = &self.banks;
        match bank {
            Bank::Nominated => nominated,
            Bank::Confirming => confirming,
            Bank::Issuing => issuing,
        }
    }

    pub fn address(&self, bank: Bank) -> Address {
        self.bank(bank).address
    }

    fn terms(&self, kind: &Kind) -> Terms {
        let at = |bank| BankAt { account: self.address(bank), place: PLACE };
        let tenor =
            Tenor { days: u16::try_from(TENOR).expect("it is short"), from: TenorStart::Shipment };
        let required = |kind| RequiredDocument { kind, originals: 1, copies: 0 };
        let mut documents =
            vec![required(DocumentKind::CommercialInvoice), required(DocumentKind::BillOfLading)];
        documents.extend(kind.is_insured.then(|| required(DocumentKind::Insurance)));
        Terms {
            applicant: self.applicant.address,
            beneficiary: self.beneficiary.address,
            beneficiary_bank: None,
            issuing_bank: at(Bank::Issuing),
            advising_bank: self.address(Bank::Nominated),
            confirming_bank: Some(at(Bank::Confirming)),
            nominated_bank: at(Bank::Nominated),
            amount_minor: AMOUNT,
            currency: currency(*b"USD"),
            plus_tolerance_bp: kind.plus_bp,
            minus_tolerance_bp: 0,
            availability: match kind.is_deferred {
                true => Availability::DeferredPayment { tenor },
                false => Availability::SightPayment,
            },
            expiry: days::plus(EXPIRY),
            latest_shipment: kind.has_latest_shipment.then(|| days::plus(LATEST)),
            period_days: None,
            partial_shipments: match kind.is_single {
                true => PartialShipments::NotAllowed,
                false => PartialShipments::Allowed,
            },
            documents,
            conditions: conditions(kind),
            commitment: Hash([7; 32]),
        }
    }

    fn request(&self, model: &Model, present: &Present) -> PresentRequest {
        let number = model.papers.len();
        let document = |kind, group: u8, number| PresentedDocument {
            kind,
            originals: 1,
            copies: 0,
            commitment: id(group, number),
        };
        let mut documents = vec![document(DocumentKind::BillOfLading, 21, bill_of(model, present))];
        if present.is_complete {
            documents.push(document(DocumentKind::CommercialInvoice, 22, number));
        }
        if model.kind.is_insured {
            documents.push(document(DocumentKind::Insurance, 23, number));
        }
        // Nobody asked for it, and it is the same every second time (A11).
        if number % 2 == 1 {
            documents.push(document(DocumentKind::PackingList, 24, 0));
        }
        PresentRequest {
            id: id(2, number),
            credit: credit_id(present.is_child),
            to: self.address(present.to),
            currency: currency(if present.is_euro { *b"EUR" } else { *b"USD" }),
            claimed_minor: present.claim,
            shipment_date: Some(before(model.today, present.shipped_days_ago)),
            documents,
        }
    }

    fn readings(&self, model: &Model, papers: usize, read: Read) -> Readings {
        let papers = &model.papers[papers];
        let cover_minor = (papers.claim * 11 + 9) / 10 - i128::from(read == Read::LittleCover);
        let late = i32::from(read == Read::LateCover);
        let insurance = InsuranceReading {
            cover_minor,
            currency: currency(*b"USD"),
            value_minor: None,
            dated: before(papers.shipped, -late),
            effective_from: None,
        };
        Readings {
            quantity_thousandths: model.kind.quantity.map(|_| read.quantity()),
            is_unit_price_reduced: read == Read::CheaperGoods,
            is_invoice_by_beneficiary: true,
            is_invoice_to_applicant: read != Read::OtherParties,
            insurance: model.kind.is_insured.then_some(insurance),
        }
    }

    fn transfer_request(&self, amount: i128, is_stranger: bool) -> TransferRequest {
        let beneficiary = if is_stranger { self.applicant } else { self.second };
        TransferRequest {
            id: credit_id(true),
            credit: credit_id(false),
            beneficiary: beneficiary.address,
            beneficiary_bank: None,
            amount_minor: amount,
            expiry: days::plus(EXPIRY),
            latest_shipment: None,
            period_days: Some(u16::try_from(SHORTER_PERIOD).expect("it is short")),
            insurance_bp: None,
            commitment: Hash([8; 32]),
        }
    }

    /// Makes the call of a step.
    pub fn call(&self, model: &Model, step: &Step) -> Outcome<(), Error> {
        let by = |account: &Account| self.contract.by(account);
        let at = |bank: Bank| self.contract.by(self.bank(bank));
        let second = |is_child: bool| if is_child { self.second } else { self.beneficiary };
        match *step {
            Step::Present(ref present) => {
                let presenter = second(present.is_child != present.is_stranger);
                by(&presenter).present(self.request(model, present))
            }
            Step::TakeUp { papers, bank } => at(bank).take_up(id(2, papers)),
            Step::Examine { papers, bank, read } => {
                at(bank).examine(id(2, papers), self.readings(model, papers, read))
            }
            Step::Comply { papers, bank } => at(bank).comply(id(2, papers)),
            Step::Refuse { papers, bank, is_empty, is_held } => {
                let discrepancies = if is_empty { vec![] } else { vec![101] };
                let disposal = disposal(bank, is_held);
                at(bank).refuse(id(2, papers), discrepancies, disposal, Hash([3; 32]))
            }
            Step::SeekWaiver { papers, bank } => at(bank).seek_waiver(id(2, papers)),
            Step::AnswerWaiver { papers, is_given } => {
                by(&self.applicant).answer_waiver(id(2, papers), is_given)
            }
            Step::Return { papers, bank } => at(bank).return_documents(id(2, papers)),
            Step::Forward { papers, from, to } => at(from).forward(id(2, papers), self.address(to)),
            Step::Preclude { papers, bank } => {
                by(&self.applicant).preclude(id(2, papers), self.address(bank))
            }
            Step::Propose { by_issuing, change } => {
                let bank = if by_issuing { Bank::Issuing } else { Bank::Nominated };
                let terms = change.map(|(amount_minor, days)| {
                    let expiry = days::plus(EXPIRY + days);
                    Terms { amount_minor, expiry, ..self.terms(&model.kind) }
                });
                // A day on which silence would be consent: the one before.
                let deemed = Some(before(model.today, 1));
                let number = model.proposals.len();
                at(bank).propose_amendment(id(4, number), credit_id(false), terms, deemed)
            }
            Step::Answer { proposal, by_beneficiary, said } => {
                let bank = *self.bank(Bank::Confirming);
                let who = if by_beneficiary { self.beneficiary } else { bank };
                by(&who).answer_amendment(id(4, proposal), answer(said))
            }
            Step::AskTransfer { amount, is_stranger } => {
                let mut request = self.transfer_request(amount, false);
                request.latest_shipment =
                    model.kind.has_latest_shipment.then(|| days::plus(LATEST));
                by(&second(is_stranger)).request_transfer(request)
            }
            Step::AskBack { amount, is_onward } => {
                let mut request = self.transfer_request(amount, is_onward);
                (request.id, request.credit) = (id(5, 0), credit_id(true));
                if !is_onward {
                    request.beneficiary = self.beneficiary.address;
                }
                by(&self.second).request_transfer(request)
            }
            Step::Transfer { is_back, by_bank } => {
                let bank = if by_bank { Bank::Nominated } else { Bank::Issuing };
                at(bank).transfer(if is_back { id(5, 0) } else { credit_id(true) })
            }
            Step::Close { by_issuing } => {
                let bank = if by_issuing { Bank::Issuing } else { Bank::Nominated };
                at(bank).close(credit_id(false))
            }
            Step::Settle { papers, bank, more } if !model.kind.is_deferred => {
                at(bank).honour(id(2, papers), amount(model, papers) + more)
            }
            // These return something, and are counted apart.
            Step::Settle { .. } | Step::Pay { .. } | Step::Ask { .. } => {
                unreachable!("it has a call of its own")
            }
            Step::Days { .. } | Step::Through { .. } | Step::Amend { .. } | Step::PassOn { .. } => {
                unreachable!("it is not one call")
            }
        }
    }

    pub fn undertake(
        &self,
        model: &Model,
        (papers, bank, more): (usize, Bank, i128),
    ) -> Outcome<CivilDate, Error> {
        let amount = amount(model, papers) + more;
        self.contract.by(self.bank(bank)).undertake(id(2, papers), amount)
    }

    /// The answer is that of the registry.
    pub fn ask(&self, model: &Model, papers: usize, bank: Bank) -> Outcome<bool, Error> {
        let is_financed = model.papers[papers].is_financed;
        let outcome =
            self.contract.by(self.bank(bank)).check_invoice(id(2, papers), invoice(is_financed));
        if let Ok(answer) = outcome.clone().result() {
            assert_eq!(answer, is_financed);
        }
        outcome
    }

    pub fn pay(&self, papers: usize, bank: Bank) -> Outcome<i128, Error> {
        self.contract.by(self.bank(bank)).pay(id(2, papers))
    }
}

/// Fingerprint of an invoice that another bank finances, or of one that nobody does.
fn invoice(is_financed: bool) -> Hash {
    id(25, usize::from(is_financed))
}

/// What a bank offers to pay: what was drawn, or what it can see in the books.
fn amount(model: &Model, papers: usize) -> i128 {
    super::clerk::offered(model, &model.papers[papers])
}

fn before(day: CivilDate, days: i32) -> CivilDate {
    day.checked_add_days(-days).expect("a day of this year")
}

fn conditions(kind: &Kind) -> Conditions {
    let instalment = |(from, to, amount_minor)| Instalment {
        from: days::plus(from),
        to: days::plus(to),
        amount_minor,
    };
    let instalments = INSTALMENTS.into_iter().filter(|_| kind.has_instalments);
    let quantity =
        |is_counted| GoodsQuantity { thousandths: QUANTITY, is_counted, is_about: false };
    Conditions {
        is_transferable: kind.is_transferable,
        is_transhipment_allowed: true,
        is_amount_about: kind.is_about,
        quantity: kind.quantity.map(quantity),
        insurance_bp: None,
        instalments: instalments.map(instalment).collect(),
    }
}

const fn disposal(bank: Bank, is_held: bool) -> Disposal {
    match (bank, is_held) {
        (Bank::Issuing, true) => Disposal::HoldPendingWaiver,
        (_, true) => Disposal::HoldPendingPresenter,
        (Bank::Confirming, false) => Disposal::PriorInstructions,
        (_, false) => Disposal::Returning,
    }
}

const fn answer(said: Said) -> Answer {
    match said {
        Said::Yes => Answer::Accepted,
        Said::InPart => Answer::AcceptedInPart,
        Said::No => Answer::Rejected,
    }
}
