/** Policy language model: packs, rules, conditions, validity, invariants. */
@NullMarked
package io.facegate.policy.language;

import org.jspecify.annotations.NullMarked;
