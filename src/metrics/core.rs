pub fn core(_: usize, _: &[u32], _: &[u32], _: impl Fn(usize) -> bool, _: impl Fn(u32) -> u64) -> super::record::CoreRecord {
    Default::default()
}
