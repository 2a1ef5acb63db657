/** Pages about policies: the rules in force and earlier ones, the calendar of their changes, and trials of calls. */
@NullMarked
package io.facegate.console.policy;

import org.jspecify.annotations.NullMarked;
