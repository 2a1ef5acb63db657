package io.facegate.bench;

/** A policy engine, loaded with the corpus rules in its own language. */
interface Engine {
    /** True if the engine permits the request of that number. */
    boolean permits(int request);
}
