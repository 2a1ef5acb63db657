/** Policy tests: calls with expected decisions, and rule coverage. */
@NullMarked
package io.facegate.policy.testing;

import org.jspecify.annotations.NullMarked;
