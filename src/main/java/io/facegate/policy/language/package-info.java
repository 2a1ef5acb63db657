/** What policies say: packs, rules, and what rules are made of. */
@NullMarked
package io.facegate.policy.language;

import org.jspecify.annotations.NullMarked;
