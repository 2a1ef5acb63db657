/** Delivery of notices to webhooks. */
@NullMarked
package io.facegate.app.notice;

import org.jspecify.annotations.NullMarked;
