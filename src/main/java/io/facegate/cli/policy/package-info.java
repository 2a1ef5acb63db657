/** The commands on policies, one class each. */
@NullMarked
package io.facegate.cli.policy;

import org.jspecify.annotations.NullMarked;
