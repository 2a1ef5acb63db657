/** What other wires ask, in Google Vision's words, and what it answers, in theirs. */
@NullMarked
package io.facegate.provider.google.core;

import org.jspecify.annotations.NullMarked;
