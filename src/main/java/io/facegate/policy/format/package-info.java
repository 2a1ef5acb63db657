/** Formatter for policy files; keeps meaning and comments. */
@NullMarked
package io.facegate.policy.format;

import org.jspecify.annotations.NullMarked;
