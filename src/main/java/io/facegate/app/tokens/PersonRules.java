package io.facegate.app.tokens;

import org.jspecify.annotations.Nullable;

/**
 * How an issuer's people are named, and how they log in at the console.
 *
 * @param claim the claim that names a person
 * @param console as which client of the issuer the console asks; null if nobody logs in there
 */
record PersonRules(String claim, @Nullable ConsoleClient console) {}
