/** The {@code policy} commands, one class each. */
@NullMarked
package io.facegate.cli.policy;

import org.jspecify.annotations.NullMarked;
