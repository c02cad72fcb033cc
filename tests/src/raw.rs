//! Arguments that are encoded already.

/// Arguments that are bytes already.
#[derive(Clone, Debug)]
pub struct Raw(pub Vec<u8>);

impl parity_scale_codec::Encode for Raw {
    fn encode_to<T: parity_scale_codec::Output + ?Sized>(&self, out: &mut T) {
        out.write(&self.0);
    }
}
