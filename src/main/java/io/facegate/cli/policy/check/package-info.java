/** {@code policy check}: compiling, warning and formatting. */
@NullMarked
package io.facegate.cli.policy.check;

import org.jspecify.annotations.NullMarked;
