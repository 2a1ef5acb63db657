package io.facegate.ledger.reading;

import org.jspecify.annotations.Nullable;

/**
 * A decision in plain words, for somebody who is no programmer.
 *
 * @param asked one sentence: who asked for what, for which purpose, when
 * @param decided one sentence: permitted or refused
 * @param why one or two sentences: the rule, its source, the fact that decided
 * @param ended one sentence: how it ended, or null when nothing was forwarded
 */
public record Narrative(
        String asked, String decided, String why, @Nullable String ended) {}
