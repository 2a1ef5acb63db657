/** {@code policy test} and what it prints and writes. */
@NullMarked
package io.facegate.cli.policy.trial;

import org.jspecify.annotations.NullMarked;
