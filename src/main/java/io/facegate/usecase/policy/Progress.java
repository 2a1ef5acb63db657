package io.facegate.usecase.policy;

/** How far a computation is that runs in the background. */
public sealed interface Progress<V> {
    /** It is done. */
    record Done<V>(V value) implements Progress<V> {}

    /** It runs, or waits for its turn. */
    record Running<V>() implements Progress<V> {}

    /** It would take too much memory. */
    record TooLarge<V>() implements Progress<V> {}

    /** It failed; the log says why. */
    record Failed<V>() implements Progress<V> {}

    /** Too many wait already; nothing was started. */
    record Busy<V>() implements Progress<V> {}
}
