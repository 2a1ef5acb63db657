package io.facegate.bench;

/** One engine with the rules of a corpus in its own language. */
interface Engine {
    /** Whether it permits the request of that number. */
    boolean permits(int request);
}
