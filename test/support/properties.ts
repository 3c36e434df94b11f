import fc from 'fast-check';

// A change is judged by the same inputs as the one before it: what fails is then of the change. `PROPERTY_SEED=N` tries others.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 17) });
