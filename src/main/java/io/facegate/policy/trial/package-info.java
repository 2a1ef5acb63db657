/** Policy tests: questions with the answers that are expected. */
@NullMarked
package io.facegate.policy.trial;

import org.jspecify.annotations.NullMarked;
