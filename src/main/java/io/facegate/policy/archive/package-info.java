/** The sets of policies that were in force, kept so that a past decision can be judged again. */
@NullMarked
package io.facegate.policy.archive;

import org.jspecify.annotations.NullMarked;
