//! Streams of random numbers that are the same everywhere: one ChaCha stream per replicate and purpose, so that neither
//! the number of threads nor another source of uncertainty changes what a replicate draws.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Stream {
    bits: ChaCha8Rng,
}

impl Stream {
    /// The stream of one replicate for one purpose.
    pub fn new(seed: u64, purpose: u64, replicate: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&purpose.to_le_bytes());
        let mut bits = ChaCha8Rng::from_seed(key);
        bits.set_stream(replicate);
        Stream { bits }
    }

    /// A number in (0, 1), with 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        let bits = self.bits.next_u64() >> 11;
        (bits as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// A number in (0, 1), with 32 random bits: quicker, for choices among many.
    pub fn coarse(&mut self) -> f64 {
        (f64::from(self.bits.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// A whole number below `count`, which is not zero; biased by less than count / 2³².
    pub fn below(&mut self, count: usize) -> usize {
        let wide = u64::from(self.bits.next_u32()) * count as u64;
        (wide >> 32) as usize
    }

    /// A standard normal number (Marsaglia and Bray's polar method).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                return u * libm::sqrt(-2.0 * libm::log(s) / s);
            }
        }
    }

    /// A gamma number of this shape (above zero) and scale 1 (Marsaglia and Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, purpose, replicate| Stream::new(seed, purpose, replicate).uniform();
        assert_eq!(draw(1, 2, 3), draw(1, 2, 3));
        assert_ne!(draw(1, 2, 3), draw(1, 2, 4));
        assert_ne!(draw(1, 2, 3), draw(1, 3, 3));
        assert_ne!(draw(1, 2, 3), draw(2, 2, 3));
    }

    /// Mean and variance of so many draws.
    fn moments(draw: &mut dyn FnMut() -> f64) -> (f64, f64) {
        let values: Vec<f64> = (0..20_000).map(|_| draw()).collect();
        (
            super::super::figure::mean(&values),
            super::super::figure::variance(&values),
        )
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut stream = Stream::new(7, 0, 0);
        // Uniform: 1/2 and 1/12; normal: 0 and 1; gamma of shape a: a and a. Four standard errors of 20,000 draws.
        let (mean, variance) = moments(&mut || stream.uniform());
        assert!((mean - 0.5).abs() < 0.0082 && (variance - 1.0 / 12.0).abs() < 0.003);
        let (mean, variance) = moments(&mut || stream.normal());
        assert!(mean.abs() < 0.0283 && (variance - 1.0).abs() < 0.04);
        for shape in [0.5, 3.0] {
            let (mean, variance) = moments(&mut || stream.gamma(shape));
            assert!(
                (mean - shape).abs() < 4.0 * libm::sqrt(shape / 20_000.0),
                "{shape} {mean}"
            );
            assert!((variance - shape).abs() < 0.2 * shape, "{shape} {variance}");
        }
        let mut counts = [0; 3];
        (0..30_000).for_each(|_| counts[stream.below(3)] += 1);
        assert!(
            counts.iter().all(|count| (9_600..10_400).contains(count)),
            "{counts:?}"
        );
    }
}
