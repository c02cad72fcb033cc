//! Function bodies from raw bytes. They may be cut to what is valid, since a chance sequence
//! of operators hardly ever is.

use crate::frame;
use wasm_encoder::{Function, Instruction, ValType};
use wasmparser::{BinaryReader, Operator, OperatorsReader, Parser, Payload};
use wasmparser::{Validator, WasmFeatures};

/// Stands between two bodies.
const SEPARATOR: [u8; 2] = [0xff, 0xff];

/// Most functions of the module.
const FUNCTIONS_MAX: usize = 8;

/// Locals of each type that a body has beside its parameters.
const LOCALS: u32 = 3;

/// What a contract's operators may use, near enough.
const FEATURES: WasmFeatures = WasmFeatures::WASM1
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::BULK_MEMORY_OPT)
    .difference(WasmFeatures::FLOATS);

/// Operators that can be read, and how they end.
pub struct Body<'a> {
    operators: &'a [u8],
    /// Whether every construct left open ends in a trap, so that no value is missing.
    traps: bool,
}

/// Every body of an input; at least the two methods.
pub fn split(bytes: &[u8]) -> Vec<Body<'_>> {
    let mut bodies = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) {
        let (body, behind) = rest.split_at(at);
        bodies.push(Body::new(body));
        rest = behind.get(SEPARATOR.len()..).unwrap_or_default();
    }
    bodies.push(Body::new(rest));
    bodies.resize_with(bodies.len().clamp(2, FUNCTIONS_MAX), || Body::new(&[]));
    bodies
}

/// The module of an input whose bodies are cut to what is valid.
pub fn valid_module(bytes: &[u8]) -> Vec<u8> {
    let mut bodies = split(bytes);
    let mut module = frame::module(&bodies);
    // A body is cut once and made to trap once.
    for _ in 0..bodies.len().saturating_mul(2) {
        let Err(error) = Validator::new_with_features(FEATURES).validate_all(&module) else {
            break;
        };
        let Some((index, offset)) = place(&module, error.offset()) else { break };
        let Some(body) = bodies.get_mut(index) else { break };
        body.operators = body.operators.get(..offset).unwrap_or(body.operators);
        body.traps = true;
        module = frame::module(&bodies);
    }
    module
}

/// The body at an offset of the module, and where in its operators that is.
fn place(module: &[u8], offset: usize) -> Option<(usize, usize)> {
    let bodies = Parser::new(0).parse_all(module).filter_map(|payload| match payload {
        Ok(Payload::CodeSectionEntry(body)) => Some(body),
        _ => None,
    });
    let (index, body) = bodies.enumerate().find(|(_, body)| body.range().contains(&offset))?;
    let start = body.get_operators_reader().ok()?.original_position();
    Some((index, offset.checked_sub(start)?))
}

impl<'a> Body<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let (len, _) = readable(bytes);
        Self { operators: bytes.get(..len).unwrap_or_default(), traps: false }
    }

    /// The function with these operators, every construct closed, and a result of its type.
    pub fn function(&self, result: Option<ValType>) -> Function {
        let mut function = Function::new([(LOCALS, ValType::I32), (LOCALS, ValType::I64)]);
        function.raw(self.operators.iter().copied());
        for _ in 0..readable(self.operators).1 {
            self.trap(&mut function);
            function.instruction(&Instruction::End);
        }
        self.trap(&mut function);
        match result {
            Some(ValType::I32) => function.instruction(&Instruction::I32Const(1)),
            Some(_) => function.instruction(&Instruction::I64Const(1)),
            None => &mut function,
        };
        function.instruction(&Instruction::End);
        function
    }

    fn trap(&self, function: &mut Function) {
        if self.traps {
            function.instruction(&Instruction::Unreachable);
        }
    }
}

/// Length of the operators that can be read, and how many constructs they leave open.
fn readable(body: &[u8]) -> (usize, usize) {
    let mut reader = OperatorsReader::new(BinaryReader::new(body, 0));
    let (mut len, mut open) = (0, 0_usize);
    while !reader.eof() {
        match reader.read() {
            Ok(Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. }) => {
                open = open.saturating_add(1);
            }
            Ok(Operator::End) => match open.checked_sub(1) {
                Some(rest) => open = rest,
                None => break,
            },
            Ok(_) => {}
            Err(_) => break,
        }
        len = reader.original_position();
    }
    (len, open)
}
