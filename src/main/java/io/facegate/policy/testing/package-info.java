/** Policy tests: calls with the decisions that are expected, and which parts of rules they exercise. */
@NullMarked
package io.facegate.policy.testing;

import org.jspecify.annotations.NullMarked;
