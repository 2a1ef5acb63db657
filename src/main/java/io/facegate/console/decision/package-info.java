/** The page of one decision: its story, its proof, and its hand-over. */
@NullMarked
package io.facegate.console.decision;

import org.jspecify.annotations.NullMarked;
