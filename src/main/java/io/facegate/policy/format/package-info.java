/** Policy files written in one way, their meaning and comments kept. */
@NullMarked
package io.facegate.policy.format;

import org.jspecify.annotations.NullMarked;
