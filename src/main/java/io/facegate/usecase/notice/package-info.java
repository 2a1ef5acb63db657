/** What the gateway tells people without being asked: duties that are raised, and reminders. */
@NullMarked
package io.facegate.usecase.notice;

import org.jspecify.annotations.NullMarked;
