/** What the tests of the policies exercise, rule by rule. */
@NullMarked
package io.facegate.policy.coverage;

import org.jspecify.annotations.NullMarked;
