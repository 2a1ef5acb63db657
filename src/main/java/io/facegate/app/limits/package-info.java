/** Quotas of a running gateway: its options, the file that declares them, and their health. */
@NullMarked
package io.facegate.app.limits;

import org.jspecify.annotations.NullMarked;
